"""How a net is computed faster than layer by layer, with the same result."""

from collections.abc import Callable

from torch import Tensor, nn

from convscope.engine.network.layers import Conv2D, MaxPooling2D
from convscope.engine.network.pooled_convolution import PooledConvolution

Computation = Callable[[Tensor], Tensor]


def plan(layers: nn.ModuleList) -> list[Computation]:
    """Returns what is computed in turn: a layer, or several layers as one.

    Args:
        layers: The net's modules, one per layer.
    """
    computations: list[Computation] = []
    index = 0
    while index < len(layers):
        layer = layers[index]
        behind = layers[index + 1] if index + 1 < len(layers) else None
        if (
            isinstance(layer, Conv2D)
            and isinstance(behind, MaxPooling2D)
            and layer.activation in ("relu", "linear")
        ):
            computations.append(PooledConvolution(layer, behind))
            index += 2
        else:
            computations.append(layer)
            index += 1
    return computations
