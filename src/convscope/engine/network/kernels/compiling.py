"""How kernels are compiled, and how the threads share their work.

Kernels are plain loops over a range of images; threads of Python, which let go of the interpreter
while a kernel runs, each compute a range. Numba's own parallel loops do the same but take three
times as long to compile, and start threads that get in the way of torch's.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
import torch
from numba import njit
from numpy.typing import NDArray

# No "nnan" and no "ninf": a loss that is not a number must stay one, so that it is noticed.
_FAST_MATH = {"contract", "reassoc", "nsz", "arcp"}

compiled = njit(nogil=True, cache=True, fastmath=_FAST_MATH)

Floats = NDArray[np.float32]


def num_parts(num_items: int) -> int:
    """Returns in how many parts so many items are computed: one for each thread of torch."""
    return max(min(torch.get_num_threads(), num_items), 1)


def in_parts(
    kernel: Callable[..., Any],
    num_items: int,
    *arguments: Any,
    sums: Sequence[NDArray[Any]] = (),
) -> None:
    """Calls `kernel(first, last, *arguments, *its sums)` for ranges that cover all items.

    Which items belong to a range depends on the number of threads alone, so that sums are added
    in the same order every time.

    Args:
        kernel: A compiled function; it runs in several threads at once.
        num_items: What the ranges divide.
        arguments: Passed to every call.
        sums: Arrays (parts, …) from `empty_sums`; a call gets its part of each.
    """
    parts = num_parts(num_items)
    calls = [
        (
            part * num_items // parts,
            (part + 1) * num_items // parts,
            *arguments,
            *(array[part] for array in sums),
        )
        for part in range(parts)
    ]
    waiting = [_pool(os.getpid(), parts - 1).submit(kernel, *call) for call in calls[1:]]
    kernel(*calls[0])
    for future in waiting:
        future.result()


def empty_sums(num_items: int, *shape: int) -> Floats:
    """Returns float32 (parts, …) for what the parts of so many items add up."""
    return np.empty((num_parts(num_items), *shape), np.float32)


@cache
def _pool(process: int, num_threads: int) -> ThreadPoolExecutor:
    """Returns threads that wait for work; a forked process gets threads of its own."""
    return ThreadPoolExecutor(num_threads, thread_name_prefix=f"convscope-kernels-{process}")
