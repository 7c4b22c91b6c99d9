"""The confusion matrix, and the images behind its cells."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.charts.canvas import hide, new_figure, show_image, to_svg
from convscope.charts.confusion_matrix import confusion_matrix_figure

if TYPE_CHECKING:
    from convscope.insight.measures.confusion import Confusion


def confusion_figure(result: "Confusion") -> str:
    """Returns the matrix, which says its split and which axis is the truth."""
    return to_svg(confusion_matrix_figure(result.counts, result.class_names, result.split))


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
    """Returns the images behind one cell, the most confident verdict first.

    Args:
        indices: Places in the split, int64 (number,), as `Confusion.cells` has them.
        images: The images of the split that was judged.
        most: Images shown; the rest is left out.

    Returns:
        SVG.
    """
    from convscope.insight.pictures.images import image_grid

    shown = indices[:most]
    return image_grid(images[shown], [""] * len(shown))


def _label(axis, text: str) -> None:  # noqa: ANN001  (matplotlib's Axes)
    place = {"ha": "right", "va": "center", "fontsize": 8, "transform": axis.transAxes}
    axis.text(-0.08, 0.5, text, **place)
