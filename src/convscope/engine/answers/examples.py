"""Images, in memory or not, and how batches are taken from them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.data.mapped_images import MappedImages, expect_undamaged
from convscope.data.stream_order import StreamOrder
from convscope.data.streamed_images import StreamedImages
from convscope.engine.processes.devices import has_room
from convscope.engine.processes.memory import make_room


@dataclass
class Examples:
    """Images with their targets, ready to be taken in batches.

    Attributes:
        images: uint8 or float32 (number, height, width, channels), or float32
            (number, features). Bytes are mapped to `value_range` batch by batch, which keeps a
            set in a quarter of the memory; floats are taken as they are. They go to a device that
            has room for them; else a memory-mapped array stays on disk, and images
            in shards stay there.
        targets: int64 (number,) or float32 (number, classes).
        value_range: What the bytes 0–255 become.
        weights: How much each image counts in the loss, float (number,); None for 1 each.
    """

    images: NDArray[Any]
    targets: NDArray[Any]
    value_range: tuple[float, float] = (0.0, 1.0)
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    weights: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        is_streamed = isinstance(self.images, StreamedImages)
        fits = not is_streamed and has_room(self.device, self.images.nbytes)
        home = self.device if fits else torch.device("cpu")
        if self.images.dtype != np.uint8:
            self.images = self.images.astype(np.float32, copy=False)
        self._row_shape = self.images.shape[1:]
        self._rows: Tensor | None = None
        if fits or not isinstance(self.images, np.memmap | StreamedImages):
            rows = np.ascontiguousarray(expect_undamaged(self.images)).reshape(len(self.images), -1)
            writable = rows if rows.flags.writeable else rows.copy()
            self._rows = torch.from_numpy(writable).to(home)
        kind = (
            np.int64 if self.targets.dtype.kind in "iu" and self.targets.ndim == 1 else np.float32
        )
        self._targets = torch.from_numpy(np.array(self.targets, kind)).to(self.device)
        self._weights: Tensor | None = None
        if self.weights is not None:
            weights = torch.from_numpy(np.array(self.weights, np.float32))
            self._weights = weights.to(self.device)

    def __len__(self) -> int:
        return len(self.images)

    def take(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the inputs float32 (batch, height, width, channels) and their targets.

        Args:
            indices: int64 (batch,), on the CPU.
        """
        make_room()
        if isinstance(self.images, StreamedImages):
            rows = torch.from_numpy(self.images.take(indices.numpy()))
        elif self._rows is None:
            read = np.empty((len(indices), *self._row_shape), self.images.dtype)
            for row, index in zip(read, indices.tolist(), strict=True):
                row[...] = self.images[index]
            rows = torch.from_numpy(read)
        else:
            rows = self._rows.index_select(0, indices.to(self._rows.device))
        return self._to_inputs(rows), self._targets.index_select(0, indices.to(self.device))

    def weights_of(self, indices: Tensor) -> Tensor | None:
        """Returns how much images count, float32 (batch,); None where each counts 1.

        Args:
            indices: int64 (batch,), on the CPU.
        """
        if self._weights is None:
            return None
        return self._weights.index_select(0, indices.to(self.device))

    def announce(self, indices: Tensor) -> None:
        """Lets the system begin to read images that stay on disk, for a `take` that follows.

        Args:
            indices: int64 (batch,), on the CPU.
        """
        if self._rows is None and isinstance(self.images, MappedImages | StreamedImages):
            self.images.announce(indices.numpy())

    def announce_slice(self, start: int, stop: int) -> None:
        """Begins to decode images in shards that a `slice` asks for next."""
        if isinstance(self.images, StreamedImages):
            self.images.announce(np.arange(start, max(start, min(stop, len(self)))))

    def batches(self, batch_size: int, seed: int, epoch: int, shuffle: bool) -> Sequence[Tensor]:
        """Returns which examples each batch of an epoch takes, int64 (batch,), on the CPU.

        A resumed run gets the same ones from seed and epoch. Images in shards come in an order in
        which each process reads few shards at a time.

        Args:
            batch_size: Images of a batch; the last may be smaller.
            seed: Of the training.
            epoch: From 0; mixed, every epoch has another order.
            shuffle: Whether to mix.
        """
        if shuffle and isinstance(self.images, StreamedImages):
            return _StreamBatches(StreamOrder(self.images.bounds, seed, epoch, batch_size))
        return epoch_order(len(self), seed, epoch, shuffle).split(batch_size)

    def slice(self, start: int, stop: int) -> tuple[Tensor, Tensor]:
        """Returns the inputs and targets from `start` to before `stop`."""
        make_room()
        if isinstance(self.images, StreamedImages):
            rows = torch.from_numpy(self.images.take(np.arange(start, min(stop, len(self)))))
        elif self._rows is None:
            rows = torch.from_numpy(np.array(self.images[start:stop]))
        else:
            rows = self._rows[start:stop]
        return self._to_inputs(rows), self._targets[start:stop]

    def _to_inputs(self, rows: Tensor) -> Tensor:
        rows = rows.to(self.device)  # bytes are a quarter of what they become
        if rows.dtype == torch.uint8:
            low, high = self.value_range
            rows = rows.to(torch.float32).mul_((high - low) / 255)
            if low:
                rows += low
        return rows.reshape(-1, *self._row_shape)


class _StreamBatches(Sequence[Tensor]):
    """The batches of an epoch over shards, each found out when it is asked for."""

    def __init__(self, order: StreamOrder) -> None:
        self._order = order

    def __len__(self) -> int:
        return self._order.num_batches

    @overload
    def __getitem__(self, index: int) -> Tensor: ...
    @overload
    def __getitem__(self, index: slice) -> list[Tensor]: ...
    def __getitem__(self, index: int | slice) -> Tensor | list[Tensor]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return torch.from_numpy(self._order.batch(index))


def num_batches(num_examples: int, batch_size: int) -> int:
    """Returns how many batches an epoch has; the last one may be short.

    Example:
        >>> num_batches(54_000, 128)
        422
    """
    return -(-num_examples // batch_size)


def epoch_order(num_examples: int, seed: int, epoch: int, shuffle: bool = True) -> Tensor:
    """Returns the order of an epoch; a resumed run gets the same one from seed and epoch.

    Args:
        num_examples: How many there are.
        seed: Of the training.
        epoch: From 0; mixed, every epoch has another order.
        shuffle: Whether to mix; else the order is that of the data, in every epoch.

    Returns:
        Every index once, int64 (number,), on the CPU.
    """
    if not shuffle:
        return torch.arange(num_examples)
    random = np.random.default_rng([seed, 0x5AFF, epoch])
    return torch.from_numpy(random.permutation(num_examples))
