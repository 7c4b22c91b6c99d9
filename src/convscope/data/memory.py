"""How much memory images may take, and how much this process has taken."""

import os
import sys
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
    return memory_of_machine() // 2


def memory_of_machine() -> int:
    """Returns the memory that this process may use, in bytes."""
    return min(_memory_of_machine(), *map(_limit_in, CONTROL_GROUP_LIMITS))


def most_resident_bytes() -> int | None:
    """Returns the most memory that this process has had so far, in bytes; None if nobody tells."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if "VmHWM" in line)
    except (OSError, ValueError, IndexError, StopIteration):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


def resident_bytes() -> int | None:
    """Returns the memory that this process has now, in bytes; None where Linux does not tell."""
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as counts:
            return int(counts.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


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
