"""Accuracy by strength of disturbance."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import (
    BLUE,
    GREY,
    hide,
    new_figure,
    percent_axis,
    to_svg,
)

if TYPE_CHECKING:
    from convscope.insight.measures.robustness import Robustness


def robustness_figure(result: "Robustness") -> str:
    """Returns one curve per disturbance; dotted: images as they are; bars: paired 95 %."""
    number = len(result.curves)
    columns = min(number, 4)
    rows = -(-number // columns)
    figure, axes = new_figure(2.3 * columns + 0.3, 2.3 * rows, rows, columns)
    hide(axes.ravel()[number:])
    for place, curve in enumerate(result.curves):
        axis = axes.ravel()[place]
        axis.axhline(result.accuracy, color=GREY, linewidth=0.9, linestyle=":")
        axis.errorbar(
            curve.strengths,
            curve.accuracies,
            np.abs(curve.intervals - curve.accuracies[:, None]).T,
            color=BLUE,
            marker="o",
            markersize=3.5,
            linewidth=1.4,
            elinewidth=0.9,
            capsize=2,
        )
        percent_axis(axis, "")
        axis.set_title(curve.title, loc="left", fontsize=10)
        axis.set_xlabel(curve.unit)
        if place % columns:
            axis.set_yticklabels([])
        else:
            axis.set_ylabel("right")
    return to_svg(figure)
