"""Memory that a training keeps: what one step gives back, for the next one, and modules."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from convscope.data.memory import resident_bytes

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


FULL = 7 / 8
"""Share of the memory allowed from which on freed memory goes back to the system."""

GROWN = 1 / 16
"""Share of the memory allowed by which a process has to grow before it looks for more to give."""


@dataclass
class _Bound:
    """What this process may have in memory, and what it had when it last gave something back."""

    max_bytes: int
    least_bytes: int = 0


_bounds: list[_Bound] = []


@contextmanager
def bounded_memory(max_bytes: int | None) -> Iterator[None]:
    """Lets `make_room` keep this process below a number of bytes while the context is open.

    Args:
        max_bytes: Of the process in all; None for no bound.
    """
    bound = None if max_bytes is None else _Bound(max_bytes)
    if bound is not None:
        _bounds.append(bound)
    try:
        yield
    finally:
        if bound is not None:
            _bounds.remove(bound)


def make_room() -> None:
    """Gives freed memory back where little of what is allowed is left; called before each batch.

    Memory that is kept for the next batch is not always of use to it: between blocks that live
    longer, glibc (2.36) finds no room for an aligned block in a gap that one of the same size has
    left, and takes new memory for every batch.
    """
    if not _bounds:
        return
    bound = _bounds[-1]
    taken = resident_bytes() or 0
    most = max(FULL * bound.max_bytes, bound.least_bytes + GROWN * bound.max_bytes)
    if taken > most:
        give_back_freed_memory()
        bound.least_bytes = resident_bytes() or 0


def give_back_freed_memory() -> None:
    """Gives all memory that was freed back to the system, where the C library is glibc."""
    if sys.platform.startswith("linux") and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)


@cache
def set_imports_aside() -> None:
    """Spares the garbage collector, once in a process, what is in memory by now: mostly torch.

    Modules stay until the end. Looking through those of torch and Numba for garbage takes about
    a third of a second when the interpreter ends, and again in every full collection before. What
    is garbage by now is collected first: it would stay for ever.
    """
    gc.collect()
    gc.freeze()
