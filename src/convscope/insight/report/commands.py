"""Commands to type, written out so that they repeat a run with one thing changed."""

import shlex
from typing import Any

from convscope.runs import commands
from convscope.runs.record import RunRecord

ALWAYS = ("net", "recipe")
"""Options that are named even where they have their defaults: defaults may change."""

NEVER = ("device", "seed")
"""Settings that say nothing about what is learned."""


def train_command(record: RunRecord, **changes: Any) -> str:
    """Returns the command that repeats a training.

    Args:
        record: The run.
        **changes: Settings by name that are to differ.

    Example:
        `convscope train fruits/ --net photos --recipe fast --augment photos`
    """
    settings = {**record.settings, **changes}
    if changes.get("epochs"):
        settings["budget"] = None  # either says how long to train
    return commands.train_command(settings, ALWAYS, NEVER)


def report_command(run: object, *options: str) -> str:
    """Returns the command that writes a report, with options."""
    return shlex.join(["convscope", "report", str(run), *options])


def predict_command(run: object) -> str:
    """Returns the command that judges images of one's own."""
    return f"{shlex.join(['convscope', 'predict', str(run)])} IMAGE"


def explain_command(run: object, data: str, index: int) -> str:
    """Returns the command that opens the numbers behind the verdict on a test image.

    Args:
        run: The run's folder.
        data: The data set, as it was named for the training.
        index: Place of the image among the test images, from 0.
    """
    return shlex.join(["convscope", "explain", str(run), f"{data}:{index}"])
