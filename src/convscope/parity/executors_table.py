"""One model, computed by everything that can: how far apart the answers lie."""

from dataclasses import dataclass

import numpy as np

from convscope.architecture import Architecture
from convscope.arithmetic import preprocess
from convscope.arithmetic.targets import class_probabilities
from convscope.arrays import Activations, Images, Probabilities
from convscope.errors import ConvscopeError
from convscope.interchange.executors import EXECUTORS
from convscope.model_file import Model

REFERENCE = "engine"
"""Whom the others are compared with."""

TOLERANCE = 1e-5
"""Up to here probabilities are the same."""

_BATCH = 64


@dataclass(frozen=True)
class Compared:
    """One way to compute a model.

    Attributes:
        executor: Its name.
        largest: Largest difference of a probability from the engine's; None where it did not run.
        num_same: Images with the engine's class.
        refused: Why it did not run; empty where it did.
    """

    executor: str
    largest: float | None
    num_same: int
    refused: str = ""

    @property
    def agrees(self) -> bool:
        """Whether it gives the engine's probabilities; who did not run contradicts nobody."""
        return self.largest is None or self.largest <= TOLERANCE


def compare_executors(
    model: Model, images: Images, promised: Probabilities | None = None
) -> list[Compared]:
    """Returns how far every executor's answers lie from the engine's, the engine's own first.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), in the shape of its input.
        promised: float32 (number, outputs), answers that the model's file promises for `images`;
            None where it has none.
    """
    net = model.architecture
    reference = class_probabilities(net, _outputs(model, images, REFERENCE))
    rows = [Compared(REFERENCE, 0.0, len(images))]
    for name in EXECUTORS:
        if name != REFERENCE:
            try:
                outputs = _outputs(model, images, name)
            except ConvscopeError as error:
                rows.append(Compared(name, None, 0, str(error)))
                continue
            rows.append(_compared(name, net, outputs, reference))
    if promised is not None:
        rows.append(_compared("self-test in the file", net, promised, reference))
    return rows


def _compared(
    name: str, net: Architecture, outputs: Activations, reference: Probabilities
) -> Compared:
    if not np.isfinite(outputs).all():
        return Compared(name, float("inf"), 0)
    found = class_probabilities(net, outputs)
    largest = float(np.abs(found - reference).max())
    num_same = int((found.argmax(axis=1) == reference.argmax(axis=1)).sum())
    return Compared(name, largest, num_same)


def _outputs(model: Model, images: Images, executor: str) -> Activations:
    inputs = preprocess(images, model.architecture)
    outputs = [
        EXECUTORS[executor](model, inputs[start : start + _BATCH])
        for start in range(0, len(inputs), _BATCH)
    ]
    return np.concatenate(outputs)
