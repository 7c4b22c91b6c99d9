"""Which images, and which part of each, excite a filter most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.data import Split
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import BATCH_SIZE, Classifier, LayerView, recording


@dataclass(frozen=True)
class ExcitedFilter:
    """The images that excite one filter most.

    Attributes:
        filter: Its index.
        images: uint8 (k, height, width, channels), the most exciting first.
        indices: int64 (k,): their places in the split.
        values: float32 (k,): the filter's largest output in each.
        windows: int64 (k, 4): top, bottom, left, right of what the neuron sees, in pixels; the
            bottom row and right column are not part of it.
    """

    filter: int
    images: Images
    indices: NDArray[np.int64]
    values: NDArray[np.float32]
    windows: NDArray[np.int64]


@dataclass(frozen=True)
class Exciting:
    """The images that excite the filters of a layer most.

    Attributes:
        layer: The layer.
        split: The split that was searched.
        num_images: Images searched.
        filters: One per filter asked for; those that no image excites have no images.
        notes: What cannot be shown.
    """

    layer: str
    split: str
    num_images: int
    filters: tuple[ExcitedFilter, ...]
    notes: tuple[str, ...] = ()


def find_exciting(
    classifier: Classifier,
    images: Split,
    layer: str,
    filters: Sequence[int] | None = None,
    *,
    most: int = 6,
    sample: int = 2000,
    split: str = "test",
) -> Exciting:
    """Returns the images that excite the filters of a layer most.

    Args:
        classifier: The classifier.
        images: The images to search.
        layer: Name of a layer of feature maps.
        filters: Indices of its filters; None takes the 8 with the largest outputs.
        most: Images per filter, k.
        sample: Images searched, the first ones of the split.
        split: What the split is called, for the caption.

    Raises:
        UnknownNameError: There is no such layer.
        ConvscopeError: The layer has no feature maps, or no such filter.
    """
    view = classifier.layer(layer)
    if not view.is_picture:
        raise ConvscopeError(
            f'The layer "{layer}" puts out {view.output_shape}.',
            "Expected a layer of feature maps, (height, width, channels).",
            "Take a convolution or a pooling layer.",
        )
    num_filters = view.output_shape[-1]
    if filters is not None and not all(0 <= index < num_filters for index in filters):
        raise ConvscopeError(
            f'Received the filters {list(filters)} of the layer "{layer}".',
            f"It has the filters 0 to {num_filters - 1}.",
            "Leave them out to take those with the largest outputs.",
        )
    searched = images.images[:sample]
    values, cells = _largest(classifier, view, searched)
    strongest = np.sort(np.argsort(-values.max(0), kind="stable")[:8])
    chosen = [int(f) for f in (strongest if filters is None else filters)]
    found = [_excited(view, f, searched, values[:, f], cells[:, f], most) for f in chosen]
    notes = []
    if view.receptive_field is None:
        notes.append("What a neuron sees is not known for this net: whole images are shown.")
    if silent := [f.filter for f in found if not len(f.indices)]:
        notes.append(f"No image excites filter {', '.join(map(str, silent))}.")
    return Exciting(layer, split, len(searched), tuple(found), tuple(notes))


def _largest(
    classifier: Classifier, view: LayerView, images: Images
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Returns each image's largest output and its flat cell, both (number, filters)."""
    values, cells = [], []
    for start in range(0, len(images), BATCH_SIZE):
        inputs = classifier.to_inputs(images[start : start + BATCH_SIZE])
        with torch.inference_mode(), recording([view]) as found:
            classifier.module(inputs)
        largest, cell = found[view.name].flatten(2).max(2)
        values.append(largest.float().cpu().numpy())
        cells.append(cell.cpu().numpy())
    return np.concatenate(values), np.concatenate(cells)


def _excited(
    view: LayerView,
    index: int,
    images: Images,
    values: NDArray[np.float32],
    cells: NDArray[np.int64],
    most: int,
) -> ExcitedFilter:
    order = np.argsort(-values, kind="stable")[:most]
    order = order[values[order] > 0]
    windows = np.array([_window(view, int(cells[i]), images.shape[1:3]) for i in order], np.int64)
    return ExcitedFilter(index, images[order], order, values[order], windows.reshape(-1, 4))


def _window(view: LayerView, cell: int, size: tuple[int, ...]) -> tuple[int, int, int, int]:
    if view.receptive_field is None:
        return 0, size[0], 0, size[1]
    rows, columns = view.receptive_field.window(*divmod(cell, view.output_shape[1]))
    return rows.start, rows.stop, columns.start, columns.stop
