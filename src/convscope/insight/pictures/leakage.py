"""Near-duplicates, pair by pair."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.arrays import Images
from convscope.charts.canvas import (
    BLUE,
    VERMILION,
    hide,
    new_figure,
    plain_axis,
    show_image,
    to_svg,
)

if TYPE_CHECKING:
    from convscope.insight.measures.leakage import Leakage


def pairs_figure(result: "Leakage", train: Images, test: Images, most: int = 8) -> str:
    """Returns pairs from the most alike to the least: test image above, training image below."""
    places = np.linspace(0, max(len(result.pairs) - 1, 0), min(most, len(result.pairs)))
    shown = [result.pairs[int(place)] for place in places]
    columns = max(len(shown), 1)
    figure, axes = new_figure(1.1 * columns + 0.5, 2.7, 2, columns)
    hide(axes.ravel())
    for column, pair in enumerate(shown):
        show_image(axes[0][column], test[pair.test])
        show_image(axes[1][column], train[pair.train])
        axes[0][column].set_title(f"{100 * pair.difference:.1f} %\n{pair.way}", fontsize=8)
    for row, name in enumerate(("test", "training")):
        axis = axes[row][0]
        place = {"ha": "right", "va": "center", "rotation": 90, "transform": axis.transAxes}
        axis.text(-0.06, 0.5, name, **place)
    return to_svg(figure)


def differences_figure(result: "Leakage", most_difference: float = 0.05) -> str:
    """Returns how many test images are how far from the training image most like them."""
    figure, axes = new_figure(5.5, 2.6)
    axis = axes[0][0]
    top = max(float(result.differences.max()), 2 * most_difference)
    edges = np.arange(0, top + most_difference / 5, most_difference / 5)
    counts, _ = np.histogram(result.differences, edges)
    is_near = edges[1:] <= most_difference + 1e-9
    colors = np.where(is_near, VERMILION, BLUE)
    axis.bar(edges[:-1], counts, width=np.diff(edges), align="edge", color=colors)
    axis.axvline(most_difference, color="#333333", linewidth=1, linestyle=":")
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axis.set_xlabel("difference to the most alike training image found (dotted: the rule)")
    axis.set_ylabel("test images")
    plain_axis(axis)
    return to_svg(figure)
