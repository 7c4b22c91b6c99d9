"""How kernels are compiled, and how the threads share their work.

Kernels are plain loops over a range of images; threads, which let go of the interpreter while a
kernel runs, each compute a range. Numba's own parallel loops do the same but take three times as
long to compile, and start threads that get in the way of torch's.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from numba import njit
from numpy.typing import NDArray

from convscope.engine.network.kernels.team import run_at_once

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
    run_at_once(
        [
            partial(
                kernel,
                part * num_items // parts,
                (part + 1) * num_items // parts,
                *arguments,
                *(array[part] for array in sums),
            )
            for part in range(parts)
        ]
    )


def empty_sums(num_items: int, *shape: int, dtype: Any = np.float32) -> NDArray[Any]:
    """Returns (parts, …) for what the parts of so many items add up."""
    return np.empty((num_parts(num_items), *shape), dtype)
