"""What every layer makes of one image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Image, Probabilities
from convscope.insight.measures.classifier import Classifier, LayerView, expect_image


@dataclass(frozen=True)
class LayerMaps:
    """One layer's output for one image.

    Attributes:
        name: The layer.
        kind: Its kind.
        values: float32 (height, width, channels) or (features,), behind the activation.
        caption: What to see.
    """

    name: str
    kind: str
    values: NDArray[np.float32]
    caption: str


@dataclass(frozen=True)
class FeatureMaps:
    """What every layer makes of one image.

    Attributes:
        image: uint8 (height, width, channels), 0–255.
        layers: The layers in order.
        class_names: One name per class.
        probabilities: float32 (classes,), 0–1.
        notes: What cannot be shown.
    """

    image: Image
    layers: tuple[LayerMaps, ...]
    class_names: tuple[str, ...]
    probabilities: Probabilities
    notes: tuple[str, ...] = ()

    @property
    def predicted(self) -> int:
        """Index of the most probable class."""
        return int(self.probabilities.argmax())


def compute_feature_maps(classifier: Classifier, image: Image) -> FeatureMaps:
    """Returns every layer's output for an image.

    Args:
        classifier: The classifier.
        image: uint8 (height, width, channels) or, for one channel, (height, width), 0–255.

    Raises:
        ConvscopeError: The image has another shape.
    """
    batch = expect_image(classifier, image)
    scores, outputs = classifier.outputs(batch, [layer.name for layer in classifier.layers])
    layers = tuple(
        LayerMaps(layer.name, layer.kind, outputs[layer.name][0], _caption(layer, values[0]))
        for layer, values in zip(classifier.layers, outputs.values(), strict=True)
    )
    probabilities = classifier.to_probabilities(scores)[0]
    return FeatureMaps(batch[0], layers, classifier.class_names, probabilities, classifier.notes)


def _caption(layer: LayerView, values: NDArray[np.float32]) -> str:
    if values.ndim == 1:
        active = int((values > 0).sum())
        return f"{len(values):,} values, {active:,} of them above 0."
    height, width, channels = values.shape
    maps = "1 map" if channels == 1 else f"{channels} maps"
    parts = [f"{maps} of {height}×{width} cells."]
    if layer.receptive_field is not None and layer.receptive_field.size != (1, 1):
        parts.append(f"Each cell sees {layer.receptive_field.text} pixels of the input.")
    if layer.facts.convolves:
        parts.append("A cell is strong where the filter's pattern lies in the image.")
    silent = int((np.abs(values).max((0, 1)) == 0).sum())
    if silent:
        parts.append(
            f"{silent} of {channels} are 0 everywhere: their pattern is not in this image."
        )
    return " ".join(parts)
