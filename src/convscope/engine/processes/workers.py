"""Several processes, on one machine or many, that train one net together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray
from torch import Tensor

from convscope.engine.processes.shards import Shard
from convscope.errors import ConvscopeError


class WorkerLostError(ConvscopeError):
    """Another process of the training cannot be reached any more."""


@dataclass
class Workers:
    """The processes of a training, seen from one of them.

    Sums go over all processes and come out the same, to the bit, in each. Every process has to
    ask for the same sums in the same order.

    Attributes:
        rank: This process, 0 to below `count`; the first one writes the run.
        count: Processes in all.
        local_rank: This process among those of its machine.
        local_count: Processes on this machine.
        group: What torch.distributed knows the processes by; None for all that it knows.
        shard: This process's part of the batch of the current step.
    """

    rank: int
    count: int
    local_rank: int = 0
    local_count: int = 1
    group: Any = None
    shard: Shard | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Workers":
        """Returns these themselves: a network's copy belongs to the same processes."""
        return self

    @property
    def is_first(self) -> bool:
        """Whether this is the process that prints and writes."""
        return self.rank == 0

    def shard_of(self, num_images: int) -> Shard:
        """Returns this process's part of so many images."""
        return Shard.of(num_images, self.rank, self.count)

    def choose_device(self, device: torch.device) -> torch.device:
        """Returns this process's own graphics card where cards are to compute.

        Raises:
            ConvscopeError: There are more processes than cards.
        """
        if device.type != "cuda":
            return device
        num_cards = torch.cuda.device_count()
        if self.local_count > num_cards:
            raise ConvscopeError(
                f"torchrun started {self.local_count} processes on a machine with "
                f"{num_cards} graphics card(s).",
                "Expected one process per card.",
                f"Give torchrun --nproc-per-node {num_cards}, or train with --device cpu.",
            )
        own = torch.device("cuda", self.local_rank)
        torch.cuda.set_device(own)
        return own

    def add_up(self, values: Tensor) -> Tensor:
        """Returns the sum of `values` over all processes, element by element.

        Args:
            values: float, any shape, the same in each process.
        """
        sums = _sendable(values).clone(memory_format=torch.contiguous_format)
        with _noticing_losses():
            dist.all_reduce(sums, group=self.group)
        return sums.to(values.device)

    def add_up_numbers(self, numbers: Sequence[float]) -> list[float]:
        """Returns the sum of each number over all processes, in float64."""
        return self.add_up(torch.tensor(numbers, dtype=torch.float64)).tolist()

    def add_up_gradients(
        self, parameters: Sequence[Tensor], numbers: Sequence[float]
    ) -> list[float]:
        """Replaces every gradient by its sum over all processes, and adds up numbers on the way.

        Everything travels in one piece: a message of its own for each gradient would mostly wait.

        Args:
            parameters: Those without a gradient are left alone.
            numbers: Summed as float32.

        Returns:
            The sums of the numbers.
        """
        gradients = [p.grad for p in parameters if p.grad is not None]
        more = torch.tensor(numbers, dtype=gradients[0].dtype, device=gradients[0].device)
        sums = self.add_up(torch.cat([*(g.reshape(-1) for g in gradients), more]))
        sizes = [*(g.numel() for g in gradients), len(numbers)]
        *summed, more = sums.split(sizes)
        for gradient, values in zip(gradients, summed, strict=True):
            gradient.copy_(values.view(gradient.shape))
        return more.tolist()

    def collect_rows(self, rows: NDArray[np.float32], shard: Shard) -> NDArray[np.float32]:
        """Returns the rows of all processes, float32 (whole, columns).

        Args:
            rows: float32 (shard, columns), those of this process.
            shard: Where they belong.
        """
        collected = torch.zeros(shard.whole, rows.shape[1])
        collected[shard.rows] = torch.from_numpy(rows)
        return self.add_up(collected).numpy()

    def copy_from_first(self, tensors: Sequence[Tensor]) -> None:
        """Gives all processes the first one's values, in place.

        Processors of different kinds round differently; so equal weights would drift apart.
        """
        values = _sendable(torch.cat([tensor.detach().reshape(-1) for tensor in tensors]))
        self._broadcast(values)
        if self.is_first:
            return
        sizes = [tensor.numel() for tensor in tensors]
        for tensor, own in zip(tensors, values.split(sizes), strict=True):
            tensor.detach().copy_(own.view(tensor.shape))

    def send(self, content: bytes) -> None:
        """Hands bytes from the first process to all others, which have to `receive`."""
        self._broadcast(torch.tensor([len(content)]))
        if content:
            self._broadcast(torch.frombuffer(bytearray(content), dtype=torch.uint8))

    def receive(self) -> bytes:
        """Returns the bytes that the first process sends, as soon as it does."""
        size = torch.zeros(1, dtype=torch.int64)
        self._broadcast(size)
        content = torch.empty(int(size), dtype=torch.uint8)
        if len(content):
            self._broadcast(content)
        return content.numpy().tobytes()

    def _broadcast(self, tensor: Tensor) -> None:
        with _noticing_losses():
            dist.broadcast(tensor, 0, group=self.group)


def _sendable(values: Tensor) -> Tensor:
    """Returns values on a device that has a way to other processes."""
    values = values.detach()
    return values if values.device.type in ("cpu", "cuda") else values.cpu()


@contextmanager
def _noticing_losses() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise WorkerLostError(
            "Another process of this training has ended or cannot be reached.",
            "Expected all processes to work until the end.",
            "Start them again with --resume and the run.",
        ) from error
