"""What the layers look for: the weights of their filters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.insight.measures.classifier import Classifier


@dataclass(frozen=True)
class LayerFilters:
    """The filters of one layer.

    Attributes:
        name: The layer.
        kernel: float32 (height, width, in, filters).
        is_first: Whether the filters look at the image itself.
        strongest_inputs: int64 (filters, k): the channels that a filter weighs most, the
            strongest first.
        caption: What to see.
    """

    name: str
    kernel: NDArray[np.float32]
    is_first: bool
    strongest_inputs: NDArray[np.int64]
    caption: str


@dataclass(frozen=True)
class Filters:
    """The filters of every layer that has some.

    Attributes:
        layers: In the order of the net.
        notes: What cannot be shown.
    """

    layers: tuple[LayerFilters, ...]
    notes: tuple[str, ...] = ()


def read_filters(classifier: Classifier, num_inputs: int = 6) -> Filters:
    """Returns the filters of every layer.

    Args:
        classifier: The classifier.
        num_inputs: Channels named per filter in `strongest_inputs`.
    """
    layers = []
    for layer in classifier.layers:
        if layer.kernel is None:
            continue
        size = np.abs(layer.kernel).sum((0, 1)).T  # (filters, in)
        strongest = np.argsort(-size, axis=1, kind="stable")[:, :num_inputs]
        is_first = not layers
        caption = _caption(layer.kernel, is_first, strongest.shape[1])
        layers.append(LayerFilters(layer.name, layer.kernel, is_first, strongest, caption))
    notes = () if layers else ("The net has no convolution, and so no filters.",)
    return Filters(tuple(layers), notes)


def _caption(kernel: NDArray[np.float32], is_first: bool, shown: int) -> str:
    height, width, channels, number = kernel.shape
    size = f"{number} filters of {height}×{width}"
    if is_first and channels == 1:
        return (
            f"{size} weights. Vermilion weights want light, blue ones want dark: a border between "
            "the two is a detector of edges in that direction."
        )
    if is_first and channels == 3:
        return (
            f"{size} weights for red, green and blue. Grey is weight 0; a colour is what the "
            "filter wants there, its complement what it rejects."
        )
    return (
        f"{size}×{channels} weights, one row per filter: the {shown} of {channels} channels "
        "that it weighs most, the strongest on the left. Vermilion adds, blue takes away."
    )
