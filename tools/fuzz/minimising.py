"""Smaller cases with the same failure."""

import time
from collections.abc import Callable

from fuzz.reader import Case

MAX_TRIES = 250
MAX_SECONDS = 8.0


def minimised(case: Case, still_fails: Callable[[Case], bool]) -> Case:
    """Returns a case from which files and stretches of bytes have been taken away.

    Args:
        case: What fails.
        still_fails: Whether a case fails in the same way.
    """
    tries, end = MAX_TRIES, time.monotonic() + MAX_SECONDS

    def is_smaller_one(other: Case) -> bool:
        nonlocal tries
        tries = tries - 1 if time.monotonic() < end else 0
        return still_fails(other)

    for name in list(case):
        without = {other: content for other, content in case.items() if other != name}
        if without and is_smaller_one(without):
            case = without
    for name in list(case):
        step = len(case[name]) // 2
        while step and tries > 0:
            start = 0
            while start < len(case[name]) and tries > 0:
                content = case[name]
                shorter = {**case, name: content[:start] + content[start + step :]}
                if is_smaller_one(shorter):
                    case = shorter
                else:
                    start += step
            step //= 2
    return case
