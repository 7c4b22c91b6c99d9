"""How a net is computed faster than layer by layer, with the same result."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from torch import Tensor, nn

from convscope.architecture import NONDECREASING
from convscope.engine.network.compiled_convolution import CompiledConvolution
from convscope.engine.network.compiled_normalization import (
    ACTIVATION_BOUNDS,
    NO_BOUNDS,
    CompiledNormalization,
)
from convscope.engine.network.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dropout,
    MaxPooling2D,
    ReLU,
)
from convscope.engine.network.penalties import Penalties
from convscope.engine.network.pooled_convolution import PooledConvolution

Compiled: TypeAlias = CompiledConvolution | CompiledNormalization | PooledConvolution | Dropout
"""What may be computed by compiled kernels, where `is_suited` says so."""


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
        # What the layer alone takes in need not exist.
        is_alone = index > 0 and taken == (index - 1,) and uses[index - 1] == 1
        before = computations[-1].compute if is_alone else None
        if rewrite and (joined := _joined(before, layer)):
            computations[-1] = replace(computations[-1], compute=joined)
        else:
            compute = _begun(layer) if rewrite else layer
            computations.append(Computation(compute, tuple(place[source] for source in taken)))
        if penalties is not None and penalties.watches(index):
            last = computations[-1]
            watched = Watched(last.compute, index, penalties)
            computations[-1] = replace(last, compute=watched)
        place[index] = len(computations) - 1
    return computations


def _begun(layer: nn.Module) -> Callable[..., Tensor]:
    """Returns what computes a layer, and may come to compute what stands behind it."""
    if isinstance(layer, Conv2D):
        return CompiledConvolution(layer, layer.activation)
    return CompiledNormalization(layer) if isinstance(layer, BatchNormalization) else layer


def _joined(
    compute: Callable[..., Tensor] | None, layer: nn.Module
) -> Callable[..., Tensor] | None:
    """Returns what computes a layer with what stands before it; None where nothing does."""
    activation = _activation(layer)
    match compute:
        case CompiledConvolution(activation="linear") if activation is not None:
            return replace(compute, activation=activation)
        case CompiledConvolution(convolution) if isinstance(layer, MaxPooling2D):
            is_pooled = convolution.is_plain and compute.activation in NONDECREASING
            return PooledConvolution(convolution, layer, compute.activation) if is_pooled else None
        case CompiledNormalization(bounds=bounds) if bounds == NO_BOUNDS:
            known = activation in ACTIVATION_BOUNDS
            return replace(compute, bounds=ACTIVATION_BOUNDS[activation]) if known else None
    return None


def _activation(layer: nn.Module) -> str | None:
    """Returns the name of the activation that a layer is, if it is one that has a name."""
    if isinstance(layer, Activation):
        return layer.activation
    return layer.activation if isinstance(layer, ReLU) else None
