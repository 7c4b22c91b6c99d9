"""Feature maps as pictures."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import (
    BLUE,
    VERMILION,
    color_bar,
    columns_for,
    mosaic,
    new_figure,
    plain_axis,
    show,
    show_image,
    to_svg,
)

if TYPE_CHECKING:
    from convscope.insight.measures.feature_maps import FeatureMaps, LayerMaps

MOST_MAPS = 64
"""Maps of a layer that are drawn; a layer with more shows its strongest."""

MOST_BARS = 64
"""Values of a flat layer up to which each is a bar."""


def layer_figure(layer: "LayerMaps") -> str:
    """Returns one layer's maps in one colour scale, or its values as bars."""
    return _vector(layer) if layer.values.ndim == 1 else _maps(layer)


def input_figure(result: "FeatureMaps", bars: int = 10) -> str:
    """Returns the image beside the probabilities of its most probable classes."""
    order = np.argsort(-result.probabilities)[:bars][::-1]
    figure, axes = new_figure(6.0, max(1.8, 0.26 * len(order) + 0.7), 1, 2)
    show_image(axes[0][0], result.image)
    axis = axes[0][1]
    colors = [VERMILION if index == result.predicted else BLUE for index in order]
    shares = result.probabilities[order]
    axis.barh([result.class_names[index] for index in order], shares, color=colors)
    for place, share in enumerate(shares):
        axis.text(float(share) + 0.02, place, f"{100 * share:.1f} %", va="center", fontsize=8)
    axis.set_xlim(0, 1.25)
    axis.set_xticks([])
    axis.spines[["top", "right", "bottom"]].set_visible(False)
    axis.set_title("probability", loc="left")
    return to_svg(figure)


def _maps(layer: "LayerMaps") -> str:
    height, width, channels = layer.values.shape
    strongest = np.argsort(-np.abs(layer.values).sum((0, 1)), kind="stable")[:MOST_MAPS]
    maps = layer.values.transpose(2, 0, 1)[np.sort(strongest)]
    columns = columns_for(len(maps), height, width)
    tiles = mosaic(maps, columns, gap=max(1, round(width / 14)))
    figure_width = 7.5
    figure_height = min(max(figure_width * 0.9 * tiles.shape[0] / tiles.shape[1], 1.2), 9.0) + 0.35
    figure, axes = new_figure(figure_width, figure_height)
    drawn = show(axes[0][0], tiles, signed=bool((maps < 0).any()))
    shown = "" if len(maps) == channels else f", the {len(maps)} strongest of {channels}"
    axes[0][0].set_title(f"{layer.name} · {layer.kind}{shown}", loc="left")
    color_bar(figure, drawn, axes[0][0], "output")
    return to_svg(figure)


def _vector(layer: "LayerMaps") -> str:
    return _bars(layer) if len(layer.values) <= MOST_BARS else _strip(layer)


def _bars(layer: "LayerMaps") -> str:
    values = layer.values
    figure, axes = new_figure(7.5, 1.7)
    axis = axes[0][0]
    axis.bar(np.arange(len(values)), values, color=np.where(values < 0, BLUE, VERMILION))
    axis.locator_params(axis="x", integer=True)
    axis.axhline(0, color="#333333", linewidth=0.8)
    plain_axis(axis)
    axis.set_ylabel("output")
    axis.set_title(f"{layer.name} · {layer.kind}", loc="left")
    return to_svg(figure)


def _strip(layer: "LayerMaps") -> str:
    """Draws many values as cells, row by row, as text is read."""
    number = len(layer.values)
    columns = max(64, round((8 * number) ** 0.5))
    rows = -(-number // columns)
    cells = np.full(rows * columns, np.nan, np.float32)
    cells[:number] = layer.values
    figure, axes = new_figure(7.5, max(1.0, 6.4 * rows / columns + 0.5))
    signed = bool((layer.values < 0).any())
    drawn = show(axes[0][0], cells.reshape(rows, columns), signed)
    title = f"{layer.name} · {layer.kind}: {number:,} values, {columns} in a row"
    axes[0][0].set_title(title, loc="left")
    color_bar(figure, drawn, axes[0][0], "output")
    return to_svg(figure)
