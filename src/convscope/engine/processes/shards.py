"""Which part of a batch, or of a whole set, one of several processes computes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shard:
    """The images from `start` to before `stop` of `whole` images.

    Attributes:
        start: First image of this process.
        stop: The one after its last.
        whole: Images of all processes together.
    """

    start: int
    stop: int
    whole: int

    @classmethod
    def of(cls, whole: int, rank: int, num_processes: int) -> "Shard":
        """Returns the shard of a process; all shards in turn are the whole.

        Sizes differ by one image at most; with fewer images than processes some are empty.

        Args:
            whole: Images of all processes together.
            rank: The process, from 0.
            num_processes: How many there are, at least 1.

        Example:
            >>> [Shard.of(7, rank, 3).rows for rank in range(3)]
            [slice(0, 2, None), slice(2, 4, None), slice(4, 7, None)]
        """
        start, stop = (whole * part // num_processes for part in (rank, rank + 1))
        return cls(start, stop, whole)

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def rows(self) -> slice:
        """Where the shard lies among all images."""
        return slice(self.start, self.stop)

    @property
    def weight(self) -> float:
        """The shard's share of all images, 0–1: what its mean counts in the mean over all."""
        return len(self) / self.whole
