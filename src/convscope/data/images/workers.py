"""Doing the same to many things at once, in order, on every core."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")

_AHEAD = 3
"""Tasks per worker that wait or are done: none idles, and memory stays bounded."""


def num_cores() -> int:
    """Returns how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def map_in_order(
    function: Callable[[Given], Result], tasks: Iterable[Given], num_workers: int
) -> Iterator[Result]:
    """Yields the result of every task, in the order of the tasks.

    Processes, not threads: small images spend their time in Python, where two threads are slower
    than one (decoding 32×32 JPEGs on two cores: 3,800 images per second with two threads, 5,900
    with one). `loky` starts them without running the user's program again, which the standard
    library's processes do in every program that lacks `if __name__ == "__main__"`.

    Args:
        function: Importable by name.
        tasks: Taken only as far ahead as the workers need.
        num_workers: 1 stays in this process.
    """
    if num_workers == 1:
        yield from map(function, tasks)
        return
    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=num_workers, timeout=20)
    pending = deque()
    try:
        for task in tasks:
            pending.append(executor.submit(function, task))
            if len(pending) >= _AHEAD * num_workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()
