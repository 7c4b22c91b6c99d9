"""How many threads compute: one alone where a batch is small, or where others hold the cores.

Threads that share a step wait for each other, and a thread that waits for one without a core
spins: on a busy machine one thread alone is done sooner, with a part of the work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import torch

from convscope.accelerate.inside_keras import InsideKeras
from convscope.keras_config import Translation

SMALL_BATCH = 2e7
"""Multiply-adds of a batch up to which one thread is done before two have been woken."""

LOOK_S = 0.3
"""Time between two looks at how long this thread has waited for a core."""

CROWDED, FREE = 0.15, 0.03
"""Shares of the time spent waiting for a core, above which one thread computes, below which all."""

PATIENCE_S = 60.0
"""Time at most until all threads are tried again."""

_TIMES = Path("/proc/thread-self/schedstat")


class Crowd:
    """Knows from how long this thread waits for a core whether others hold the cores.

    Where the system does not tell (all but Linux), nobody ever does.
    """

    def __init__(self) -> None:
        self.is_crowded = False
        self._next_look, self._patience = 0.0, LOOK_S
        self._before: tuple[int, int] | None = None

    def look(self, now: float, times: tuple[int, int] | None) -> bool:
        """Looks again, and returns whether the answer has changed.

        Args:
            now: The time, in s.
            times: How long this thread has run and waited so far, in ns.
        """
        before, self._before = self._before, times
        self._next_look = now + LOOK_S
        if before is None or times is None:
            return False
        ran, waited = (each - earlier for each, earlier in zip(times, before, strict=True))
        share = waited / max(ran + waited, 1)
        if not self.is_crowded and share > CROWDED:
            self.is_crowded = True
            self._patience = min(2 * self._patience, PATIENCE_S)
            self._next_look = now + self._patience
            return True
        if self.is_crowded and share < FREE:
            self.is_crowded = False
            return True
        return False

    def is_due(self, now: float) -> bool:
        """Returns whether it is time for another look."""
        return now >= self._next_look


_crowd = Crowd()


class Threads:
    """The threads that compute the batches of one call.

    Args:
        most: As many as there may be.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._set()

    def look(self) -> None:
        """Takes one thread, or all again, where that has become better."""
        now = perf_counter()
        if self._most > 1 and _crowd.is_due(now) and _crowd.look(now, _times()):
            self._set()

    def _set(self) -> None:
        torch.set_num_threads(1 if _crowd.is_crowded else self._most)


@contextmanager
def threads_for(
    inside: InsideKeras, net: Translation, batch_size: int | None
) -> Iterator[Threads | None]:
    """Lets as many threads compute batches as are done soonest; all compute again afterwards.

    Args:
        inside: What is used of Keras; its PyTorch keeps its threads.
        net: What is computed.
        batch_size: Images of a batch; None where nobody knows.
    """
    number = torch.get_num_threads()
    if inside.backend.name == "torch" or number == 1:
        yield None
        return
    work = (batch_size or 32) * net.architecture.multiply_adds
    try:
        yield Threads(1 if work <= SMALL_BATCH else number)
    finally:
        torch.set_num_threads(number)


def _times() -> tuple[int, int] | None:
    try:
        ran, waited, _ = _TIMES.read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return int(ran), int(waited)
