"""Runs calls in several threads: torch's own where they can be borrowed.

Torch's loops leave their threads awake for some microseconds. A thread of Python that is woken
meanwhile has to share a core with one of them, and a kernel behind a convolution took twice as
long; in torch's own threads it starts at once. They are reached where torch's OpenMP is GNU's.
"""

import ctypes
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import torch

_TeamCall = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

Call = Callable[[], None]

_OWNER = os.getpid()
"""Who may borrow threads: OpenMP does not make those of a forked process anew, and would wait."""


def run_at_once(calls: Sequence[Call]) -> None:
    """Makes every call, each in one of several threads, and waits for all.

    Args:
        calls: They let go of the interpreter for most of their time.

    Raises:
        BaseException: The first that a call raised, after the threads have ended.
    """
    if len(calls) == 1:
        calls[0]()
    elif os.getpid() != _OWNER or (openmp := _openmp()) is None:
        _run_in_pool(calls)
    else:
        _run_in_team(openmp, calls)


def _run_in_team(openmp: ctypes.CDLL, calls: Sequence[Call]) -> None:
    """Shares the calls out among a team, which may be smaller than it was asked to be."""
    errors: list[BaseException] = []
    ended: list[Call] = []

    def share(_: int | None) -> None:
        try:
            member, size = openmp.omp_get_thread_num(), openmp.omp_get_num_threads()
            for call in calls[member::size]:
                call()
                ended.append(call)
        except BaseException as error:  # nothing may pass through OpenMP
            errors.append(error)

    openmp.GOMP_parallel(_TeamCall(share), None, len(calls), 0)
    if errors:
        raise errors[0]
    if len(ended) < len(calls):  # an interrupt came before anything could catch it
        raise KeyboardInterrupt


def _run_in_pool(calls: Sequence[Call]) -> None:
    waiting = [_pool(os.getpid(), len(calls) - 1).submit(call) for call in calls[1:]]
    calls[0]()
    for future in waiting:
        future.result()


@cache
def _openmp() -> ctypes.CDLL | None:
    """Returns the OpenMP that torch's loops use, if it is GNU's."""
    folder = Path(torch.__file__).parent
    for path in sorted([*folder.glob("lib/libgomp*"), *folder.parent.glob("torch.libs/libgomp*")]):
        try:
            openmp = ctypes.CDLL(str(path))  # loaded with torch: this finds the same one
            return openmp if hasattr(openmp, "GOMP_parallel") else None
        except OSError:
            continue
    return None


@cache
def _pool(process: int, num_threads: int) -> ThreadPoolExecutor:
    """Returns threads that wait for work; a forked process gets threads of its own."""
    return ThreadPoolExecutor(num_threads, thread_name_prefix=f"convscope-kernels-{process}")
