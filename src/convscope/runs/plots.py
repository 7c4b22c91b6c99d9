"""The plots of a run as SVG text. Colours are safe for colour-blind readers."""

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.arrays import Images
from convscope.engine.rate_finder import RateCurve
from convscope.runs.results import Verdicts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TRAIN_COLOR, VALIDATION_COLOR = "#0072B2", "#D55E00"
"""Blue and vermilion. Source: Okabe, Ito, "Color Universal Design", 2008."""

WRONG_COLOR = "#D55E00"


def learning_curves(history: list[dict[str, Any]], best_epoch: int) -> str:
    """Returns loss, accuracy, and AUC where it was measured, by epoch."""
    values = [v for v in ("loss", "accuracy", "auc") if f"val_{v}" in history[0]]
    figure, axes = _figure(4.2 * len(values), 3.2, 1, len(values))
    # A time budget may end within an epoch: its point lies where the training stood.
    epochs = [row["epoch"] - 1 + row.get("epoch_share", 1.0) for row in history]
    for axis, value in zip(axes[0], values, strict=True):
        if value in history[0]:
            train = [row[value] for row in history]
            axis.plot(epochs, train, "o-", color=TRAIN_COLOR, markersize=3, label="train")
        validation = [row[f"val_{value}"] for row in history]
        style = {"color": VALIDATION_COLOR, "markersize": 3, "label": "validation"}
        axis.plot(epochs, validation, "s--", **style)
        axis.axvline(epochs[best_epoch - 1], color="#999999", linewidth=1, linestyle=":")
        axis.set_xlabel("epoch (dotted: the one that was kept)")
        axis.set_title("AUC" if value == "auc" else value, loc="left")
        axis.locator_params(axis="x", integer=True)
        axis.grid(alpha=0.25)
    axes[0][0].legend(frameon=False)
    return _to_svg(figure)


def confusion_matrix(verdicts: Verdicts) -> str:
    """Returns the confusion matrix; each row's shade is a share of that class's images."""
    counts = verdicts.confusion
    names = verdicts.class_names
    size = min(1.8 + 0.5 * len(names), 14.0)
    figure, axes = _figure(size, size, 1, 1)
    axis = axes[0][0]
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    if len(names) <= 30:
        for row, column in np.argwhere(counts):
            color = "white" if shares[row, column] > 0.5 else "#333333"
            text = str(counts[row, column])
            axis.text(column, row, text, ha="center", va="center", color=color, fontsize=8)
    axis.set_xticks(range(len(names)), names, rotation=90 if max(map(len, names)) > 2 else 0)
    axis.set_yticks(range(len(names)), names)
    axis.set_xlabel("verdict")
    axis.set_ylabel("right class")
    return _to_svg(figure)


def verdict_grid(verdicts: Verdicts, images: Images, rows: int = 4, columns: int = 8) -> str:
    """Returns test images with their verdicts: wrong ones first, then evenly spaced right ones."""
    is_wrong = verdicts.predicted != verdicts.labels
    wrong = np.flatnonzero(is_wrong)[: rows * columns // 2]
    right = np.flatnonzero(~is_wrong)
    number = min(rows * columns - len(wrong), len(right))
    spread = right[np.linspace(0, len(right) - 1, number).astype(int)] if number else right[:0]
    # One pair of axes for all: laying out a pair for each image takes a second.
    figure, axes = _figure(columns * 1.1, rows * 1.35, 1, 1)
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
        color = WRONG_COLOR if is_wrong[index] else "#222222"
        axis.text(middle, bottom - height - 0.06, title, color=color, fontsize=7, ha="center")
    axis.set(xlim=(0, columns), ylim=(1.25 * rows, 0))
    axis.axis("off")
    return _to_svg(figure)


def rate_curve(curve: RateCurve, kind: str) -> bytes:
    """Returns the loss by learning rate, with the suggested rate, as an SVG or PNG file.

    Args:
        curve: The curve.
        kind: `svg` or `png`.
    """
    figure, axes = _figure(6.0, 3.6, 1, 1)
    axis = axes[0][0]
    axis.semilogx(curve.rates, curve.losses, color="#bbbbbb", linewidth=0.8, label="each batch")
    axis.semilogx(curve.rates, curve.smoothed, color=TRAIN_COLOR, label="smoothed")
    label = f"suggested: {curve.suggested:g}"
    axis.axvline(curve.suggested, color=VALIDATION_COLOR, linestyle="--", label=label)
    axis.axvline(curve.best, color="#999999", linestyle=":", label=f"smallest: {curve.best:.2g}")
    axis.set_ylim(0, 1.5 * float(curve.smoothed[: len(curve.smoothed) // 2].max()))
    axis.set_xlabel("learning rate")
    axis.set_title("loss on the training images", loc="left")
    axis.grid(alpha=0.25)
    axis.legend(frameon=False)
    if kind == "svg":
        return _to_svg(figure).encode()
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=150)
    return content.getvalue()


def _figure(width: float, height: float, rows: int, columns: int) -> "tuple[Figure, Any]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def _to_svg(figure: "Figure") -> str:
    """Returns the SVG text; letters stay letters, so that the reader's fonts show them."""
    from matplotlib import rc_context

    text = io.StringIO()
    with (
        rc_context({"svg.fonttype": "none", "svg.hashsalt": "convscope"}),
        warnings.catch_warnings(),
    ):
        # Measuring hiragana needs a font that may be absent here; the reader's browser has one.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()
