"""Blocks of work that do not depend on each other, one on each core."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from convscope.threads import num_cores

Block = TypeVar("Block")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Block], Result], blocks: Iterable[Block]) -> list[Result]:
    """Returns what `work` returns for every block, in the order of the blocks.

    NumPy lets other threads compute while it works on arrays, so threads are enough.

    Raises:
        Exception: What `work` raises for a block; blocks that have not begun are left.
    """
    blocks = list(blocks)
    cores = min(num_cores(), len(blocks))
    if cores < 2:
        return [work(block) for block in blocks]
    with ThreadPoolExecutor(cores, thread_name_prefix="convscope-blocks") as pool:
        return list(pool.map(work, blocks))
