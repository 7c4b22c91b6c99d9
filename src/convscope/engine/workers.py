"""Several processes, on one machine or many, that train one net together.

`torchrun` starts them and says in the environment who each one is. Without that nothing here is
used, and torch.distributed is not imported.
"""

import atexit
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.engine.devices import num_cores
from convscope.engine.shards import Shard
from convscope.errors import ConvscopeError

VARIABLES = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
"""What `torchrun` sets for every process that it starts."""

TIMEOUT = timedelta(hours=2)
"""How long a process waits for another one that is alive, such as one that decodes images.

An ended process is noticed at once, because its connections close.
"""


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
        shard: This process's part of the batch of the current step.
    """

    rank: int
    count: int
    local_rank: int = 0
    local_count: int = 1
    shard: Shard | None = None

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
        import torch.distributed as dist

        sums = _sendable(values).clone(memory_format=torch.contiguous_format)
        with _noticing_losses():
            dist.all_reduce(sums)
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
        _broadcast(values)
        if self.is_first:
            return
        sizes = [tensor.numel() for tensor in tensors]
        for tensor, own in zip(tensors, values.split(sizes), strict=True):
            tensor.detach().copy_(own.view(tensor.shape))

    def send(self, content: bytes) -> None:
        """Hands bytes from the first process to all others, which have to `receive`."""
        _broadcast(torch.tensor([len(content)]))
        if content:
            _broadcast(torch.frombuffer(bytearray(content), dtype=torch.uint8))

    def receive(self) -> bytes:
        """Returns the bytes that the first process sends, as soon as it does."""
        size = torch.zeros(1, dtype=torch.int64)
        _broadcast(size)
        content = torch.empty(int(size), dtype=torch.uint8)
        if len(content):
            _broadcast(content)
        return content.numpy().tobytes()


def join_workers(environment: Mapping[str, str] = os.environ) -> Workers | None:
    """Meets the other processes that `torchrun` has started; None if this one is alone.

    This process then uses its share of the machine's cores. `torchrun` sets OMP_NUM_THREADS to 1
    where the user has set nothing; any other value is the user's own and holds.

    Raises:
        ConvscopeError: The processes do not find each other.
    """
    if any(name not in environment for name in VARIABLES) or int(environment["WORLD_SIZE"]) < 2:
        return None
    import torch.distributed as dist

    workers = Workers(
        int(environment["RANK"]),
        int(environment["WORLD_SIZE"]),
        int(environment.get("LOCAL_RANK", 0)),
        int(environment.get("LOCAL_WORLD_SIZE", 1)),
    )
    has_cards = torch.cuda.is_available() and dist.is_nccl_available()
    try:
        dist.init_process_group("cpu:gloo,cuda:nccl" if has_cards else "gloo", timeout=TIMEOUT)
        atexit.register(dist.destroy_process_group)
    except (RuntimeError, ValueError) as error:
        where = f"{environment['MASTER_ADDR']}:{environment['MASTER_PORT']}"
        raise ConvscopeError(
            f"Process {workers.rank} does not reach the others at {where}: {error}.",
            f"Expected {workers.count} processes that can connect to each other.",
            "Give torchrun the first machine's address and an open port; see docs/distributed.md.",
        ) from error
    if environment.get("OMP_NUM_THREADS", "1") == "1":
        torch.set_num_threads(max(1, num_cores() // workers.local_count))
    return workers


def _sendable(values: Tensor) -> Tensor:
    """Returns values on a device that has a way to other processes."""
    values = values.detach()
    return values if values.device.type in ("cpu", "cuda") else values.cpu()


def _broadcast(tensor: Tensor) -> None:
    import torch.distributed as dist

    with _noticing_losses():
        dist.broadcast(tensor, 0)


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
