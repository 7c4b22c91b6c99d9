"""The plots of a run as SVG text. Colours are safe for colour-blind readers."""

import io
from typing import Any

import numpy as np

from convscope.arrays import Images
from convscope.charts.canvas import BLUE, VERMILION, key_above, new_figure, to_svg
from convscope.charts.confusion_matrix import confusion_matrix_figure
from convscope.charts.learning_curves import learning_curves_figure
from convscope.engine.training.rate_finder import RateCurve
from convscope.runs.results import Verdicts


def learning_curves(history: list[dict[str, Any]], best_epoch: int) -> str:
    """Returns loss, accuracy, and AUC where it was measured, by epoch."""
    return to_svg(learning_curves_figure(history, best_epoch))


def confusion_matrix(verdicts: Verdicts) -> str:
    """Returns the confusion matrix of the test images; each row's shades are shares of a class."""
    return to_svg(confusion_matrix_figure(verdicts.confusion, verdicts.class_names, "test"))


def verdict_grid(verdicts: Verdicts, images: Images, rows: int = 4, columns: int = 8) -> str:
    """Returns test images with their verdicts: wrong ones first, then evenly spaced right ones.

    Args:
        verdicts: The verdicts.
        images: The test images, in the same order.
        rows: Rows of the grid.
        columns: Images in a row. Wrong ones fill half of the grid at most.

    Returns:
        SVG.
    """
    is_wrong = verdicts.predicted != verdicts.labels
    wrong = np.flatnonzero(is_wrong)[: rows * columns // 2]
    right = np.flatnonzero(~is_wrong)
    number = min(rows * columns - len(wrong), len(right))
    spread = right[np.linspace(0, len(right) - 1, number).astype(int)] if number else right[:0]
    # One pair of axes for all: laying out a pair for each image takes a second.
    figure, axes = new_figure(columns * 1.1, rows * 1.35, 1, 1)
    axis = axes[0][0]
    for position, index in enumerate([*wrong, *spread]):
        row, column = divmod(position, columns)
        image, middle, bottom = images[index], column + 0.5, 1.25 * row + 1.25
        height, width = 0.95 * np.array(image.shape[:2]) / max(image.shape[:2])
        place = (middle - width / 2, middle + width / 2, bottom, bottom - height)
        gray = "gray_r" if image.shape[-1] == 1 else None
        axis.imshow(
            image[..., 0] if image.shape[-1] == 1 else image,
            cmap=gray,
            vmin=0,
            vmax=255,
            extent=place,
        )
        verdict = verdicts.class_names[verdicts.predicted[index]]
        title = f"✗ {verdict}, not {verdicts.class_names[verdicts.labels[index]]}"
        title = title if is_wrong[index] else f"✓ {verdict}"
        color = VERMILION if is_wrong[index] else "#222222"
        axis.text(middle, bottom - height - 0.06, title, color=color, fontsize=7, ha="center")
    axis.set(xlim=(0, columns), ylim=(1.25 * rows, 0))
    axis.axis("off")
    return to_svg(figure)


def rate_curve(curve: RateCurve, kind: str) -> bytes:
    """Returns the loss by learning rate, with the suggested rate, as an SVG or PNG file.

    Args:
        curve: The curve.
        kind: `svg` or `png`.
    """
    figure, axes = new_figure(6.0, 3.6, 1, 1)
    axis = axes[0][0]
    axis.semilogx(curve.rates, curve.losses, color="#bbbbbb", linewidth=0.8, label="each batch")
    axis.semilogx(curve.rates, curve.smoothed, color=BLUE, label="smoothed")
    label = f"suggested: {curve.suggested:g}"
    axis.axvline(curve.suggested, color=VERMILION, linestyle="--", label=label)
    axis.axvline(curve.best, color="#999999", linestyle=":", label=f"smallest: {curve.best:.2g}")
    axis.set_ylim(0, 1.5 * float(curve.smoothed[: len(curve.smoothed) // 2].max()))
    axis.set_xlabel("learning rate")
    axis.set_title("loss on the training images", loc="left")
    axis.grid(alpha=0.25)
    key_above(figure, 2)
    if kind == "svg":
        return to_svg(figure).encode()
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=150)
    return content.getvalue()
