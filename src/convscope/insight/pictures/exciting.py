"""The images that excite filters, with what the neuron sees."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import VERMILION, hide, new_figure, show_image, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.exciting import Exciting


def exciting_figure(result: "Exciting") -> str:
    """Returns a row per filter: images with a frame around what was seen, then what was seen."""
    from matplotlib.patches import Rectangle

    shown = [found for found in result.filters if len(found.indices)]
    most = max((len(found.indices) for found in shown), default=1)
    rows = max(len(shown), 1)
    figure, axes = new_figure(0.78 * 2 * most + 0.5, 0.86 * rows + 0.4, rows, 2 * most)
    hide(axes.ravel())
    for row, found in enumerate(shown):
        for column, image in enumerate(found.images):
            top, bottom, left, right = found.windows[column]
            axis = axes[row][column]
            show_image(axis, image)
            corner = (left - 0.5, top - 0.5)
            frame = Rectangle(
                corner, right - left, bottom - top, fill=False, edgecolor=VERMILION, linewidth=1.2
            )
            axis.add_patch(frame)
            crop = image[top:bottom, left:right].astype(np.float32)
            show_image(axes[row][most + column], crop)
        axes[row][0].text(
            -0.15,
            0.5,
            f"filter {found.filter}",
            rotation=90,
            ha="right",
            va="center",
            transform=axes[row][0].transAxes,
            fontsize=8,
        )
    if shown:
        axes[0][0].set_title("image", loc="left", fontsize=9)
        axes[0][most].set_title("what the neuron sees", loc="left", fontsize=9)
    return to_svg(figure)
