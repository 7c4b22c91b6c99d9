"""How a net is computed faster than layer by layer, with the same result."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from torch import Tensor, nn

from convscope.engine.network.layers import Conv2D, MaxPooling2D
from convscope.engine.network.penalties import Penalties
from convscope.engine.network.pooled_convolution import PooledConvolution


@dataclass(frozen=True)
class Computation:
    """What is computed in one go: a layer, or several layers as one.

    Attributes:
        compute: From what it takes in to what it puts out.
        inputs: Positions of the computations that it takes in; −1 is the net's input.
    """

    compute: Callable[..., Tensor]
    inputs: tuple[int, ...]


@dataclass
class Watched:
    """Computes a layer whose outputs are regularized.

    Attributes:
        compute: From what the layer takes in to what it puts out.
        index: The layer's position in the net.
        penalties: Sees what it puts out.
        activate: What comes behind, where the net's last activation was taken off; else None.
    """

    compute: Callable[..., Tensor]
    index: int
    penalties: Penalties
    activate: Callable[[Tensor], Tensor] | None = None

    def __call__(self, *inputs: Tensor) -> Tensor:
        """Returns what the layer puts out."""
        values = self.compute(*inputs)
        self.penalties.see(self.index, self.activate(values) if self.activate else values)
        return values


def plan(
    layers: nn.ModuleList,
    inputs: Sequence[tuple[int, ...]],
    rewrite: bool = True,
    penalties: Penalties | None = None,
) -> list[Computation]:
    """Returns what is computed in turn.

    Args:
        layers: The net's modules, one per layer.
        inputs: Positions of the layers that each layer takes in; −1 is the net's input.
        rewrite: Whether layers may be computed together.
        penalties: Sees what the layers put out that it watches; None for nobody.
    """
    uses = Counter(source for taken in inputs for source in taken)
    computations: list[Computation] = []
    place = {-1: -1}  # of the computation that puts out what a layer puts out
    for index, (layer, taken) in enumerate(zip(layers, inputs, strict=True)):
        before = layers[taken[0]] if taken[0] >= 0 else None
        # What the pooling alone takes in need not exist.
        is_alone = taken[0] == index - 1 and uses[taken[0]] == 1
        if penalties is not None and penalties.watches(taken[0]):
            is_alone = False
        if rewrite and is_alone and _is_pooled(before, layer):
            assert isinstance(before, Conv2D)
            assert isinstance(layer, MaxPooling2D)
            convolution = computations.pop()
            computations.append(Computation(PooledConvolution(before, layer), convolution.inputs))
        else:
            computations.append(Computation(layer, tuple(place[source] for source in taken)))
        if penalties is not None and penalties.watches(index):
            last = computations[-1]
            watched = Watched(last.compute, index, penalties)
            computations[-1] = replace(last, compute=watched)
        place[index] = len(computations) - 1
    return computations


def _is_pooled(layer: nn.Module | None, behind: nn.Module) -> bool:
    return (
        isinstance(layer, Conv2D)
        and isinstance(behind, MaxPooling2D)
        and layer.is_plain
        and layer.activation in ("relu", "linear")
    )
