"""The learning rate range test on a data set and a net by name."""

from pathlib import Path

from convscope.engine.training.rate_finder import RateCurve, find_rate
from convscope.errors import UnknownNameError
from convscope.files import write_atomically
from convscope.runs.plots import rate_curve
from convscope.runs.preparation import Prepared
from convscope.runs.trainers import trainer_for

PLOT_KINDS = ("svg", "png")
"""Kinds of file that a curve is written as."""


def search_rate(
    prepared: Prepared, lowest: float = 1e-6, highest: float = 10.0, num_steps: int = 300
) -> RateCurve:
    """Raises the learning rate step by step, on a fresh net and the training images.

    Validation and test images are not looked at.

    Args:
        prepared: What `prepare` returned.
        lowest: First rate.
        highest: Last rate, unless the loss bursts before.
        num_steps: Steps in all.

    Raises:
        ConvscopeError: The range is empty, the steps are too few, or the loss burst at once.
    """
    trainer = trainer_for(prepared, validates=False)
    return find_rate(trainer, lowest=lowest, highest=highest, num_steps=num_steps)


def plot_kind(path: Path) -> str:
    """Returns the kind of plot that a file's name ends in.

    Raises:
        UnknownNameError: It is none of `PLOT_KINDS`.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in PLOT_KINDS:
        raise UnknownNameError(f"kind of plot for {path}:", kind, PLOT_KINDS)
    return kind


def write_rate_plot(path: Path, curve: RateCurve) -> None:
    """Writes the curve as an SVG or PNG file, after its name; folders are made.

    Raises:
        UnknownNameError: The name ends in something else.
        ConvscopeError: The file cannot be written.
    """
    kind = plot_kind(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, rate_curve(curve, kind))
