"""Images that excite most, side by side."""

from typing import TYPE_CHECKING

from convscope.charts.canvas import hide, new_figure, show_image, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.maximisation import Maximised


def maximised_figure(result: "Maximised") -> str:
    """Returns the images with what they excite, and the output before and after the search."""
    number = len(result.images)
    columns = min(number, 6)
    rows = -(-number // columns)
    figure, axes = new_figure(1.3 * columns, 1.65 * rows, rows, columns)
    hide(axes.ravel())
    for axis, image, name, before, after in zip(
        axes.ravel(), result.images, result.names, result.before, result.after, strict=False
    ):
        show_image(axis, image, 0.0, 1.0)
        axis.set_title(f"{name}\n{before:.2g} → {after:.2g}", fontsize=8)
    return to_svg(figure)
