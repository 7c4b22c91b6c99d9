"""Memory that a training keeps: what one step gives back, for the next one, and modules."""

import ctypes
import gc
import sys
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # numbers of glibc's <malloc.h>

LARGEST_KEPT = 2**28
"""Bytes of a block up to which its memory is used again; larger ones go back at once."""

MOST_KEPT = 2**30
"""Bytes of unused memory that the process keeps at most."""


@cache
def keep_freed_memory() -> bool:
    """Tells the C library to use freed memory again instead of handing it back to the system.

    Every step needs blocks of the same sizes. Where they come from the system each time, it clears
    them page by page, which can take as long as the arithmetic.

    Returns:
        Whether it was told: glibc, the C library of most Linux systems, can be; and it is told
        once in a process.

    Source: mallopt(3).
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except AttributeError:  # another C library
        return False
    told = [
        set_option(option, value)
        for option, value in ((_M_MMAP_THRESHOLD, LARGEST_KEPT), (_M_TRIM_THRESHOLD, MOST_KEPT))
    ]
    return all(told)


@cache
def set_imports_aside() -> None:
    """Spares the garbage collector, once in a process, what is in memory by now: mostly torch.

    Modules stay until the end. Looking through those of torch and Numba for garbage takes about
    a third of a second when the interpreter ends, and again in every full collection before. What
    is garbage by now is collected first: it would stay for ever.
    """
    gc.collect()
    gc.freeze()
