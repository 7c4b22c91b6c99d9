"""Layers that treat every value (or every channel) for itself, and the input."""

from dataclasses import dataclass
from math import nextafter, prod
from typing import ClassVar

from convscope.architecture.activations import LEAKY_RELU_SLOPE
from convscope.architecture.layer import Layer, Shape
from convscope.architecture.options import (
    ACTIVATION,
    Interval,
    Limit,
    Number,
    ShapeTuple,
    SharedAxes,
    maybe,
    option,
)
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class Input(Layer):
    """What goes into the net.

    Attributes:
        shape: (height, width, channels) or (features,), without the batch axis.
        value_range: What the bytes 0–255 of an image are mapped to, linearly.
    """

    most_inputs: ClassVar[int] = 0

    shape: tuple[int, ...] = option(ShapeTuple())
    value_range: tuple[float, float] = option(Interval(), (0.0, 1.0))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape that the net takes."""
        return self.shape


@dataclass(frozen=True)
class Rescaling(Layer):
    """Computes x × scale + offset."""

    is_pointwise: ClassVar[bool] = True

    scale: float = option(Number(example=1 / 255))
    offset: float = option(Number(example=0.0), 0.0)


@dataclass(frozen=True)
class Activation(Layer):
    """Applies an activation function; softmax works along the last axis."""

    is_pointwise: ClassVar[bool] = True
    keeps_values: ClassVar[bool] = True

    activation: str = option(ACTIVATION)


@dataclass(frozen=True)
class ReLU(Layer):
    """A ramp of three straight pieces: flat or falling slowly, rising, and flat again.

    y = max_value where x ≥ max_value; x where x ≥ threshold; else negative_slope · (x − threshold).
    """

    is_pointwise: ClassVar[bool] = True

    max_value: float | None = option(Limit(), None)
    negative_slope: float = option(Number("a number of at least 0", 0.1, 0.0), 0.0)
    threshold: float = option(Number("a number of at least 0", 1.0, 0.0), 0.0)

    def simplified(self) -> Layer:
        """Returns the activation function that is the same, where one has a name; else itself."""
        options = (self.max_value, self.negative_slope, self.threshold)
        named = {
            (None, 0.0, 0.0): "relu",
            (6.0, 0.0, 0.0): "relu6",
            (None, LEAKY_RELU_SLOPE, 0.0): "leaky_relu",
        }
        if options not in named:
            return self
        return Activation(named[options], name=self.name, inputs=self.inputs)

    def piece_at(self, x: float) -> tuple[float, float]:
        """Returns (factor, offset) of the straight piece that x lies on: y = factor · x + offset.

        At 0 a ramp that begins there is flat.
        """
        if self.max_value is not None and x >= self.max_value:
            return 0.0, self.max_value
        if x > self.threshold or x == self.threshold > 0:
            return 1.0, 0.0
        return self.negative_slope, -self.negative_slope * self.threshold


@dataclass(frozen=True)
class PReLU(Layer):
    """A ramp whose slope left of zero is learned: y = x where x > 0, alpha · x where x < 0.

    Tensor: `alpha`, one slope per value, (height, width, channels) or (features,); axes that share
    a slope are 1 long.
    """

    is_pointwise: ClassVar[bool] = True
    tensors: ClassVar[tuple[str, ...]] = ("alpha",)

    shared_axes: tuple[int, ...] | None = option(maybe(SharedAxes()), None)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape unchanged.

        Raises:
            ConvscopeError: An axis is shared that is not there.
        """
        if self.shared_axes and self.shared_axes[-1] > len(input_shape):
            raise ConvscopeError(
                f"{self.title} received {input_shape} for shared_axes={self.shared_axes}.",
                f"Expected axes from 1 to {len(input_shape)}; the batch is axis 0.",
                "Share only axes that are there, or none.",
            )
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shape of `alpha`."""
        shared = self.shared_axes or ()
        axes = enumerate(input_shape, 1)
        return {"alpha": tuple(1 if axis in shared else size for axis, size in axes)}

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns one product per value."""
        return prod(input_shape)


@dataclass(frozen=True)
class Dropout(Layer):
    """While training sets a share of `rate` to zero and scales the rest by 1 / (1 − rate)."""

    is_pointwise: ClassVar[bool] = True
    keeps_values: ClassVar[bool] = True
    passes_on: ClassVar[bool] = True

    rate: float = option(Number("a share of at least 0 and below 1", 0.5, 0.0, 1.0))


@dataclass(frozen=True)
class SpatialDropout2D(Dropout):
    """While training sets a share of `rate` of whole maps to zero and scales up the rest."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape of the picture."""
        return self.expect_image(input_shape)


@dataclass(frozen=True)
class GaussianNoise(Layer):
    """While training adds random numbers with mean 0 and deviation `stddev` to the values."""

    is_pointwise: ClassVar[bool] = True
    keeps_values: ClassVar[bool] = True
    passes_on: ClassVar[bool] = True

    stddev: float = option(Number("a number from 0 to 1", 0.1, 0.0, nextafter(1.0, 2.0)))


@dataclass(frozen=True)
class BatchNormalization(Layer):
    """Normalises every channel to mean 0 and variance 1, then scales and shifts it.

    Tensors: `gamma`, `beta`, `moving_mean`, `moving_variance`, each (channels,).
    """

    is_pointwise: ClassVar[bool] = True

    momentum: float = option(Number("a number from 0 to below 1", 0.99, 0.0, 1.0), 0.99)
    epsilon: float = option(Number("a small number above 0", 1e-3, 1e-12), 1e-3)

    tensors: ClassVar[tuple[str, ...]] = ("gamma", "beta", "moving_mean", "moving_variance")
    non_trainable: ClassVar[tuple[str, ...]] = ("moving_mean", "moving_variance")

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns four shapes of (channels,)."""
        channels = (input_shape[-1],)
        return dict.fromkeys(("gamma", "beta", "moving_mean", "moving_variance"), channels)

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns one scaling per value."""
        return prod(input_shape)


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
