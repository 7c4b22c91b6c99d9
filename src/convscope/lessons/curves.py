"""Trainings that lessons show: what `tools/record_lesson_curves.py` recorded, once each.

The pictures were those of CIFAR-10 after compression as JPEG, which is slightly lossy.
"""

import json
from pathlib import Path

CURVES_FILE = Path(__file__).parent / "cifar10_curves.json"
"""What each recipe gave after each epoch: loss and accuracy, in training and validation."""


def cifar10_curves() -> dict[str, dict[str, list[float]]]:
    """Returns the values of every epoch by the recipe's name and the value's.

    Example:
        >>> len(cifar10_curves()["plain"]["val_accuracy"])
        40
    """
    curves: dict[str, dict[str, list[float]]] = json.loads(CURVES_FILE.read_text(encoding="utf-8"))
    return curves
