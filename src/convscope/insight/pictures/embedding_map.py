"""The map of embeddings: a colour and a marker per class, rings around mistakes."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import MARKERS, PALETTE, new_figure, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.embedding_map import EmbeddingMap


def embedding_figure(result: "EmbeddingMap") -> str:
    """Returns the map; a class is told by colour and marker, its name stands at its middle."""
    figure, axes = new_figure(6.4, 5.6)
    axis = axes[0][0]
    for index, name in enumerate(result.class_names):
        members = result.labels == index
        if not members.any():
            continue
        points = result.points[members]
        color = PALETTE[index % len(PALETTE)]
        # Markers go on where the colours begin anew, so that no two classes look alike.
        marker = MARKERS[(index + index // len(PALETTE)) % len(MARKERS)]
        axis.scatter(*points.T, s=13, color=color, marker=marker, alpha=0.75, linewidths=0)
        middle = np.median(points, 0)
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "alpha": 0.85, "linewidth": 0}
        text = {"ha": "center", "va": "center", "fontsize": 11, "fontweight": "bold"}
        axis.text(*middle, name, color=color, bbox=box, zorder=5, **text)
    wrong = result.points[result.labels != result.predicted]
    axis.scatter(*wrong.T, s=60, facecolors="none", edgecolors="#222222", linewidths=0.9)
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines[:].set_color("#CCCCCC")
    title = f"{len(result.points):,} {result.split} images, ringed: judged wrong ({len(wrong)})"
    axis.set_title(title, loc="left", fontsize=9)
    return to_svg(figure)
