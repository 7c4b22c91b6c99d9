"""Meeting the other processes that `torchrun` has started.

`torchrun` says in the environment who each process is. Without that nothing here does anything;
torch imports torch.distributed in any case.
"""

import atexit
import os
from datetime import timedelta

import torch
import torch.distributed as dist

from convscope.engine.processes.workers import Workers
from convscope.errors import ConvscopeError
from convscope.threads import num_cores

VARIABLES = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
"""What `torchrun` sets for every process that it starts."""

CONNECTION_TIMEOUT = timedelta(minutes=5)
"""How long a process tries to reach the others at the start."""

TIMEOUT = timedelta(hours=2)
"""How long a process waits for another one that is alive, such as one that decodes images.

An ended process is noticed at once, because its connections close.
"""


def join_workers() -> Workers | None:
    """Meets the other processes; returns None if this one is alone.

    This process then uses its share of the machine's cores. `torchrun` sets OMP_NUM_THREADS to 1
    where the user has set nothing; any other value is the user's own and holds.

    Raises:
        ConvscopeError: The processes do not find each other.
    """
    if any(name not in os.environ for name in VARIABLES) or int(os.environ["WORLD_SIZE"]) < 2:
        return None
    workers = Workers(
        int(os.environ["RANK"]),
        int(os.environ["WORLD_SIZE"]),
        int(os.environ.get("LOCAL_RANK", "0")),
        int(os.environ.get("LOCAL_WORLD_SIZE", "1")),
    )
    has_cards = torch.cuda.is_available() and dist.is_nccl_available()
    backend = "cpu:gloo,cuda:nccl" if has_cards else "gloo"
    try:
        dist.init_process_group(backend, timeout=CONNECTION_TIMEOUT)
        atexit.register(dist.destroy_process_group)
        workers.group = dist.new_group(timeout=TIMEOUT)
    except (RuntimeError, ValueError) as error:
        where = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
        raise ConvscopeError(
            f"Process {workers.rank} does not reach the others at {where}: {error}.",
            f"Expected {workers.count} processes that can connect to each other.",
            "Give torchrun the first machine's address and an open port; see docs/distributed.md.",
        ) from error
    if os.environ.get("OMP_NUM_THREADS", "1") == "1":
        torch.set_num_threads(max(1, num_cores() // workers.local_count))
    return workers
