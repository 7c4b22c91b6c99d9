"""Models with several outputs: our net puts out one vector of all, which is taken apart here."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from convscope.accelerate.backends import Array
from convscope.accelerate.inside_keras import InsideKeras
from convscope.accelerate.steps import Taken
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.keras_config import End


def apart(ends: tuple[End, ...], values: Tensor) -> list[Array]:
    """Returns the outputs, as Keras has them.

    Args:
        ends: What stands in the vector.
        values: float32 (batch, values of all ends).
    """
    parts = values.detach().split([end.size for end in ends], dim=1)
    return [_activated(end, part).cpu().numpy() for end, part in zip(ends, parts, strict=True)]


def _activated(end: End, values: Tensor) -> Tensor:
    """Returns (batch, …shape) behind the activation function, whose channels stand on axis 1."""
    found = values.reshape(-1, *end.shape)
    activate = ACTIVATION_FUNCTIONS[end.activation]
    return torch.movedim(activate(torch.movedim(found, -1, 1)), 1, -1)


def apart_in_keras(model: Any, inside: InsideKeras, ends: tuple[End, ...]) -> Callable[[Any], Any]:
    """Returns what makes the model's outputs of a vector of Keras' backend.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        ends: What stands in the vector.
    """
    ops, find = inside.keras.ops, inside.keras.activations.get
    kind, size = type(model._outputs_struct), sum(end.size for end in ends)
    is_traced = inside.backend.name == "tensorflow" and not model.run_eagerly

    def outputs(values: Any) -> Any:
        found, begin = [], 0
        if is_traced:  # Keras does not know there how many images a batch has: each counts the same
            values = _of_any_length(values, size)
        for end in ends:
            part = values[:, begin : begin + end.size]
            found.append(find(end.activation)(ops.reshape(part, (-1, *end.shape))))
            begin += end.size
        return kind(found)

    return outputs


def _of_any_length(values: Any, size: int) -> Any:
    import tensorflow as tf  # pyright: ignore[reportMissingImports]

    return tf.raw_ops.PlaceholderWithDefault(input=values, shape=tf.TensorShape([None, size]))


class KerasMeters:
    """The metrics of a model with several outputs, which Keras updates.

    Args:
        model: Keras' model, compiled.
        inside: What is used of Keras.
        ends: What stands in our net's vector.
    """

    def __init__(self, model: Any, inside: InsideKeras, ends: tuple[End, ...]) -> None:
        self._model, self._inside, self._ends = model, inside, ends

    def add(self, loss: float, batch: Taken, outputs: Callable[[], list[Array]]) -> None:
        """Takes a batch into account.

        Args:
            loss: Its mean; those of each output were told when it was computed.
            batch: The batch.
            outputs: Returns the outputs.
        """
        self._model._loss_tracker.update_state(loss, sample_weight=len(batch.inputs))
        compiled = self._model._compile_metrics
        if compiled is None:
            return
        keras = self._inside.keras

        def given(value: Any) -> Any:
            return keras.tree.map_structure(keras.ops.convert_to_tensor, value)

        found = type(self._model._outputs_struct)(outputs())
        weights = None if batch.w is None else given(batch.w)
        compiled.update_state(given(batch.y), given(found), weights)

    def logs(self) -> dict[str, Any]:
        """Returns the values so far by name."""
        found = self._model.get_metrics_result()
        return {name: float(np.asarray(value)) for name, value in found.items()}
