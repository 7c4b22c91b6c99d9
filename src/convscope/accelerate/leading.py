"""Layers before the net that Keras computes: pictures turned, resized, or made ready otherwise."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convscope.accelerate.backends import Array
from convscope.accelerate.inside_keras import InsideKeras
from convscope.accelerate.variables import layer_at, operation_at
from convscope.keras_config import Translation


class Leading:
    """Computes the first layers of a model.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        translation: The model as ours.
    """

    def __init__(self, model: Any, inside: InsideKeras, translation: Translation) -> None:
        self._layers = [layer_at(model, path) for path in translation.leading]
        if translation.cut is not None:
            end = operation_at(model, (translation.cut.name,)).output
            self._layers = [inside.keras.Model(model.inputs, end)]
        self._changes_answers = translation.changes_answers
        self._inside = inside
        self._functions: dict[bool, Callable[[Any], Any]] = {}

    def __call__(self, x: Array, is_training: bool) -> Array:
        """Returns what goes into the net.

        Args:
            x: A batch of inputs of the model.
            is_training: Whether it is for a step.
        """
        if not self._layers or not (is_training or self._changes_answers):
            return x
        ops = self._inside.keras.ops
        if is_training not in self._functions:
            self._functions[is_training] = self._function(is_training)
        inputs = ops.convert_to_tensor(np.asarray(x, np.float32))
        return ops.convert_to_numpy(self._functions[is_training](inputs))

    def _function(self, is_training: bool) -> Callable[[Any], Any]:
        def compute(values: Any) -> Any:
            for layer in self._layers:
                has_modes = getattr(layer, "_call_has_training_arg", False)
                values = layer(values, training=is_training) if has_modes else layer(values)
            return values

        if self._inside.backend.name != "tensorflow":
            return compute
        import tensorflow as tf  # pyright: ignore[reportMissingImports]

        return tf.function(compute, reduce_retracing=True)
