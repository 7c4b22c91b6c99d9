"""Charts as SVG that follows the page's colours; the words on them come from the caller."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from convscope.charts.canvas import (
    BLUE,
    GREY,
    MARKERS,
    PALETTE,
    VERMILION,
    hide,
    key_above,
    new_figure,
    percent_axis,
    plain_axis,
    to_svg,
)
from convscope.charts.learning_curves import learning_curves_figure

if TYPE_CHECKING:
    from convscope.insight.measures.calibration import Calibration
    from convscope.insight.measures.embedding_map import EmbeddingMap
    from convscope.insight.measures.learning_curve import LearningCurve
    from convscope.insight.measures.robustness import Robustness

PAGE_COLORS = {
    "#000000": "currentColor",
    BLUE.lower(): "var(--blue)",
    VERMILION.lower(): "var(--vermilion)",
    GREY.lower(): "var(--grey)",
    "#ffffff": "var(--page)",
}
"""Colours of the figures as the page names them, so that they suit light and dark."""


def learning_chart(
    history: Sequence[Mapping[str, float]], best_epoch: int, words: Mapping[str, str]
) -> Markup:
    """Returns loss and accuracy (and AUC, if measured) by epoch.

    Args:
        history: A row per epoch.
        best_epoch: The epoch that was kept, from 1.
        words: `training`, `validation`, `epoch`, `kept`, and a title per value.
    """
    return inline(learning_curves_figure(history, best_epoch, words), "learning")


def robustness_chart(result: "Robustness", words: Mapping[str, str]) -> Markup:
    """Returns accuracy by strength, a panel per disturbance.

    Args:
        result: What was measured.
        words: The title of each disturbance, and `unit.<name>`.
    """
    columns = min(len(result.curves), 4)
    rows = -(-len(result.curves) // columns)
    figure, axes = new_figure(2.15 * columns, 2.25 * rows, rows, columns)
    hide(axes.ravel()[len(result.curves) :])
    for axis, curve in zip(axes.ravel(), result.curves, strict=False):
        axis.axhline(result.accuracy, color=GREY, linewidth=1, linestyle=":")
        errors = np.abs(curve.intervals - curve.accuracies[:, None]).T
        style = {"color": BLUE, "markersize": 3.5, "linewidth": 1.3, "elinewidth": 0.9}
        axis.errorbar(curve.strengths, curve.accuracies, errors, fmt="o-", **style)
        percent_axis(axis, "")
        axis.set_title(words[curve.name], loc="left")
        axis.set_xlabel(words[f"unit.{curve.name}"])
    return inline(figure, "robustness")


def reliability_chart(result: "Calibration", words: Mapping[str, str]) -> Markup:
    """Returns accuracy by confidence, before and after temperature scaling.

    Args:
        result: What was measured.
        words: `before`, `after`, `confidence`, `accuracy`, `ideal`.
    """
    figure, axes = new_figure(7.2, 3.3, 1, 2)
    panels = (
        (axes[0][0], result.before, VERMILION, "s", "before"),
        (axes[0][1], result.after, BLUE, "o", "after"),
    )
    for axis, reliability, color, marker, name in panels:
        percent_axis(axis, words["accuracy"] if name == "before" else "")
        axis.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--", label=words["ideal"])
        bins = [found for found in reliability.bins if found.num_images >= 5]
        confidence = [found.confidence for found in bins]
        accuracy = [found.accuracy for found in bins]
        errors = [2 * (b.accuracy * (1 - b.accuracy) / b.num_images) ** 0.5 for b in bins]
        axis.errorbar(confidence, accuracy, errors, color=color, linewidth=1, elinewidth=0.9)
        sizes = [14 + 90 * found.num_images / result.num_images for found in bins]
        axis.scatter(confidence, accuracy, s=sizes, color=color, marker=marker, zorder=3)
        axis.set_xlim(-0.02, 1.06)
        axis.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axis.set_xlabel(words["confidence"])
        axis.set_title(words[name], loc="left")
    key_above(figure)
    return inline(figure, "reliability")


def map_chart(result: "EmbeddingMap") -> Markup:
    """Returns the map: a colour and a marker per class, its name at its middle, mistakes ringed."""
    figure, axes = new_figure(6.6, 5.4)
    axis = axes[0][0]
    for index, name in enumerate(result.class_names):
        members = result.points[result.labels == index]
        if not len(members):
            continue
        color = PALETTE[index % len(PALETTE)]
        # Markers go on where the colours begin anew, so that no two classes look alike.
        marker = MARKERS[(index + index // len(PALETTE)) % len(MARKERS)]
        axis.scatter(*members.T, s=13, color=color, marker=marker, alpha=0.8, linewidths=0)
        text = {"ha": "center", "va": "center", "fontsize": 11, "fontweight": "bold"}
        box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.85, "linewidth": 0}
        axis.text(*np.median(members, 0), name, color="black", bbox=box, zorder=5, **text)
    wrong = result.points[result.labels != result.predicted]
    axis.scatter(*wrong.T, s=60, facecolors="none", edgecolors="black", linewidths=0.9)
    axis.set_axis_off()
    return inline(figure, "map")


def images_chart(result: "LearningCurve", words: Mapping[str, str]) -> Markup:
    """Returns accuracy by number of training images.

    Args:
        result: What was measured.
        words: `training`, `validation`, `images`.
    """
    figure, axes = new_figure(5.0, 3.0)
    axis = axes[0][0]
    numbers = [training.num_train for training in result.trainings]
    validation = [training.accuracy for training in result.trainings]
    errors = [2 * (p * (1 - p) / result.num_validation) ** 0.5 for p in validation]
    train = [training.train_accuracy for training in result.trainings]
    axis.plot(numbers, train, "o-", color=BLUE, markersize=4, label=words["training"])
    style = {"color": VERMILION, "markersize": 4, "elinewidth": 0.9}
    axis.errorbar(numbers, validation, errors, fmt="s--", label=words["validation"], **style)
    axis.set_xscale("log")
    axis.set_xticks(numbers, [f"{number:,}" for number in numbers])
    axis.minorticks_off()
    axis.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axis.set_xlabel(words["images"])
    plain_axis(axis)
    key_above(figure)
    return inline(figure, "images")


def inline(figure: Any, name: str) -> Markup:
    """Returns a figure as SVG within HTML: no background, the page's colours, names of its own.

    Args:
        figure: A matplotlib figure.
        name: Unique in the page.
    """
    figure.patch.set_alpha(0)
    for axis in figure.axes:
        axis.patch.set_alpha(0)
    text = to_svg(figure)
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    for color, own in PAGE_COLORS.items():
        text = re.sub(color, own, text, flags=re.IGNORECASE)
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in used else "", text)
    for key in used:
        text = re.sub(rf'(id="|#){re.escape(key)}(?=["\)])', rf"\g<1>{name}-{key}", text)
    return Markup(text)
