"""Compiles what a network's kernels need before a training starts, and tells when it has to."""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from numba.core.event import Event, Listener, install_listener

if TYPE_CHECKING:
    from convscope.engine.network.network import Network


def compile_kernels(network: "Network", on_compiling: Callable[[], None]) -> None:
    """Lets a copy of a network compute two images once, so that all its kernels are compiled.

    Numba keeps them on disk, beside the code or in the user's cache folder, so that this takes
    some seconds once on a machine for each net, and a moment afterwards. Neither the network nor
    any random state changes.

    Args:
        network: A network on the CPU that uses kernels.
        on_compiling: Called before the first kernel is compiled; not where all are on disk.
    """
    twin = copy.deepcopy(network).train()
    twin.share_batches(None)
    images = torch.ones(2, *network.architecture.input.shape)
    # Numba alone knows whether a kernel is on disk.
    listener = _FirstEvent(on_compiling)
    with install_listener("numba:compile", listener), torch.random.fork_rng(devices=[]):
        twin.scores(images).sum().backward()


class _FirstEvent(Listener):
    """Calls a function when the first of some events starts."""

    def __init__(self, function: Callable[[], None]) -> None:
        self._function: Callable[[], None] | None = function

    def on_start(self, event: Event) -> None:
        """Calls the function, once."""
        if self._function is not None:
            function, self._function = self._function, None
            function()

    def on_end(self, event: Event) -> None:
        """Nothing happens then."""
