"""How much work a call is, told without a clock on the wall: processor time beside a yardstick.

A loaded machine lets a test wait, and a large process lets the garbage collector stop it; neither
is work of the call that is judged.
"""

import gc
from collections.abc import Callable
from time import process_time

_YARD = 1_000_000

AT_ONCE = 50
"""What is refused at once takes fewer yards than this: a person does not notice it."""


def process_seconds(call: Callable[[], object]) -> float:
    """Returns the processor time of `call`, in s, with the garbage collector at rest."""
    resting = not gc.isenabled()
    gc.disable()
    try:
        started = process_time()
        call()
        return process_time() - started
    finally:
        if not resting:
            gc.enable()


def yards(call: Callable[[], object]) -> float:
    """Returns the work of `call` in counts to a million (some hundredths of a second each)."""
    yard = min(process_seconds(_count) for _ in range(2))
    return process_seconds(call) / yard


def _count() -> None:
    total = 0
    for number in range(_YARD):
        total += number
