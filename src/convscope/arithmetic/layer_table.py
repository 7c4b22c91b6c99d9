"""The one table from layer kind to arithmetic, forwards and backwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from convscope import architecture as arch
from convscope.arithmetic import batch_normalization as batch_norm
from convscope.arithmetic.convolution import convolve, convolve_backward
from convscope.arithmetic.dense import dense, dense_backward
from convscope.arithmetic.dropout import dropout, dropout_backward, dropout_mask
from convscope.arithmetic.pooling import (
    average_pool,
    average_pool_backward,
    global_average_pool,
    global_average_pool_backward,
    max_pool,
    max_pool_backward,
)
from convscope.arithmetic.reshaping import (
    flatten,
    flatten_backward,
    rescale,
    rescale_backward,
    zero_pad,
    zero_pad_backward,
)
from convscope.arrays import Activations

Tensors: TypeAlias = Mapping[str, Activations]
"""One layer's tensors by short name: `kernel`, `bias`, `gamma`, …"""

BackwardResult: TypeAlias = tuple[Activations, dict[str, Activations]]
"""∂L/∂inputs, and ∂L/∂tensor by short name."""


@dataclass(frozen=True)
class LayerArithmetic:
    """What one kind of layer computes before its activation function.

    Attributes:
        forward: (layer, tensors, inputs) to the pre-activation.
        backward: (layer, tensors, inputs, ∂L/∂pre-activation) to ∂L/∂inputs and ∂L/∂tensors.
        training_forward: Like `forward` with a random generator, for layers that behave
            differently while training; also returns what the way back has to remember.
        training_backward: Like `backward` with what was remembered.
    """

    forward: Callable[[Any, Tensors, Activations], Activations]
    backward: Callable[[Any, Tensors, Activations, Activations], BackwardResult]
    training_forward: (
        Callable[[Any, Tensors, Activations, np.random.Generator], tuple[Activations, Tensors]]
        | None
    ) = None
    training_backward: (
        Callable[[Any, Tensors, Activations, Activations, Tensors], BackwardResult] | None
    ) = None


def _with_bias(
    tensors: Tensors, gradients: tuple[Activations, Activations, Activations]
) -> BackwardResult:
    inputs, kernel, bias = gradients
    return inputs, {"kernel": kernel, "bias": bias} if "bias" in tensors else {"kernel": kernel}


def _conv2d(layer: arch.Conv2D, tensors: Tensors, inputs: Activations) -> Activations:
    kernel, bias = tensors["kernel"], tensors.get("bias")
    return convolve(inputs, kernel, bias, layer.strides, layer.padding)


def _conv2d_backward(
    layer: arch.Conv2D, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    kernel = tensors["kernel"]
    gradients = convolve_backward(inputs, kernel, gradient, layer.strides, layer.padding)
    return _with_bias(tensors, gradients)


def _dense_backward(
    layer: arch.Dense, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    return _with_bias(tensors, dense_backward(inputs, tensors["kernel"], gradient))


def _moving(tensors: Tensors) -> batch_norm.ChannelStatistics:
    return batch_norm.ChannelStatistics(tensors["moving_mean"], tensors["moving_variance"])


def _batch_normalization(
    layer: arch.BatchNormalization, tensors: Tensors, inputs: Activations
) -> Activations:
    gamma, beta = tensors["gamma"], tensors["beta"]
    return batch_norm.normalize(inputs, gamma, beta, _moving(tensors), layer.epsilon)


def _batch_normalization_backward(
    layer: arch.BatchNormalization, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    inputs_gradient, gamma, beta = batch_norm.normalize_backward(
        inputs, tensors["gamma"], gradient, _moving(tensors), layer.epsilon
    )
    return inputs_gradient, {"gamma": gamma, "beta": beta}


def _batch_normalization_training(
    layer: arch.BatchNormalization,
    tensors: Tensors,
    inputs: Activations,
    random: np.random.Generator,
) -> tuple[Activations, Tensors]:
    statistics = batch_norm.batch_statistics(inputs)
    normal = batch_norm.normalize(
        inputs, tensors["gamma"], tensors["beta"], statistics, layer.epsilon
    )
    averages = {
        f"moving_{name}": batch_norm.moving_average(
            tensors[f"moving_{name}"], value, layer.momentum
        )
        for name, value in statistics._asdict().items()
    }
    return normal, {**statistics._asdict(), **averages}


def _batch_normalization_training_backward(
    layer: arch.BatchNormalization,
    tensors: Tensors,
    inputs: Activations,
    gradient: Activations,
    memory: Tensors,
) -> BackwardResult:
    statistics = batch_norm.ChannelStatistics(memory["mean"], memory["variance"])
    inputs_gradient, gamma, beta = batch_norm.normalize_training_backward(
        inputs, tensors["gamma"], gradient, statistics, layer.epsilon
    )
    return inputs_gradient, {"gamma": gamma, "beta": beta}


def _dropout_training(
    layer: arch.Dropout, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    mask = dropout_mask(inputs, layer.rate, random)
    return dropout(inputs, mask), {"mask": mask}


def _unchanged(layer: Any, tensors: Tensors, inputs: Activations) -> Activations:
    return inputs


def _unchanged_backward(
    layer: Any, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    return gradient, {}


LAYER_ARITHMETIC: dict[str, LayerArithmetic] = {
    "Rescaling": LayerArithmetic(
        lambda layer, _, x: rescale(x, layer.scale, layer.offset),
        lambda layer, _, x, gradient: (rescale_backward(gradient, layer.scale), {}),
    ),
    "ZeroPadding2D": LayerArithmetic(
        lambda layer, _, x: zero_pad(x, layer.padding),
        lambda layer, _, x, gradient: (zero_pad_backward(x, gradient, layer.padding), {}),
    ),
    "Conv2D": LayerArithmetic(_conv2d, _conv2d_backward),
    "MaxPooling2D": LayerArithmetic(
        lambda layer, _, x: max_pool(x, *layer.geometry()),
        lambda layer, _, x, gradient: (max_pool_backward(x, gradient, *layer.geometry()), {}),
    ),
    "AveragePooling2D": LayerArithmetic(
        lambda layer, _, x: average_pool(x, *layer.geometry()),
        lambda layer, _, x, gradient: (average_pool_backward(x, gradient, *layer.geometry()), {}),
    ),
    "GlobalAveragePooling2D": LayerArithmetic(
        lambda layer, _, x: global_average_pool(x),
        lambda layer, _, x, gradient: (global_average_pool_backward(x, gradient), {}),
    ),
    "BatchNormalization": LayerArithmetic(
        _batch_normalization,
        _batch_normalization_backward,
        _batch_normalization_training,
        _batch_normalization_training_backward,
    ),
    "Activation": LayerArithmetic(_unchanged, _unchanged_backward),
    "Flatten": LayerArithmetic(
        lambda layer, _, x: flatten(x),
        lambda layer, _, x, gradient: (flatten_backward(x, gradient), {}),
    ),
    "Dropout": LayerArithmetic(
        _unchanged,
        _unchanged_backward,
        _dropout_training,
        lambda layer, _, x, gradient, memory: (dropout_backward(gradient, memory["mask"]), {}),
    ),
    "Dense": LayerArithmetic(
        lambda layer, tensors, x: dense(x, tensors["kernel"], tensors.get("bias")),
        _dense_backward,
    ),
}
"""Arithmetic by layer kind; `LAYER_KINDS` has the same keys, and a test says so."""
