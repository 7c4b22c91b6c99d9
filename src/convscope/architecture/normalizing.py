"""Layers that bring values to a common scale by other means than a batch's own statistics."""

from dataclasses import dataclass
from math import prod, sqrt
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import Flag, Number, OneOrMore, maybe, option
from convscope.errors import ConvscopeError


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


SMALLEST_SPREAD = 1e-7
"""Below it `Normalization` divides by this; Keras calls it `epsilon`."""


@dataclass(frozen=True)
class Normalization(Layer):
    """Brings every channel to mean 0 and variance 1 by a mean and variance that stay as they are.

    Tensors, where they are not given: `mean` and `variance`, each (channels,), measured on images
    before training, and `count`, which is 0 and was more in files of old versions of Keras.

    Attributes:
        mean: Of every channel, or one for all; None where it is measured.
        variance: The same.
        invert: Whether the way goes back: from mean 0 and variance 1 to the given ones.
    """

    is_pointwise: ClassVar[bool] = True

    mean: tuple[float, ...] | None = option(maybe(OneOrMore()), None)
    variance: tuple[float, ...] | None = option(maybe(OneOrMore()), None)
    invert: bool = option(Flag(), False)

    tensors: ClassVar[tuple[str, ...]] = ("mean", "variance", "count")
    non_trainable: ClassVar[tuple[str, ...]] = ("mean", "variance", "count")

    @classmethod
    def setting_names(cls) -> list[str]:
        """Returns none: what it computes with is measured, not learned."""
        return []

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape unchanged.

        Raises:
            ConvscopeError: A mean without a variance, a variance below 0, or numbers for more or
                fewer channels than there are.
        """
        counts = {len(values) if values else 0 for values in (self.mean, self.variance)}
        if len(counts) > 1 or min(self.variance or (0.0,)) < 0:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, for mean={self.mean} and "
                f"variance={self.variance}.",
                "Expected as many numbers in both, or neither; no variance below 0.",
                "Write for example mean=[0.5], variance=[0.1], or leave both out.",
            )
        if self.mean is not None and len(self.mean) not in (1, input_shape[-1]):
            raise ConvscopeError(
                f"{self.title} received {input_shape}, with {len(self.mean)} means.",
                f"Expected one for all channels, or {input_shape[-1]}.",
                "Give one number for each channel.",
            )
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns (channels,) for mean and variance and () for the count; none where given."""
        channels: Shape = (input_shape[-1],)
        measured: dict[str, Shape] = {"mean": channels, "variance": channels, "count": ()}
        return measured if self.mean is None else {}

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns one scaling per value."""
        return prod(input_shape)

    def factor_and_offset(self, mean: float, variance: float) -> tuple[float, float]:
        """Returns what a value is multiplied by, and what is added: y = factor · x + offset.

        Args:
            mean: Of its channel.
            variance: Of its channel.
        """
        spread = max(sqrt(variance), SMALLEST_SPREAD)
        return (spread, mean) if self.invert else (1 / spread, -mean / spread)
