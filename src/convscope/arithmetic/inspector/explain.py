"""From a model and an image to an explanation."""

from typing import Any, Protocol

import numpy as np

from convscope.architecture import Architecture
from convscope.arithmetic.inspector.explanation import Explanation
from convscope.arithmetic.inspector.image_input import read_image
from convscope.arrays import Activations, Weights
from convscope.errors import ConvscopeError


class ExplainableModel(Protocol):
    """What is needed of a model; `convscope.model_file.Model` has it."""

    @property
    def architecture(self) -> Architecture:
        """The net as data."""
        ...

    @property
    def weights(self) -> Weights:
        """Tensors by `<layer>.<tensor>`."""
        ...

    @property
    def class_names(self) -> tuple[str, ...]:
        """One name per class."""
        ...


def explain(model: ExplainableModel, image: Any) -> Explanation:
    """Computes everything that a model does with one image, ready to be looked into.

    The arithmetic is done in float64 with the model's float32 weights, so that terms add up to
    the shown numbers to the last digit and agree with the engine to float32 precision.

    Args:
        model: Architecture, weights, class names.
        image: uint8 (height, width) or (height, width, 1 or 3), 0–255; float of the same shapes
            in the net's range; or a PIL image of mode L or RGB.

    Raises:
        ConvscopeError: The image does not fit the net, or a weight is not finite.

    Example:
        >>> import numpy as np
        >>> from types import SimpleNamespace
        >>> from convscope.architecture import Dense, Flatten, Input
        >>> net = Architecture(Input((1, 2, 1), (0, 255)), (Flatten(), Dense(1, "relu")))
        >>> kernel, bias = np.array([[2.0], [-1.0]]), np.array([0.5])
        >>> weights = {"dense.kernel": kernel, "dense.bias": bias}
        >>> model = SimpleNamespace(architecture=net, weights=weights, class_names=())
        >>> neuron = explain(model, np.array([[3, 4]], np.uint8)).neuron("dense", 0)
        >>> [term.product for term in neuron.terms], neuron.bias, neuron.activation
        ([6.0, -4.0], 0.5, 2.5)
    """
    _check_finite(model.weights)
    inputs, notes = read_image(image, model.architecture)
    weights: dict[str, Activations] = {
        name: tensor.astype(np.float64) for name, tensor in model.weights.items()
    }
    return Explanation(
        model.architecture, weights, model.class_names, inputs.astype(np.float64), notes
    )


def _check_finite(weights: Weights) -> None:
    for name, tensor in weights.items():
        if not np.isfinite(tensor).all():
            broken = int((~np.isfinite(tensor)).sum())
            raise ConvscopeError(
                f"The weights {name} hold {broken} of {tensor.size} values that are not finite "
                "(NaN or infinite).",
                "Expected numbers; such a model answers NaN to every image.",
                "Train again with a smaller learning rate, or take an earlier model of the run.",
            )
