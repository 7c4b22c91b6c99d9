"""Which of Keras' variables holds which of our tensors."""

from collections.abc import Callable
from typing import Any

import numpy as np

from convscope.accelerate.backends import Array
from convscope.arrays import Weights
from convscope.keras_config import KINDS, Translation


def keras_layers(model: Any, translation: Translation) -> dict[str, Any]:
    """Returns Keras' layers by the names of ours; operations have none."""
    return {name: layer_at(model, path) for name, path in translation.paths.items() if path}


def layer_at(model: Any, path: tuple[str, ...]) -> Any:
    """Returns the layer that names lead to, those of models inside models first."""
    for name in path:
        model = model.get_layer(name)
    return model


def operation_at(model: Any, path: tuple[str, ...]) -> Any:
    """Returns the layer, or the operation on tensors, that names lead to."""
    within = layer_at(model, path[:-1])
    for operation in getattr(within, "operations", ()):
        if operation.name == path[-1]:
            return operation
    return within.get_layer(path[-1])


def variable_of(layer: Any, tensor: str) -> Any:
    """Returns the variable of a Keras layer that holds one of our tensors; None for none.

    Args:
        layer: Keras' layer.
        tensor: Our name, such as `"kernel"`.
    """
    return getattr(layer, KINDS[type(layer).__name__].tensors[tensor], None)


def weights_of(model: Any, translation: Translation, read: Callable[[Any], Array]) -> Weights:
    """Returns copies of a Keras model's weights by our names, float32.

    Args:
        model: Keras' model.
        translation: The same as ours.
        read: Returns the values of a variable.
    """
    layers = keras_layers(model, translation)
    weights: Weights = {}
    for full_name, shape in translation.architecture.parameter_shapes.items():
        name, _, tensor = full_name.rpartition(".")
        variable = variable_of(layers[name], tensor)
        weights[full_name] = (
            np.full(shape, filler(layers[name], tensor), np.float32)
            if variable is None
            else np.array(read(variable), np.float32).reshape(shape)  # Dense on pictures
        )
    return weights


def filler(layer: Any, tensor: str) -> float:
    """Returns the value that stands for a tensor that a Keras layer does without."""
    return KINDS[type(layer).__name__].fillers[tensor][1]
