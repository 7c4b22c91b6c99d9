"""How much memory images may take."""

import os
from pathlib import Path

CONTROL_GROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
"""Where Linux tells a container's limit. Source: kernel documentation, cgroup v2 and v1."""

UNKNOWN_BYTES = 8 * 1024**3
"""Memory assumed where the system does not tell."""


def half_of_memory() -> int:
    """Returns half of the memory that this process may use, in bytes."""
    return min(_memory_of_machine(), *map(_limit_in, CONTROL_GROUP_LIMITS)) // 2


def _memory_of_machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return UNKNOWN_BYTES


def _limit_in(path: Path) -> int:
    """Returns the bytes that a file of the system names; it may say "max", or not be there."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 2**63
