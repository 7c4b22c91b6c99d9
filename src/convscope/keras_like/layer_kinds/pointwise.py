"""Layers that work value by value: normalization, activation functions, dropout."""

from collections.abc import Iterable
from typing import Any

from convscope import architecture
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.layer import Layer


class BatchNormalization(Layer):
    """Normalises every channel to mean 0 and variance 1, then scales and shifts it."""

    kind = architecture.BatchNormalization


class LayerNormalization(Layer):
    """Brings the channels of every place to mean 0 and variance 1, then scales and shifts them."""

    kind = architecture.LayerNormalization


class Activation(Layer):
    """Applies an activation function; softmax works along the last axis."""

    kind, positional = architecture.Activation, ("activation",)


class ReLU(Layer):
    """A ramp; without options it is `Activation("relu")`, with `max_value=6` that of relu6."""

    kind = architecture.ReLU
    positional = ("max_value", "negative_slope", "threshold")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.description = self.description.simplified()


class PReLU(Layer):
    """A ramp whose slope left of zero is learned."""

    kind = architecture.PReLU


class Softmax(Activation):
    """`Activation("softmax")`."""

    @checked_arguments("Softmax()", {"axis": -1})
    def __init__(self, input_shape: Iterable[int] | None = None, name: str | None = None) -> None:
        super().__init__("softmax", input_shape=input_shape, name=name)


class ELU(Activation):
    """`Activation("elu")`."""

    @checked_arguments("ELU()", {"alpha": (1.0, 1)})
    def __init__(self, input_shape: Iterable[int] | None = None, name: str | None = None) -> None:
        super().__init__("elu", input_shape=input_shape, name=name)


class LeakyReLU(Activation):
    """A ramp that is less steep left of zero.

    With a slope of 0.2 it is `Activation("leaky_relu")`.

    Args:
        negative_slope: Slope left of zero, at least 0; 0.3 where nothing is said, as in Keras.
        input_shape: Shape of the net's input.
        name: The layer's name.
        alpha: What `negative_slope` was called before, which Keras still takes.
    """

    @checked_arguments("LeakyReLU()")
    def __init__(
        self,
        negative_slope: float = 0.3,
        input_shape: Iterable[int] | None = None,
        name: str | None = None,
        alpha: float | None = None,
    ) -> None:
        super().__init__("leaky_relu", input_shape=input_shape, name=name)
        negative_slope = negative_slope if alpha is None else alpha
        ramp = {"negative_slope": negative_slope, "name": self.name}
        self.description = architecture.ReLU.from_options(ramp).simplified()


class Dropout(Layer):
    """While training sets a share of `rate` to zero and scales the rest by 1 / (1 − rate)."""

    kind, positional = architecture.Dropout, ("rate",)


class SpatialDropout2D(Layer):
    """While training sets a share of `rate` of whole maps to zero and scales up the rest."""

    kind, positional = architecture.SpatialDropout2D, ("rate",)


class GaussianNoise(Layer):
    """While training adds random numbers with mean 0 and deviation `stddev`."""

    kind, positional = architecture.GaussianNoise, ("stddev",)
