"""Batches as they come, in the place of examples in memory."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from convscope.engine.answers.examples import Examples
from convscope.errors import ConvscopeError

Batches = Iterator[tuple[Any, Any, Any]]


class StreamedExamples(Examples):
    """Hands out batch after batch, whatever is asked for.

    Args:
        batches: Yields images, labels and weights.
        to_examples: Brings them into the engine's form.
        num_steps: Batches of an epoch.

    Attributes:
        batch_size: Images of the first batch; others may have fewer or more.

    Raises:
        ConvscopeError: There is no batch, or the first one does not fit.
    """

    def __init__(
        self, batches: Batches, to_examples: Callable[[Any, Any, Any], Examples], num_steps: int
    ) -> None:
        self._batches, self._to_examples = batches, to_examples
        self._num_taken = 0
        self._waiting: Examples | None = self._next()
        first = self._current = self._waiting
        super().__init__(
            first.images, first.targets, first.value_range, first.device, first.weights
        )
        self.batch_size = len(first.images)
        self._number = num_steps * self.batch_size

    def __len__(self) -> int:
        return self._number

    def take(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the next batch, whatever `indices` are; its own number of images."""
        self._current, self._waiting = self._waiting or self._next(), None
        return self._current.slice(0, len(self._current))

    def weights_of(self, indices: Tensor) -> Tensor | None:
        """Returns how much the images count that `take` has just returned."""
        return self._current.weights_of(torch.arange(len(self._current)))

    def _next(self) -> Examples:
        try:
            parts = next(self._batches)
        except StopIteration:
            raise ConvscopeError(
                f"The data ended after {self._num_taken} batches.",
                "Expected steps_per_epoch batches for every epoch.",
                "Let the generator go on for ever (while True), or take fewer steps.",
            ) from None
        self._num_taken += 1
        return self._to_examples(*parts)
