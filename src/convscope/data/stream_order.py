"""The order of an epoch over shards: mixed, yet every part of a batch reads on where it stood.

The shards are put in a new order each epoch, and what follows one another then is cut into
*lanes*. A batch takes its images from all lanes, of each the next ones; within a lane, images are
mixed over a window. So one process that computes a part of every batch reads a part of the lanes,
and with them a part of the shards, from front to back. The order follows from seed, epoch and the
number of images of each shard: a resumed training knows where it stood without reading anything.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MOST_LANES = 64
"""Shards that are read at a time, by all processes together; many numbers divide it."""

WINDOW = 1_000
"""Images of a lane that are mixed with each other: those that are read around the same time."""


class StreamOrder:
    """The batches of one epoch.

    Every image is in one of them; only the last may be smaller.

    Args:
        bounds: Where the images of each shard begin, and their number, int64 (shards + 1,).
        seed: Of the training.
        epoch: From 0; every epoch has another order.
        batch_size: Images of a batch.

    Example:
        >>> order = StreamOrder(np.array([0, 3, 6]), seed=0, epoch=0, batch_size=4)
        >>> sorted(np.concatenate([order.batch(0), order.batch(1)]).tolist())
        [0, 1, 2, 3, 4, 5]
    """

    def __init__(self, bounds: NDArray[np.int64], seed: int, epoch: int, batch_size: int) -> None:
        lengths = np.diff(bounds)
        present = np.flatnonzero(lengths)
        order = present[np.random.default_rng([seed, 0x5AFF, epoch]).permutation(len(present))]
        self._begins, self._lengths = bounds[:-1][order], lengths[order]
        self._ends = np.cumsum(self._lengths)
        self._seed, self._epoch = seed, epoch
        self.num_images = int(bounds[-1])
        self.num_batches = -(-self.num_images // batch_size)
        self.num_lanes = max(1, min(MOST_LANES, len(present), batch_size))
        last = self.num_images - (self.num_batches - 1) * batch_size
        self._full, self._last = self._shares(batch_size), self._shares(last)
        self._windows: dict[int, tuple[int, NDArray[np.int64]]] = {}

    @cached_property
    def lane_starts(self) -> NDArray[np.int64]:
        """Where lanes begin in the mixed row of all shards, and its end, int64 (lanes + 1,)."""
        lengths = (self.num_batches - 1) * self._full + self._last
        return np.concatenate([[0], np.cumsum(lengths)])

    def batch(self, number: int) -> NDArray[np.int64]:
        """Returns which images a batch holds, int64 (batch,); those of a lane lie together.

        Args:
            number: From 0 to below `num_batches`.
        """
        shares = self._last if number + 1 == self.num_batches else self._full
        firsts = number * self._full
        lanes = zip(range(self.num_lanes), firsts.tolist(), shares.tolist(), strict=True)
        places = [self._places(lane, first, count) for lane, first, count in lanes if count]
        stream = np.concatenate(places)
        shard = np.searchsorted(self._ends, stream, "right")
        return self._begins[shard] + stream - (self._ends[shard] - self._lengths[shard])

    def _shares(self, whole: int) -> NDArray[np.int64]:
        """Returns how many images of a batch each lane gives: cut as processes cut batches."""
        cuts = np.arange(self.num_lanes + 1, dtype=np.int64) * whole // self.num_lanes
        return np.diff(cuts)

    def _places(self, lane: int, first: int, count: int) -> NDArray[np.int64]:
        """Returns where some images of a lane lie in the row of all shards, int64 (count,)."""
        start, stop = self.lane_starts[lane : lane + 2].tolist()
        found = []
        while count:
            window, offset = divmod(first, WINDOW)
            mixed = self._window(lane, window, min(WINDOW, stop - start - window * WINDOW))
            part = mixed[offset : offset + count]
            found.append(start + window * WINDOW + part)
            first, count = first + len(part), count - len(part)
        return np.concatenate(found)

    def _window(self, lane: int, window: int, size: int) -> NDArray[np.int64]:
        known = self._windows.get(lane)
        if known is None or known[0] != window:
            random = np.random.default_rng([self._seed, 0x5AFF, self._epoch, lane + 1, window])
            known = self._windows[lane] = (window, random.permutation(size))
        return known[1]
