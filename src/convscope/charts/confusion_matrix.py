"""The confusion matrix."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.charts.canvas import new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_NUMBERS = 30
"""Classes up to which every cell shows its count."""


def confusion_matrix_figure(
    counts: NDArray[Any], class_names: Sequence[str], split: str
) -> "Figure":
    """Returns the matrix: right verdicts in grey, mistakes in vermilion, darker for more.

    The two scales differ, so that rare mistakes of a good net can still be seen.

    Args:
        counts: int64 (classes, classes): row is the right class, column the verdict.
        class_names: One name per class.
        split: Whose images were counted: `test`, `validation`, …
    """
    from matplotlib.colors import LinearSegmentedColormap

    number = len(class_names)
    size = float(np.clip(1.6 + 0.42 * number, 3.0, 12.0))
    figure, axes = new_figure(size, size)
    axis = axes[0][0]
    is_right = np.eye(number, dtype=bool)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    largest = max(float(shares[~is_right].max(initial=0.0)), 1e-9)
    greys = LinearSegmentedColormap.from_list("right", ["#FFFFFF", "#8C8C8C"])
    heat = LinearSegmentedColormap.from_list("wrong", ["#FFFFFF", "#F2A56F", "#D55E00"])
    axis.imshow(np.where(is_right, shares, np.nan), cmap=greys, vmin=0, vmax=1)
    axis.imshow(np.where(is_right, np.nan, shares), cmap=heat, vmin=0, vmax=largest)
    if number <= MOST_NUMBERS:
        for row, column in np.argwhere(counts):
            text = f"{counts[row, column]:,}"
            axis.text(column, row, text, ha="center", va="center", fontsize=7.5)
    is_long = max(map(len, class_names)) > 2
    step = 1 if number <= MOST_NUMBERS else -(-number // MOST_NUMBERS)
    ticks = range(0, number, step)
    axis.set_xticks(ticks, [class_names[i] for i in ticks], rotation=90 if is_long else 0)
    axis.set_yticks(ticks, [class_names[i] for i in ticks])
    axis.set_xticks(np.arange(number - 1) + 0.5, minor=True)
    axis.set_yticks(np.arange(number - 1) + 0.5, minor=True)
    axis.grid(which="minor", color="#EEEEEE", linewidth=0.6)
    axis.tick_params(which="both", length=0)
    axis.set_xlabel(f"verdict ({split} images)")
    axis.set_ylabel("right class")
    axis.spines[:].set_visible(False)
    return figure
