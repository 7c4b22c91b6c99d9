"""Reliability curves: confidence against accuracy."""

from typing import TYPE_CHECKING, Any

from convscope.charts.canvas import (
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    percent_axis,
    to_svg,
)

if TYPE_CHECKING:
    from convscope.insight.measures.calibration import Calibration, Reliability


def calibration_figure(result: "Calibration") -> str:
    """Returns the reliability curves before and after temperature scaling."""
    figure, axes = new_figure(7.2, 3.6, 1, 2)
    after = f"at temperature {result.temperature:.2f}"
    _curve(axes[0][0], result.before, VERMILION, "as the net gives them", result.num_images)
    _curve(axes[0][1], result.after, BLUE, after, result.num_images)
    axes[0][0].set_ylabel(f"right, of {result.measured_on} images")
    axes[0][1].set_ylabel("")
    return to_svg(figure)


def _curve(axis: Any, reliability: "Reliability", color: str, title: str, total: int) -> None:
    percent_axis(axis, "")
    axis.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--", label="ideal")
    bins = reliability.bins
    confidence = [b.confidence for b in bins]
    accuracy = [b.accuracy for b in bins]
    errors = [(b.accuracy * (1 - b.accuracy) / b.num_images) ** 0.5 for b in bins]
    sizes = [12 + 120 * b.num_images / total for b in bins]
    axis.errorbar(confidence, accuracy, errors, color=color, linewidth=1, elinewidth=0.8)
    axis.scatter(confidence, accuracy, s=sizes, color=color, zorder=3)
    axis.set_xlim(-0.02, 1.05)
    axis.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axis.set_xlabel("confidence (larger dots: more images)")
    title = f"{title}\nexpected calibration error {100 * reliability.error:.2f} %"
    axis.set_title(title, loc="left", fontsize=9)
    axis.text(0.62, 0.5, "too sure", fontsize=8, color=GREY, rotation=0)
    axis.text(0.16, 0.72, "not sure enough", fontsize=8, color=GREY)
