"""Durations as people write them, and when this process began."""

import os
import re
import time
from pathlib import Path

from convscope.errors import ConvscopeError

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_IMPORTED = time.perf_counter()


def parse_duration(text: str | None, option: str = "--budget") -> float | None:
    """Returns a duration such as `"90"`, `"60s"`, `"2m"` or `"1.5h"` in s; None for None.

    Example:
        >>> parse_duration("1.5h")
        5400.0

    Raises:
        ConvscopeError: The text is no duration, or not above 0.
    """
    if text is None:
        return None
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*([a-z]*)", text.strip().lower())
    if match is None or match[2] not in _UNITS or not float(match[1]):
        raise ConvscopeError(
            f'{option}: received "{text}".',
            "Expected a time above 0 in seconds, minutes or hours.",
            f"Try {option} 60s, {option} 2m or {option} 1.5h",
        )
    return float(match[1]) * _UNITS[match[2]]


def process_started() -> float:
    """Returns when this process began, on the clock of `time.perf_counter`.

    Linux tells to a hundredth of a second. Elsewhere it is when the command line was loaded, which
    leaves out the start of Python itself.

    Source: proc_pid_stat(5), field 22.
    """
    try:
        text = Path("/proc/self/stat").read_text(encoding="ascii")
        ticks = int(text.rpartition(")")[2].split()[19])  # the name before ")" may hold spaces
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return _IMPORTED
    began = time.perf_counter() - age
    # A container with a clock of its own may tell nonsense.
    return began if 0 <= _IMPORTED - began < 30 else _IMPORTED
