"""Accuracy by number of training images, and with and without augmentation."""

from typing import TYPE_CHECKING

from convscope.charts.canvas import BLUE, VERMILION, key_above, new_figure, plain_axis, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.ablation import Ablation
    from convscope.insight.measures.learning_curve import LearningCurve


def learning_curve_figure(result: "LearningCurve") -> str:
    """Returns accuracy on training and validation images by number of training images."""
    figure, axes = new_figure(5.0, 3.2)
    axis = axes[0][0]
    numbers = [training.num_train for training in result.trainings]
    validation = [training.accuracy for training in result.trainings]
    errors = [(p * (1 - p) / result.num_validation) ** 0.5 for p in validation]
    train = [training.train_accuracy for training in result.trainings]
    axis.plot(numbers, train, "o-", color=BLUE, markersize=4, label="training images")
    style = {"color": VERMILION, "markersize": 4, "capsize": 2, "elinewidth": 0.9}
    axis.errorbar(numbers, validation, errors, fmt="s--", label="validation images", **style)
    axis.set_xscale("log")
    axis.set_xticks(numbers, [f"{number:,}" for number in numbers])
    axis.minorticks_off()
    axis.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axis.set_xlabel("training images")
    axis.set_ylabel("right")
    plain_axis(axis)
    key_above(figure)
    return to_svg(figure)


def ablation_figure(result: "Ablation") -> str:
    """Returns validation accuracy with and without augmentation, with standard errors."""
    figure, axes = new_figure(5.0, 1.6)
    axis = axes[0][0]
    trainings = (result.without, result.with_augmentation)
    names = ("without", f"with “{result.augmentation}”")
    for row, (training, name, color) in enumerate(
        zip(trainings, names, (BLUE, VERMILION), strict=True)
    ):
        share = training.accuracy
        error = (share * (1 - share) / result.num_validation) ** 0.5
        marker = "o" if row == 0 else "s"
        axis.errorbar(share, row, xerr=error, fmt=marker, color=color, capsize=3)
        axis.text(share, row + 0.18, f"{name}: {100 * share:.2f} %", ha="center", fontsize=8)
    axis.set_ylim(-0.5, 1.6)
    axis.set_yticks([])
    axis.margins(x=0.35)
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axis.set_xlabel(f"right, of {result.num_validation:,} validation images")
    plain_axis(axis)
    return to_svg(figure)
