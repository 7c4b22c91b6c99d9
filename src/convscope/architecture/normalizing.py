"""Layers that bring values to a common scale by other means than a batch's own statistics."""

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import Flag, Number, option


@dataclass(frozen=True)
class LayerNormalization(Layer):
    """Brings the channels of every place to mean 0 and variance 1, then scales and shifts them.

    Mean and variance are those of the image at hand, while training and after it.

    Tensors: `gamma` where it scales, `beta` where it shifts (`center`), each (channels,).
    """

    mixes_channels: ClassVar[bool] = True

    epsilon: float = option(Number("a small number above 0", 1e-3, 1e-12), 1e-3)
    center: bool = option(Flag(), True)
    scale: bool = option(Flag(), True)

    tensors: ClassVar[tuple[str, ...]] = ("gamma", "beta")

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns (channels,) for each tensor that there is."""
        has = {"gamma": self.scale, "beta": self.center}
        return {name: (input_shape[-1],) for name in self.tensors if has[name]}

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns one scaling per value, where the layer scales."""
        return prod(input_shape) if self.scale else 0
