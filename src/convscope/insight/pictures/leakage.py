"""Near-duplicates, pair by pair."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.arrays import Images
from convscope.charts.canvas import (
    hide,
    new_figure,
    show_image,
    to_svg,
)

if TYPE_CHECKING:
    from convscope.insight.measures.leakage import Leakage


def pairs_figure(
    result: "Leakage",
    train: Images,
    test: Images,
    validation: Images | None = None,
    most: int = 8,
) -> str:
    """Returns pairs from the most alike to the least: test image above, the one seen below.

    Args:
        result: What `find_leakage` found.
        train: uint8 (number, height, width, channels), the training images.
        test: The test images.
        validation: The validation images, if they were looked at.
        most: Pairs shown.
    """
    places = np.linspace(0, max(len(result.pairs) - 1, 0), min(most, len(result.pairs)))
    shown = [result.pairs[int(place)] for place in places]
    columns = max(len(shown), 1)
    figure, axes = new_figure(1.1 * columns + 0.5, 2.7, 2, columns)
    hide(axes.ravel())
    for column, pair in enumerate(shown):
        show_image(axes[0][column], test[pair.test])
        seen = train if pair.split == "train" or validation is None else validation
        show_image(axes[1][column], seen[pair.other])
        axes[0][column].set_title(f"{100 * pair.difference:.1f} %\n{pair.kind}", fontsize=8)
    for row, name in enumerate(("test", "seen")):
        axis = axes[row][0]
        place = {"ha": "right", "va": "center", "rotation": 90, "transform": axis.transAxes}
        axis.text(-0.06, 0.5, name, **place)
    return to_svg(figure)
