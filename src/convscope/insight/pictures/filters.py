"""Filters as pictures."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.charts.canvas import (
    color_bar,
    columns_for,
    mosaic,
    new_figure,
    show,
    show_image,
    to_svg,
)
from convscope.texts import counted

if TYPE_CHECKING:
    from convscope.insight.measures.filters import LayerFilters

MOST_FILTERS = 24
"""Filters of a deeper layer that are drawn; those with the largest weights are taken."""


def filters_figure(layer: "LayerFilters") -> str:
    """Returns a layer's filters: as colours of the image, or as weights around zero."""
    channels = layer.kernel.shape[2]
    if layer.is_first and channels == 3:
        return _colors(layer)
    return _first(layer) if layer.is_first and channels == 1 else _deeper(layer)


def _first(layer: "LayerFilters") -> str:
    tiles = layer.kernel[:, :, 0].transpose(2, 0, 1)
    canvas = mosaic(tiles, columns_for(len(tiles), *tiles.shape[1:]), _gap(tiles))
    figure, axes = new_figure(*_size(canvas))
    drawn = show(axes[0][0], _sharp(canvas), signed=True)
    axes[0][0].set_title(f"{layer.name}: {counted(len(tiles), 'filter')}", loc="left")
    color_bar(figure, drawn, axes[0][0], "weight")
    return to_svg(figure)


def _colors(layer: "LayerFilters") -> str:
    tiles = layer.kernel.transpose(3, 0, 1, 2)
    largest = np.abs(tiles).max((1, 2, 3), keepdims=True)
    shares = 0.5 + tiles / np.maximum(2 * largest, 1e-12)
    canvas = mosaic(shares, columns_for(len(tiles), *tiles.shape[1:3]), _gap(tiles))
    figure, axes = new_figure(*_size(canvas))
    show_image(axes[0][0], _sharp(canvas), 0.0, 1.0)
    title = f"{layer.name}: {counted(len(tiles), 'filter')} as colours, each in its own scale"
    axes[0][0].set_title(title, loc="left")
    return to_svg(figure)


def _deeper(layer: "LayerFilters") -> str:
    total = np.abs(layer.kernel).sum((0, 1, 2))
    chosen = np.sort(np.argsort(-total, kind="stable")[:MOST_FILTERS])
    num_inputs = layer.strongest_inputs.shape[1]
    blocks = 2 if len(chosen) > 8 else 1
    rows = -(-len(chosen) // blocks)
    figure, axes = new_figure(3.9 * blocks + 0.7, 0.52 * rows + 0.5, 1, blocks)
    limit = float(np.abs(layer.kernel[..., chosen]).max())
    drawn = None
    for block, axis in enumerate(axes[0]):
        part = chosen[block * rows : (block + 1) * rows]
        tiles = np.concatenate(
            [layer.kernel[:, :, layer.strongest_inputs[f], f].transpose(2, 0, 1) for f in part]
        )
        height, width = tiles.shape[1:]
        drawn = show(axis, mosaic(tiles, num_inputs, _gap(tiles)), signed=True, limit=limit)
        for row, index in enumerate(part):
            middle = _gap(tiles) + row * (height + _gap(tiles)) + height / 2 - 0.5
            axis.text(-1, middle, f"{index}", ha="right", va="center", fontsize=8)
            for place, channel in enumerate(layer.strongest_inputs[index]):
                left = _gap(tiles) + place * (width + _gap(tiles)) - 0.5
                axis.text(left, middle - height / 2, f" {channel}", fontsize=5, va="bottom")
    count = layer.kernel.shape[3]
    shown = "" if len(chosen) == count else f", the {len(chosen)} heaviest of {count}"
    axes[0][0].set_title(f"{layer.name}: filter × input channel{shown}", loc="left")
    color_bar(figure, drawn, list(axes[0]), "weight")
    return to_svg(figure)


def _gap(tiles: NDArray[np.float32]) -> int:
    return max(1, round(tiles.shape[1] / 4))


def _size(canvas: NDArray[np.float32]) -> tuple[float, float]:
    width = min(7.5, 0.11 * canvas.shape[1] + 1.2)
    return width, min((width - 0.9) * canvas.shape[0] / canvas.shape[1] + 0.5, 8.0)


def _sharp(canvas: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns every pixel four times each way: browsers smooth what they enlarge."""
    return canvas.repeat(4, 0).repeat(4, 1)
