"""Loss, accuracy and AUC by epoch."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from convscope.charts.canvas import BLUE, GREY, VERMILION, key_above, new_figure, plain_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENGLISH = {
    "training": "training",
    "validation": "validation",
    "epoch": "epoch",
    "kept": "the one that was kept",
    "loss": "loss",
    "accuracy": "accuracy",
    "auc": "AUC",
}
"""The words on the curves; reports have them in other languages as well."""


def learning_curves_figure(
    history: Sequence[Mapping[str, float]], best_epoch: int, words: Mapping[str, str] = ENGLISH
) -> "Figure":
    """Returns loss and accuracy (and AUC, if measured) by epoch, for training and validation.

    Args:
        history: A row per epoch: `epoch` from 1, `loss`, `accuracy`, `val_loss`, …
        best_epoch: The epoch that was kept, from 1.
        words: What `ENGLISH` holds, in the reader's language.
    """
    values = [v for v in ("loss", "accuracy", "auc") if f"val_{v}" in history[0]]
    figure, axes = new_figure(3.7 * len(values), 2.9, 1, len(values))
    # A time budget may end within an epoch: its point lies where the training stood.
    epochs = [row["epoch"] - 1 + row.get("epoch_share", 1.0) for row in history]
    for axis, value in zip(axes[0], values, strict=True):
        if value in history[0]:
            train = [row[value] for row in history]
            style = {"color": BLUE, "markersize": 3.5, "label": words["training"]}
            axis.plot(epochs, train, "o-", **style)
        validation = [row[f"val_{value}"] for row in history]
        style = {"color": VERMILION, "markersize": 3.5, "label": words["validation"]}
        axis.plot(epochs, validation, "s--", **style)
        axis.axvline(
            epochs[best_epoch - 1], color=GREY, linewidth=1, linestyle=":", label=words["kept"]
        )
        axis.set_xlabel(words["epoch"])
        axis.set_title(words[value], loc="left")
        axis.locator_params(axis="x", integer=True)
        if value == "accuracy":
            axis.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.4g} %")
        plain_axis(axis)
    key_above(figure)
    return figure
