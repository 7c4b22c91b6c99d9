"""Images side by side with a line or two under each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from convscope.arrays import Images
from convscope.charts.canvas import VERMILION, hide, new_figure, show_image, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.mistakes import JudgedImage

INK = "#222222"


def image_grid(
    images: Images, titles: Sequence[str], colors: Sequence[str] | None = None, columns: int = 8
) -> str:
    """Returns images in rows with a title over each.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        titles: One per image; may have two lines.
        colors: Of the titles; None for black.
        columns: Images in a row.
    """
    number = max(len(images), 1)
    columns = min(columns, number)
    rows = -(-number // columns)
    lines = max((title.count("\n") + 1 if title else 0 for title in titles), default=0)
    figure, axes = new_figure(1.05 * columns, (0.95 + 0.17 * lines) * rows, rows, columns)
    hide(axes.ravel())
    for place, (image, title) in enumerate(zip(images, titles, strict=True)):
        axis = axes.ravel()[place]
        show_image(axis, image)
        axis.set_title(title, fontsize=7, color=colors[place] if colors else INK)
    return to_svg(figure)


def judged_grid(judged: "Sequence[JudgedImage]", images: Images, columns: int = 8) -> str:
    """Returns judged images: the verdict with its probability, and the label where it differs.

    Args:
        judged: Parts of what `find_mistakes` or `find_wrong_labels` returned.
        images: The images of the split that was judged.
        columns: Images in a row.
    """
    titles, colors = [], []
    for image in judged:
        is_right = image.verdict == image.label
        mark = "✓" if is_right else "✗"
        titles.append(
            f"{mark} “{image.verdict}”: {100 * image.probability:.0f} %\n"
            f"label “{image.label}”: {100 * image.label_probability:.0f} %"
        )
        colors.append(INK if is_right else VERMILION)
    chosen = images[[image.index for image in judged]]
    return image_grid(chosen, titles, colors, columns)
