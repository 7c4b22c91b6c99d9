"""Layers that treat every value (or every channel) for itself, and the input."""

from dataclasses import dataclass
from typing import ClassVar

from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import ACTIVATION, Interval, Number, ShapeTuple, option
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class Input(Layer):
    """What goes into the net.

    Attributes:
        shape: (height, width, channels) or (features,), without the batch axis.
        value_range: What the bytes 0–255 of an image are mapped to, linearly.
    """

    shape: tuple[int, ...] = option(ShapeTuple())
    value_range: tuple[float, float] = option(Interval(), (0.0, 1.0))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape that the net takes."""
        return self.shape


@dataclass(frozen=True)
class Rescaling(Layer):
    """Computes x × scale + offset."""

    scale: float = option(Number(example=1 / 255))
    offset: float = option(Number(example=0.0), 0.0)


@dataclass(frozen=True)
class Activation(Layer):
    """Applies an activation function; softmax works along the last axis."""

    activation: str = option(ACTIVATION)


@dataclass(frozen=True)
class Dropout(Layer):
    """While training sets a share of `rate` to zero and scales the rest by 1 / (1 − rate)."""

    rate: float = option(Number("a share of at least 0 and below 1", 0.5, 0.0, 1.0))


@dataclass(frozen=True)
class BatchNormalization(Layer):
    """Normalises every channel to mean 0 and variance 1, then scales and shifts it.

    Tensors: `gamma`, `beta`, `moving_mean`, `moving_variance`, each (channels,).
    """

    momentum: float = option(Number("a number from 0 to below 1", 0.99, 0.0, 1.0), 0.99)
    epsilon: float = option(Number("a small number above 0", 1e-3, 1e-12), 1e-3)

    non_trainable: ClassVar[tuple[str, ...]] = ("moving_mean", "moving_variance")

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns four shapes of (channels,)."""
        channels = (input_shape[-1],)
        return dict.fromkeys(("gamma", "beta", "moving_mean", "moving_variance"), channels)

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns one scaling per value."""
        count = 1
        for size in input_shape:
            count *= size
        return count


def expect_classes(shape: Shape) -> int:
    """Returns the number of outputs of a net that ends in `shape`.

    Raises:
        ConvscopeError: The net ends in a picture instead of one value per class.
    """
    if len(shape) != 1:
        raise ConvscopeError(
            f"The net ends in {shape}.",
            "A classifier ends in one value per class, (classes,).",
            "Add Flatten() or GlobalAveragePooling2D() and a Dense layer at the end.",
        )
    return shape[0]
