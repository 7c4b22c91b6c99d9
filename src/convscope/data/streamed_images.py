"""Images that stay in their shards: decoded when they are asked for, a batch at a time."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.data.images.chunk_decoding import Plan
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.errors import ConvscopeError
from convscope.threads import num_cores

_PARTS_PER_THREAD = 2
"""Tasks that a batch is cut into for each thread, so that none waits long for the last."""


class EncodedImages(Protocol):
    """Image files that lie one behind the other in several shards."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """First image of each shard, and the number of images at the end, int64 (shards + 1,)."""
        ...

    def shards_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns in which shard images lie, int64 (number,)."""
        ...

    def digest(self, shard: int) -> str:
        """Returns what tells the images of a shard from all others."""
        ...

    def read(self, row: int, shard: int) -> bytes:
        """Returns the bytes of an image; an `OSError` says why there are none."""
        ...

    def has_changed(self, row: int, shard: int, reason: str) -> ConvscopeError:
        """Returns what is said of an image that could be read once and cannot any more.

        Args:
            row: The image.
            shard: Where it lies.
            reason: Why it cannot be read.
        """
        ...


class StreamedImages:
    """Stands where an array of images stands, uint8 (number, height, width, channels).

    An index of one image, or of some by their numbers, gives pixels. A slice is again such images,
    whose pixels are not read yet; NumPy makes an array of them where it is asked to and there is
    room for it.

    Args:
        table: All images of the set.
        rows: Which of them, int64 (number,).
        plan: What each is brought to.
        max_bytes: How many may become one array.
    """

    dtype = np.dtype(np.uint8)

    def __init__(
        self, table: EncodedImages, rows: NDArray[np.int64], plan: Plan, max_bytes: int
    ) -> None:
        self.table, self.rows, self.plan, self.max_bytes = table, rows, plan, max_bytes
        self._changes: tuple[Any, ...] = ()
        self._is_flat = False
        self._announced: dict[bytes, tuple[Images, list[Future[None]]]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shape(self) -> tuple[int, ...]:
        """(number, height, width, channels), or (number, values) where it was made flat."""
        row = (*self.plan.size, self.plan.channels)
        if self._changes:
            row = np.broadcast_to(np.uint8(0), row)[self._changes].shape
        return (len(self), prod(row)) if self._is_flat else (len(self), *row)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of all images as pixels."""
        return prod(self.shape)

    @property
    def size(self) -> int:
        """Values of all images."""
        return prod(self.shape)

    def __getitem__(self, index: Any) -> Any:
        first, *rest = index if isinstance(index, tuple) else (index,)
        if isinstance(first, slice) or first is Ellipsis:
            part = self.at(self.rows if first is Ellipsis else self.rows[first])
            if rest:
                part._changes = (*part._changes, *rest) if not part._changes else tuple(rest)
                if self._changes or self._is_flat:
                    raise TypeError("images that were changed once are not changed again")
            return part
        if isinstance(first, int | np.integer):
            rows = np.atleast_1d(self.rows[first])
            pixels = self.take_rows(rows)[0]
            return pixels[tuple(rest)] if rest else pixels
        chosen = np.arange(len(self))[np.asarray(first)]
        pixels = self.take(chosen.ravel()).reshape(*chosen.shape, *self.shape[1:])
        return pixels[(slice(None), *rest)] if rest else pixels

    def __iter__(self) -> Iterator[Images]:
        for number in range(len(self)):
            yield self[number]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        if self.nbytes > self.max_bytes:
            raise ConvscopeError(
                f"{len(self):,} images in shards would take {self.nbytes / 1e6:,.0f} MB as pixels.",
                f"Expected at most {self.max_bytes / 1e6:,.0f} MB: they are read in a stream.",
                "Take some of them by their numbers, or allow more with --memory.",
            )
        pixels = self.take(np.arange(len(self)))
        return pixels if dtype is None else pixels.astype(dtype)

    def at(self, rows: NDArray[np.int64]) -> "StreamedImages":
        """Returns other images of the same set, given by their rows in the table."""
        images = StreamedImages(self.table, rows, self.plan, self.max_bytes)
        images._changes, images._is_flat = self._changes, self._is_flat
        return images

    def picked(self, indices: NDArray[np.int64]) -> "StreamedImages":
        """Returns the images at some indices, not read yet."""
        return self.at(self.rows[indices])

    def reshape(self, *shape: int) -> "StreamedImages":
        """Returns the same images as rows of numbers, the one other shape that nets take."""
        if shape != (len(self), -1):
            raise TypeError(f"images in shards cannot become {shape}")
        images = self.at(self.rows)
        images._is_flat = True
        return images

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where the images of each shard begin among these, and their number, int64 (shards + 1,).

        These have to be in the order of the table.
        """
        return np.searchsorted(self.rows, self.table.starts)

    def announce(self, indices: NDArray[np.int64]) -> None:
        """Begins to decode images that are wanted next, in the background.

        Args:
            indices: int64 (wanted,); of what is announced and not taken the last two are kept.
        """
        key = indices.tobytes()
        if len(indices) and key not in self._announced:
            while len(self._announced) > 1:
                _, futures = self._announced.pop(next(iter(self._announced)))
                wait([future for future in futures if not future.cancel()])
            self._announced[key] = self._begin(self.rows[indices])

    def take(self, indices: NDArray[np.int64]) -> Images:
        """Returns the pixels of images, uint8 (wanted, height, width, channels).

        Args:
            indices: int64 (wanted,); those that were announced may be there already.

        Raises:
            ConvscopeError: A shard has changed since it was looked through.
        """
        begun = self._announced.pop(indices.tobytes(), None)
        return self._changed(self._end(begun or self._begin(self.rows[indices])))

    def take_rows(self, rows: NDArray[np.int64]) -> Images:
        """Returns the pixels of images of the whole set, given by their rows in the table."""
        return self._changed(self._end(self._begin(rows)))

    def _changed(self, pixels: Images) -> Images:
        if self._changes:
            pixels = np.ascontiguousarray(pixels[(slice(None), *self._changes)])
        return pixels.reshape(len(pixels), -1) if self._is_flat else pixels

    def _begin(self, rows: NDArray[np.int64]) -> tuple[Images, list[Future[None]]]:
        pixels = np.empty((len(rows), *self.plan.size, self.plan.channels), np.uint8)
        shards = self.table.shards_of(rows)
        workers = threads()
        step = max(1, -(-len(rows) // (_PARTS_PER_THREAD * workers.num)))
        parts = [slice(start, start + step) for start in range(0, len(rows), step)]
        return pixels, [
            workers.pool.submit(_decode, self.table, self.plan, rows[p], shards[p], pixels[p])
            for p in parts
        ]

    def _end(self, begun: tuple[Images, list[Future[None]]]) -> Images:
        pixels, futures = begun
        wait(futures)
        for future in futures:
            future.result()
        return pixels


class _Threads:
    """The threads of this process that decode; a forked process begins anew."""

    def __init__(self) -> None:
        self.process = os.getpid()
        beside = os.environ.get("LOCAL_WORLD_SIZE", "1")
        self.num = max(1, num_cores() // max(1, int(beside) if beside.isdecimal() else 1))
        self.pool = ThreadPoolExecutor(self.num, "convscope-decoding")


_threads: list[_Threads] = []


def threads() -> _Threads:
    """Returns the threads that decode in this process: its share of the cores."""
    if not _threads or _threads[0].process != os.getpid():
        _threads[:] = [_Threads()]
    return _threads[0]


def _decode(
    table: EncodedImages,
    plan: Plan,
    rows: NDArray[np.int64],
    shards: NDArray[np.int64],
    pixels: Images,
) -> None:
    for row, shard, place in zip(rows.tolist(), shards.tolist(), pixels, strict=True):
        try:
            content = table.read(row, shard)
            place[...] = decode_picture(content, plan.size, plan.fit).pixels(plan.channels)
        except UnreadableImage as error:
            raise table.has_changed(row, shard, error.reason) from error
        except OSError as error:
            raise table.has_changed(row, shard, error.strerror or str(error)) from error
