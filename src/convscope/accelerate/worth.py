"""Whether a call takes longer in Keras than loading PyTorch, which our engine needs, would take."""

import math
import sys
from typing import Any

from convscope.keras_config import NotOursError, Translation

LOADING_S = 2.0
"""What loading PyTorch costs, beside a backend of Keras that is loaded."""

TRACING_S = 1.0
"""What Keras needs before the first step of a `fit`, on TensorFlow and JAX."""

BATCH_S = 2e-3
"""What Keras needs for a batch besides its arithmetic."""

MULTIPLY_ADDS_PER_S = 3e10
"""Keras' speed on two cores: a guess that decides about short calls alone."""


class Worth:
    """Adds up what Keras has taken for short calls: from some time on loading would have paid."""

    def __init__(self) -> None:
        self._left_s = 0.0

    def expect(self, name: str, net: Translation, given: dict[str, Any]) -> None:
        """Checks that PyTorch is loaded, or that loading it pays.

        Args:
            name: Of the method.
            net: The model as ours.
            given: The call's arguments.

        Raises:
            NotOursError: Keras is done sooner.
        """
        if "torch" in sys.modules:
            return
        self._left_s += expected_seconds(name, net, given)
        if self._left_s < LOADING_S:
            raise NotOursError(
                "it is done before PyTorch would be loaded.", "Expected more work.", "Nothing."
            )


def expected_seconds(name: str, net: Translation, given: dict[str, Any]) -> float:
    """Returns about how long Keras would take; infinity where nobody knows the amount of data.

    Args:
        name: Of the method.
        net: The model as ours.
        given: The call's arguments.
    """
    x: Any = given.get("x")
    size = given.get("batch_size") or 32
    steps = given.get("steps_per_epoch") or given.get("steps")
    if steps:
        images = steps * size
    elif hasattr(x, "shape"):
        images = x.shape[0]
    else:
        return math.inf
    epochs = max(given.get("epochs", 1) - given.get("initial_epoch", 0), 1)
    is_training = name in ("fit", "train_on_batch")
    work = images * epochs * net.architecture.multiply_adds * (3 if is_training else 1)
    batches = 1 if name.endswith("on_batch") else math.ceil(images / size) * epochs
    tracing = TRACING_S if name == "fit" else 0.0
    return work / MULTIPLY_ADDS_PER_S + batches * BATCH_S + tracing
