"""The one table from layer kind to arithmetic, forwards and backwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from convscope import architecture as arch
from convscope.arithmetic import batch_normalization as batch_norm
from convscope.arithmetic.convolution import convolve, convolve_backward
from convscope.arithmetic.dense import dense, dense_backward
from convscope.arithmetic.depthwise import (
    depthwise_convolve,
    depthwise_convolve_backward,
    separable_convolve,
    separable_convolve_backward,
)
from convscope.arithmetic.dropout import (
    dropout,
    dropout_backward,
    dropout_mask,
    gaussian_noise,
    spatial_dropout_mask,
)
from convscope.arithmetic.layer_normalization import (
    normalize_places,
    normalize_places_backward,
)
from convscope.arithmetic.pooling import (
    average_pool,
    average_pool_backward,
    global_average_pool,
    global_average_pool_backward,
    global_max_pool,
    global_max_pool_backward,
    max_pool,
    max_pool_backward,
)
from convscope.arithmetic.ramp import learned_ramp, learned_ramp_backward, ramp, ramp_backward
from convscope.arithmetic.random_images import (
    change,
    change_backward,
    crop,
    crop_backward,
    draw,
)
from convscope.arithmetic.resampling import resample, resample_backward
from convscope.arithmetic.reshaping import (
    cut_off,
    cut_off_backward,
    flatten,
    flatten_backward,
    rescale,
    rescale_backward,
    reshape,
    zero_pad,
    zero_pad_backward,
)
from convscope.arithmetic.transposed_convolution import (
    convolve_transposed,
    convolve_transposed_backward,
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
    window = layer.strides, layer.padding, layer.dilation_rate
    return convolve(inputs, kernel, bias, *window, layer.groups)


def _conv2d_backward(
    layer: arch.Conv2D, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    window = layer.strides, layer.padding, layer.dilation_rate
    gradients = convolve_backward(inputs, tensors["kernel"], gradient, *window, layer.groups)
    return _with_bias(tensors, gradients)


def _depthwise(layer: arch.DepthwiseConv2D, tensors: Tensors, inputs: Activations) -> Activations:
    kernel, bias = tensors["kernel"], tensors.get("bias")
    window = layer.strides, layer.padding, layer.dilation_rate
    return depthwise_convolve(inputs, kernel, bias, *window)


def _depthwise_backward(
    layer: arch.DepthwiseConv2D, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    window = layer.strides, layer.padding, layer.dilation_rate
    gradients = depthwise_convolve_backward(inputs, tensors["kernel"], gradient, *window)
    return _with_bias(tensors, gradients)


def _separable(layer: arch.SeparableConv2D, tensors: Tensors, inputs: Activations) -> Activations:
    window = layer.strides, layer.padding, layer.dilation_rate
    return separable_convolve(inputs, _kernels(tensors), tensors.get("bias"), *window)


def _separable_backward(
    layer: arch.SeparableConv2D, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    window = layer.strides, layer.padding, layer.dilation_rate
    found = separable_convolve_backward(inputs, _kernels(tensors), gradient, *window)
    names = ("depthwise_kernel", "pointwise_kernel", "bias")
    of_tensors = dict(zip(names, found[1:], strict=True))
    return found[0], {name: of_tensors[name] for name in names if name in tensors}


def _kernels(tensors: Tensors) -> tuple[Activations, Activations]:
    return tensors["depthwise_kernel"], tensors["pointwise_kernel"]


def _transposed(layer: arch.Conv2DTranspose, tensors: Tensors, inputs: Activations) -> Activations:
    ways = layer.spreading(inputs.shape[1:])
    return convolve_transposed(inputs, tensors["kernel"], tensors.get("bias"), ways)


def _transposed_backward(
    layer: arch.Conv2DTranspose, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    ways = layer.spreading(inputs.shape[1:])
    found = convolve_transposed_backward(inputs, tensors["kernel"], gradient, ways)
    return _with_bias(tensors, found)


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


def _factors(
    layer: arch.Normalization, tensors: Tensors, inputs: Activations
) -> tuple[Activations, Activations]:
    """Returns factor and offset of every channel."""
    means = tensors["mean"] if layer.mean is None else np.array(layer.mean)
    variances = tensors["variance"] if layer.variance is None else np.array(layer.variance)
    pairs = [layer.factor_and_offset(m, v) for m, v in zip(means, variances, strict=True)]
    factors, offsets = np.array(pairs, inputs.dtype).T
    return factors, offsets


def _normalization(layer: arch.Normalization, tensors: Tensors, inputs: Activations) -> Activations:
    factors, offsets = _factors(layer, tensors, inputs)
    return inputs * factors + offsets


def _normalization_backward(
    layer: arch.Normalization, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    return gradient * _factors(layer, tensors, inputs)[0], {}


def _resizing(layer: arch.Resizing, tensors: Tensors, inputs: Activations) -> Activations:
    return resample(inputs, *layer.samples(inputs.shape[1:]), layer.fill_value)


def _resample(layer: arch.Resampling, tensors: Tensors, inputs: Activations) -> Activations:
    return resample(inputs, *layer.samples(inputs.shape[1:]))


def _resample_backward(
    layer: arch.Resampling, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    return resample_backward(gradient, *layer.samples(inputs.shape[1:])), {}


def _random_training(
    layer: arch.RandomImages, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    drawn = draw(layer, len(inputs), random)
    return change(layer, inputs, drawn), {"drawn": drawn}


RANDOM_IMAGES = LayerArithmetic(
    lambda layer, _, x: x,
    lambda layer, _, x, gradient: (gradient, {}),
    _random_training,
    lambda layer, _, x, gradient, memory: (
        change_backward(layer, x, memory["drawn"], gradient),
        {},
    ),
)


def _random_crop_training(
    layer: arch.RandomCrop, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    drawn = random.random(2)
    if not layer.is_random(inputs.shape[1:]):
        return _resample(layer, tensors, inputs), {}
    begin = layer.begin(inputs.shape[1:], (drawn[0], drawn[1]))
    return crop(layer, inputs, begin), {"begin": np.array(begin)}


def _random_crop_training_backward(
    layer: arch.RandomCrop,
    tensors: Tensors,
    inputs: Activations,
    gradient: Activations,
    memory: Tensors,
) -> BackwardResult:
    row, column = memory["begin"]
    return crop_backward(layer, inputs, (int(row), int(column)), gradient), {}


def _layer_normalization(
    layer: arch.LayerNormalization, tensors: Tensors, inputs: Activations
) -> Activations:
    normal = normalize_places(inputs, layer.epsilon)
    return normal * tensors.get("gamma", 1) + tensors.get("beta", 0)


def _layer_normalization_backward(
    layer: arch.LayerNormalization, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    normal = normalize_places(inputs, layer.epsilon)
    axes = tuple(range(inputs.ndim - 1))
    found = {"gamma": (gradient * normal).sum(axis=axes), "beta": gradient.sum(axis=axes)}
    of_normal = gradient * tensors.get("gamma", 1)
    return normalize_places_backward(inputs, of_normal, layer.epsilon), {
        n: found[n] for n in tensors
    }


def _prelu_backward(
    layer: arch.PReLU, tensors: Tensors, inputs: Activations, gradient: Activations
) -> BackwardResult:
    of_inputs, of_alpha = learned_ramp_backward(inputs, tensors["alpha"], gradient)
    return of_inputs, {"alpha": of_alpha}


def _dropout_training(
    layer: arch.Dropout, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    mask = dropout_mask(inputs, layer.rate, random)
    return dropout(inputs, mask), {"mask": mask}


def _spatial_dropout_training(
    layer: arch.SpatialDropout2D, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    mask = spatial_dropout_mask(inputs, layer.rate, random)
    return dropout(inputs, mask), {"mask": mask}


def _gaussian_noise_training(
    layer: arch.GaussianNoise, tensors: Tensors, inputs: Activations, random: np.random.Generator
) -> tuple[Activations, Tensors]:
    return inputs + gaussian_noise(inputs, layer.stddev, random), {}


def _pieces(layer: arch.ReLU) -> tuple[float | None, float, float]:
    return layer.max_value, layer.negative_slope, layer.threshold


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
    "Normalization": LayerArithmetic(_normalization, _normalization_backward),
    "Resizing": LayerArithmetic(_resizing, _resample_backward),
    "CenterCrop": LayerArithmetic(_resample, _resample_backward),
    "RandomCrop": LayerArithmetic(
        _resample, _resample_backward, _random_crop_training, _random_crop_training_backward
    ),
    "RandomFlip": RANDOM_IMAGES,
    "RandomRotation": RANDOM_IMAGES,
    "RandomZoom": RANDOM_IMAGES,
    "RandomTranslation": RANDOM_IMAGES,
    "RandomContrast": RANDOM_IMAGES,
    "RandomBrightness": RANDOM_IMAGES,
    "ZeroPadding2D": LayerArithmetic(
        lambda layer, _, x: zero_pad(x, layer.padding),
        lambda layer, _, x, gradient: (zero_pad_backward(x, gradient, layer.padding), {}),
    ),
    "Cropping2D": LayerArithmetic(
        lambda layer, _, x: cut_off(x, layer.cropping),
        lambda layer, _, x, gradient: (cut_off_backward(gradient, layer.cropping), {}),
    ),
    "Conv2D": LayerArithmetic(_conv2d, _conv2d_backward),
    "DepthwiseConv2D": LayerArithmetic(_depthwise, _depthwise_backward),
    "SeparableConv2D": LayerArithmetic(_separable, _separable_backward),
    "Conv2DTranspose": LayerArithmetic(_transposed, _transposed_backward),
    "MaxPooling2D": LayerArithmetic(
        lambda layer, _, x: max_pool(x, *layer.geometry()),
        lambda layer, _, x, gradient: (max_pool_backward(x, gradient, *layer.geometry()), {}),
    ),
    "AveragePooling2D": LayerArithmetic(
        lambda layer, _, x: average_pool(x, *layer.geometry()),
        lambda layer, _, x, gradient: (average_pool_backward(x, gradient, *layer.geometry()), {}),
    ),
    "GlobalAveragePooling2D": LayerArithmetic(
        lambda layer, _, x: global_average_pool(x, layer.keepdims),
        lambda layer, _, x, gradient: (global_average_pool_backward(x, gradient), {}),
    ),
    "GlobalMaxPooling2D": LayerArithmetic(
        lambda layer, _, x: global_max_pool(x, layer.keepdims),
        lambda layer, _, x, gradient: (global_max_pool_backward(x, gradient), {}),
    ),
    "BatchNormalization": LayerArithmetic(
        _batch_normalization,
        _batch_normalization_backward,
        _batch_normalization_training,
        _batch_normalization_training_backward,
    ),
    "LayerNormalization": LayerArithmetic(_layer_normalization, _layer_normalization_backward),
    "Activation": LayerArithmetic(_unchanged, _unchanged_backward),
    "ReLU": LayerArithmetic(
        lambda layer, _, x: ramp(x, *_pieces(layer)),
        lambda layer, _, x, gradient: (ramp_backward(x, gradient, *_pieces(layer)), {}),
    ),
    "PReLU": LayerArithmetic(
        lambda layer, tensors, x: learned_ramp(x, tensors["alpha"]), _prelu_backward
    ),
    "Flatten": LayerArithmetic(
        lambda layer, _, x: flatten(x),
        lambda layer, _, x, gradient: (flatten_backward(x, gradient), {}),
    ),
    "Reshape": LayerArithmetic(
        lambda layer, _, x: reshape(x, layer.output_shape(x.shape[1:])),
        lambda layer, _, x, gradient: (flatten_backward(x, gradient), {}),
    ),
    "Dropout": LayerArithmetic(
        _unchanged,
        _unchanged_backward,
        _dropout_training,
        lambda layer, _, x, gradient, memory: (dropout_backward(gradient, memory["mask"]), {}),
    ),
    "SpatialDropout2D": LayerArithmetic(
        _unchanged,
        _unchanged_backward,
        _spatial_dropout_training,
        lambda layer, _, x, gradient, memory: (dropout_backward(gradient, memory["mask"]), {}),
    ),
    "GaussianNoise": LayerArithmetic(_unchanged, _unchanged_backward, _gaussian_noise_training),
    "Dense": LayerArithmetic(
        lambda layer, tensors, x: dense(x, tensors["kernel"], tensors.get("bias")),
        _dense_backward,
    ),
}
"""Arithmetic by layer kind; `LAYER_KINDS` has the same keys, and a test says so."""
