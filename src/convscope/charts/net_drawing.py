"""A net as boxes and arrows: every layer below those that it takes in."""

from collections import Counter
from typing import TYPE_CHECKING

from convscope.architecture import INPUT, Architecture
from convscope.charts.canvas import BLUE, GREY, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, COLUMN = 0.75, 2.6
"""Inches from one box to the next."""


def net_drawing(
    architecture: Architecture,
    shows_shapes: bool = False,
    shows_names: bool = True,
    is_horizontal: bool = False,
) -> "Figure":
    """Returns a drawing of a net.

    Args:
        architecture: The net.
        shows_shapes: Whether a box says what leaves the layer, None for the batch axis.
        shows_names: Whether a box says the layer's name beside its kind.
        is_horizontal: Whether the net runs from left to right instead of downwards.
    """
    texts = {-1: _text(INPUT, "Input", architecture.input.shape, shows_shapes, shows_names)}
    levels = {-1: 0}
    for index, step in enumerate(architecture.steps):
        layer = step.layer
        texts[index] = _text(layer.name, layer.kind, step.output_shape, shows_shapes, shows_names)
        levels[index] = 1 + max(levels[source] for source in step.inputs)
    widths = Counter(levels.values())
    taken: Counter[int] = Counter()
    places = {}
    for index, level in levels.items():
        across = (taken[level] - (widths[level] - 1) / 2) * COLUMN
        taken[level] += 1
        places[index] = (level * COLUMN, -across) if is_horizontal else (across, -level * ROW)
    depth, width = len(widths), max(widths.values())
    size = (depth * COLUMN, width * ROW) if is_horizontal else (width * COLUMN, depth * ROW)
    figure, axes = new_figure(size[0] + 0.4, size[1] + 0.4)
    axis = axes[0, 0]
    axis.axis("off")
    xs, ys = zip(*places.values(), strict=True)
    axis.set_xlim(min(xs) - COLUMN / 2, max(xs) + COLUMN / 2)
    axis.set_ylim(min(ys) - ROW / 2, max(ys) + ROW / 2)
    for index, step in enumerate(architecture.steps):
        for source in step.inputs:
            arrow = {"arrowstyle": "->", "color": GREY, "shrinkA": 14, "shrinkB": 14}
            axis.annotate("", places[index], places[source], arrowprops=arrow)
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": BLUE}
    for index, (x, y) in places.items():
        shown = axis.text(x, y, texts[index], ha="center", va="center", fontsize=8, bbox=box)
        shown.set_parse_math(False)  # "$" in a name is a letter
    return figure


def _text(
    name: str, kind: str, shape: tuple[int, ...], shows_shapes: bool, shows_names: bool
) -> str:
    """Returns what stands in a layer's box."""
    title = f"{name} ({kind})" if shows_names else kind
    return f"{title}\n{(None, *shape)}" if shows_shapes else title
