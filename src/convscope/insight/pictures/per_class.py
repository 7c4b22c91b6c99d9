"""Precision and recall of every class, side by side."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import BLUE, VERMILION, key_above, new_figure, plain_axis, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.per_class import PerClass


def per_class_figure(result: "PerClass") -> str:
    """Returns precision and recall by class, the weakest F1 at the top."""
    order = sorted(result.classes, key=lambda c: -1.0 if np.isnan(c.f1) else c.f1, reverse=True)
    figure, axes = new_figure(6.0, max(1.6, 0.24 * len(order) + 0.9))
    axis = axes[0][0]
    rows = np.arange(len(order))
    precision = [c.precision for c in order]
    recall = [c.recall for c in order]
    # Apart by a little, so that equal values do not hide each other.
    axis.hlines(rows, precision, recall, color="#BBBBBB", linewidth=2, zorder=1)
    axis.scatter(precision, rows - 0.12, marker="s", color=BLUE, s=26, label="precision", zorder=2)
    axis.scatter(recall, rows + 0.12, marker="o", color=VERMILION, s=26, label="recall", zorder=2)
    axis.set_yticks(rows, [c.name for c in order])
    lowest = min((v for v in (*precision, *recall) if v == v), default=0.0)
    axis.set_xlim(float(np.floor(max(lowest - 0.02, 0) * 20) / 20) - 0.005, 1.005)
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axis.set_xlabel(f"share of {result.split} images (F1 rises downwards)")
    plain_axis(axis)
    key_above(figure)
    return to_svg(figure)
