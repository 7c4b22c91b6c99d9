"""The confusion matrix, and the images behind its cells."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.insight.figures.canvas import hide, new_figure, show_image, to_svg

if TYPE_CHECKING:
    from convscope.insight.confusion import Confusion

MOST_NUMBERS = 30
"""Classes up to which every cell shows its count."""


def confusion_figure(result: "Confusion") -> str:
    """Returns the matrix: right verdicts in grey, mistakes in vermilion, darker for more.

    The two scales differ, so that rare mistakes of a good net can still be seen.
    """
    from matplotlib.colors import LinearSegmentedColormap

    counts, names = result.counts, result.class_names
    number = len(names)
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
    is_long = max(map(len, names)) > 2
    step = 1 if number <= MOST_NUMBERS else -(-number // MOST_NUMBERS)
    ticks = range(0, number, step)
    axis.set_xticks(ticks, [names[i] for i in ticks], rotation=90 if is_long else 0)
    axis.set_yticks(ticks, [names[i] for i in ticks])
    axis.set_xticks(np.arange(number - 1) + 0.5, minor=True)
    axis.set_yticks(np.arange(number - 1) + 0.5, minor=True)
    axis.grid(which="minor", color="#EEEEEE", linewidth=0.6)
    axis.tick_params(which="both", length=0)
    axis.set_xlabel("verdict")
    axis.set_ylabel("right class")
    axis.spines[:].set_visible(False)
    return to_svg(figure)


def pairs_figure(result: "Confusion", images: Images, pairs: int = 6, most: int = 8) -> str:
    """Returns a row per confused pair, the most frequent first: its most confident mistakes.

    Args:
        result: What `count_confusion` returned.
        images: The images of the split that was judged.
        pairs: Rows.
        most: Images in a row.
    """
    shown = result.pairs[:pairs]
    rows = max(len(shown), 1)
    figure, axes = new_figure(0.85 * most + 1.6, 0.9 * rows + 0.1, rows, most)
    hide(axes.ravel())
    for row, pair in enumerate(shown):
        for axis, index in zip(axes[row], pair.indices, strict=False):
            show_image(axis, images[index])
        names = result.class_names
        text = f"{names[pair.right]} → {names[pair.verdict]}\n{pair.count}× · {pair.share:.1%}"
        _label(axes[row][0], text)
    return to_svg(figure)


def cell_figure(indices: NDArray[np.int64], images: Images, most: int = 24) -> str:
    """Returns the images behind one cell, the most confident verdict first."""
    from convscope.insight.figures.images import image_grid

    shown = indices[:most]
    return image_grid(images[shown], [""] * len(shown))


def _label(axis, text: str) -> None:  # noqa: ANN001  (matplotlib's Axes)
    place = {"ha": "right", "va": "center", "fontsize": 8, "transform": axis.transAxes}
    axis.text(-0.08, 0.5, text, **place)
