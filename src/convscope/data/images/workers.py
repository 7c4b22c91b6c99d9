"""Doing the same to many images at once, in order, on every core."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias, TypeVar

from convscope.data.images.listing import ImageFile, Listing
from convscope.threads import num_cores

Content: TypeAlias = bytes | str
"""A file's bytes, or why there are none."""


@dataclass(frozen=True)
class Chunk:
    """The contents of some files, a worker's task.

    Attributes:
        first: Index of the first of them among all files.
        contents: One per file.
    """

    first: int
    contents: list[Content]


Given = TypeVar("Given")
Result = TypeVar("Result")

_AHEAD = 3
"""Tasks per worker that wait or are done: none idles, and memory stays bounded."""


_CHUNK_IMAGES = 256
_CHUNK_BYTES = 8 * 2**20
_MIN_IMAGES_FOR_WORKERS = 16_000
_MIN_BYTES_FOR_WORKERS = 32 * 2**20
"""Below both, two workers save less time than their start takes: 0.7 s of processor time."""


def map_contents(
    listing: Listing,
    files: Sequence[ImageFile],
    function: Callable[[Chunk], Result],
    num_workers: int,
) -> Iterator[tuple[list[ImageFile], Result]]:
    """Reads files in groups and yields each group with what a worker made of its contents.

    Args:
        listing: Where the files are.
        files: Read here, one after the other, as disks and archives like it.
        function: Gets the contents of one group; importable by name, or a `partial` of such.
        num_workers: 1 stays in this process.
    """
    groups = list(_group(files))
    firsts = accumulate(map(len, groups), initial=0)
    chunks = (
        Chunk(first, [_content(listing, file) for file in group])
        for first, group in zip(firsts, groups, strict=False)
    )
    yield from zip(groups, map_in_order(function, chunks, num_workers), strict=True)


def num_workers_for(listing: Listing) -> int:
    """Returns how many processes pay for a listing."""
    is_large = (
        len(listing.files) >= _MIN_IMAGES_FOR_WORKERS
        or sum(file.size_bytes for file in listing.files) >= _MIN_BYTES_FOR_WORKERS
    )
    return num_cores() if is_large else 1


def map_in_order(
    function: Callable[[Given], Result], tasks: Iterable[Given], num_workers: int
) -> Iterator[Result]:
    """Yields the result of every task, in the order of the tasks.

    Processes, not threads: between reading a small image and decoding it threads hand Python over
    to each other so often that two are no faster than one, and slower on a busy machine. `loky`
    starts them without running the user's program again, which the standard library's processes do
    in every program that lacks `if __name__ == "__main__"`.

    Args:
        function: Importable by name.
        tasks: Taken only as far ahead as the workers need.
        num_workers: 1 stays in this process.
    """
    if num_workers == 1:
        yield from map(function, tasks)
        return
    from concurrent.futures import wait

    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=num_workers, timeout=20)
    pending = deque()
    try:
        for task in tasks:
            pending.append(executor.submit(function, task))
            if len(pending) >= _AHEAD * num_workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        # Whoever stops early may take away what the running tasks still write to.
        wait([future for future in pending if not future.cancel()])


def _group(files: Sequence[ImageFile]) -> Iterator[list[ImageFile]]:
    """Yields runs of files that make a worker's task: neither too many nor too large."""
    group: list[ImageFile] = []
    size_bytes = 0
    for file in files:
        group.append(file)
        size_bytes += file.size_bytes
        if len(group) >= _CHUNK_IMAGES or size_bytes >= _CHUNK_BYTES:
            yield group
            group, size_bytes = [], 0
    if group:
        yield group


def _content(listing: Listing, file: ImageFile) -> Content:
    """Returns a file's bytes, or why there are none."""
    try:
        return listing.read_bytes(file)
    except OSError as error:
        return error.strerror or str(error)
