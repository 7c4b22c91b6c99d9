"""The layers as Keras programs write them: a description with options by position and name."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope import architecture
from convscope.architecture import LEAKY_RELU_SLOPE, Shape
from convscope.errors import ConvscopeError
from convscope.keras_like.arguments import checked_arguments, without_defaults
from convscope.keras_like.named_weights import named_like

if TYPE_CHECKING:
    from convscope.engine.network import Network

__all__ = [
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "Input",
    "InputLayer",
    "Layer",
    "LeakyReLU",
    "MaxPooling2D",
    "ReLU",
    "Rescaling",
    "Softmax",
    "ZeroPadding2D",
]

ACCEPTED: dict[str, Any] = {
    "axis": (-1, 3),
    "batch_size": None,
    "beta_initializer": "zeros",
    "bias_constraint": None,
    "bias_initializer": "zeros",
    "bias_regularizer": None,
    "center": True,
    "data_format": (None, "channels_last"),
    "dilation_rate": (1, (1, 1)),
    "dtype": (None, "float32"),
    "gamma_initializer": "ones",
    "groups": 1,
    "kernel_constraint": None,
    "kernel_initializer": "glorot_uniform",
    "kernel_regularizer": None,
    "activity_regularizer": None,
    "keepdims": False,
    "moving_mean_initializer": "zeros",
    "moving_variance_initializer": "ones",
    "noise_shape": None,
    "scale": True,
    "seed": None,
    "trainable": True,
}
"""Options of Keras' layers that convscope accepts at these values only."""


def with_channels(shape: Iterable[int]) -> Shape:
    """Returns an image shape with the channel axis that (height, width) lacks.

    Example:
        >>> with_channels((28, 28))
        (28, 28, 1)
    """
    shape = tuple(shape)
    return (*shape, 1) if len(shape) == 2 else shape


class Input:
    """What goes into the net.

    Args:
        shape: (height, width, channels), (height, width) for one channel, or (features,);
            without the batch axis.
        name: Accepted and not used.
    """

    @checked_arguments("Input()", {"batch_size": None, "dtype": (None, "float32")})
    def __init__(self, shape: Iterable[int], name: str | None = None) -> None:
        try:
            normal = with_channels(shape)
        except TypeError:
            raise ConvscopeError(
                f"Input(): shape={shape!r}.",
                "Expected (height, width, channels) or (features,).",
                "Write for example shape=(28, 28, 1).",
            ) from None
        self.shape = architecture.Input(normal).shape


InputLayer = Input


class Layer:
    """One layer of a `Sequential`: its options, and its weights once the net is built.

    Args:
        *args: Options by position, at most those that `positional` names.
        input_shape: Shape of the net's input, without the batch axis, for a first layer; None
            where an `Input` or the images tell it.
        input_dim: Features of an input that is a vector; goes before `input_shape`.
        name: The layer's name; None for one that the net finds.
        **options: Options by name: the layer's, and those of Keras at the value that `ACCEPTED`
            allows.

    Raises:
        UnknownNameError: The layer has no such option.
        ConvscopeError: An option is given twice, or its value is not supported.

    Attributes:
        description: The layer as data, without weights.
        is_named_by_user: Whether the name was given and has to stay.
        input_shape: Shape of the net's input, where this layer was told it; else None.
    """

    kind: ClassVar[type[architecture.Layer]]
    positional: ClassVar[tuple[str, ...]] = ()
    """Options that may be given by position: those where Keras has the same order."""

    def __init__(
        self,
        *args: Any,
        input_shape: Iterable[int] | None = None,
        input_dim: int | None = None,
        name: str | None = None,
        **options: Any,
    ) -> None:
        title = f"{type(self).__name__}()"
        if len(args) > len(self.positional):
            raise ConvscopeError(
                f"{title}: received {len(args)} arguments by position.",
                f"By position it takes {', '.join(self.positional) or 'none'}.",
                "Give the others by name.",
            )
        given = dict(zip(self.positional, args, strict=False))
        if twice := sorted(given.keys() & options.keys()):
            raise ConvscopeError(
                f"{title}: received {twice[0]} twice.",
                f"It is argument {self.positional.index(twice[0]) + 1} by position.",
                "Give it once.",
            )
        names = self.kind.option_names()
        extra = ["input_shape", "name"]
        given |= without_defaults(title, options, [*names, *extra], ACCEPTED)
        if "activation" in given and given["activation"] is None:
            given["activation"] = "linear"
        if name is not None:
            given["name"] = name
        self.description = self.kind.from_options(given)
        self.is_named_by_user = name is not None
        self.input_shape: Shape | None = None
        if input_dim is not None:
            input_shape = (input_dim,)
        if input_shape is not None:
            self.input_shape = Input(input_shape).shape
        self._network: Network | None = None
        self._index = -1
        self._build: Callable[[], object] | None = None

    @classmethod
    def from_description(cls, description: architecture.Layer) -> "Layer":
        """Returns the layer of a description."""
        layer = object.__new__(KINDS[description.kind])
        layer.description, layer.input_shape = description, None
        layer.is_named_by_user = True
        layer._network, layer._index, layer._build = None, -1, None
        return layer

    @property
    def name(self) -> str:
        """The layer's name in its net; empty before it is in one."""
        return self.description.name

    @property
    def trainable(self) -> bool:
        """Always true: convscope trains every layer."""
        return True

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if not value:
            raise ConvscopeError(
                f"{self.description.title}: trainable=False is not supported.",
                "convscope trains every layer.",
                "Leave the line out.",
            )

    def join(self, build: Callable[[], object]) -> None:
        """Tells the layer how the net that it is in gives it weights, once it knows its shape."""
        self._build = build

    def attach(self, network: "Network", index: int) -> None:
        """Tells the layer where its weights live: in layer `index` of `network`.

        A layer that already has weights, because its net has grown or because it comes from
        another net, keeps them: the new network computes with the same tensors.

        Raises:
            ConvscopeError: The weights do not fit the shape that arrives in the new net.
        """
        step = network.architecture.steps[index]
        if self._network is not None:
            old = self._network.layers[self._index]
            old_shapes = self._network.architecture.steps[self._index].parameter_shapes
            if old_shapes != step.parameter_shapes:
                raise ConvscopeError(
                    f"{step.layer.title} has weights for inputs of another shape: {old_shapes}.",
                    f"Here it needs {step.parameter_shapes}.",
                    "Make a new layer.",
                )
            for tensor in step.parameter_shapes:
                setattr(network.layers[index], tensor, getattr(old, tensor))
        self._network, self._index = network, index

    def get_weights(self) -> list[NDArray[np.float32]]:
        """Returns copies of the layer's tensors: kernel (height, width, in, out), then bias."""
        from convscope.engine.network import read_weights

        network = self._network_or_none()
        if network is None:
            return []
        weights = read_weights(network)
        return [weights[name] for name in self._tensor_names(network)]

    def set_weights(self, weights: list[NDArray[Any]]) -> None:
        """Replaces the layer's tensors, in the order of `get_weights`.

        Raises:
            ConvscopeError: The net is not built yet, or number or shapes do not fit.
        """
        from convscope.engine.network import load_weights, read_weights

        network = self._network_or_none()
        if network is None:
            raise ConvscopeError(
                f"{self.description.title} has no weights yet.",
                "They exist once the net knows its input shape.",
                "Begin the net with Input(shape=…), or call model.build((None, 28, 28, 1)).",
            )
        current = read_weights(network)
        shapes = {name: current[name].shape for name in self._tensor_names(network)}
        load_weights(network, current | named_like(self.description.title, shapes, weights))

    def count_params(self) -> int:
        """Returns the number of values in the layer's tensors."""
        return sum(tensor.size for tensor in self.get_weights())

    def get_config(self) -> dict[str, Any]:
        """Returns the layer's options by name."""
        config = self.description.to_json()
        return {key: value for key, value in config.items() if key != "kind"}

    def _network_or_none(self) -> "Network | None":
        if self._network is None and self._build is not None:
            self._build()
        return self._network

    def _tensor_names(self, network: "Network") -> list[str]:
        step = network.architecture.steps[self._index]
        return [f"{step.layer.name}.{tensor}" for tensor in step.parameter_shapes]

    def __getattr__(self, name: str) -> Any:
        description = self.__dict__.get("description")
        if description is not None and name in {field.name for field in fields(description)}:
            return getattr(description, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        options = ", ".join(f"{key}={value!r}" for key, value in self.get_config().items())
        return f"{type(self).__name__}({options})"


class Rescaling(Layer):
    """Computes x × scale + offset."""

    kind, positional = architecture.Rescaling, ("scale", "offset")


class ZeroPadding2D(Layer):
    """Puts rows and columns of zeros around the picture."""

    kind, positional = architecture.ZeroPadding2D, ("padding",)


class Conv2D(Layer):
    """Convolution: every filter slides over the input and yields one feature map."""

    kind = architecture.Conv2D
    positional = ("filters", "kernel_size", "strides", "padding")


class MaxPooling2D(Layer):
    """Keeps the largest value of every window; padding never wins."""

    kind, positional = architecture.MaxPooling2D, ("pool_size", "strides", "padding")


class AveragePooling2D(Layer):
    """Keeps the mean of every window; padding is not counted."""

    kind, positional = architecture.AveragePooling2D, ("pool_size", "strides", "padding")


class GlobalAveragePooling2D(Layer):
    """Keeps the mean of every channel."""

    kind = architecture.GlobalAveragePooling2D


class BatchNormalization(Layer):
    """Normalises every channel to mean 0 and variance 1, then scales and shifts it."""

    kind = architecture.BatchNormalization


class Activation(Layer):
    """Applies an activation function; softmax works along the last axis."""

    kind, positional = architecture.Activation, ("activation",)


class Flatten(Layer):
    """Writes the picture as one vector: row by row, column by column, channel by channel."""

    kind = architecture.Flatten


class Dropout(Layer):
    """While training sets a share of `rate` to zero and scales the rest by 1 / (1 − rate)."""

    kind, positional = architecture.Dropout, ("rate",)


class Dense(Layer):
    """Fully connected: every unit sees every input."""

    kind, positional = architecture.Dense, ("units", "activation", "use_bias")


KINDS: dict[str, type[Layer]] = {
    layer.kind.__name__: layer for layer in list(Layer.__subclasses__())
}
"""Class by kind; the keys are those of `architecture.LAYER_KINDS`."""


class ReLU(Activation):
    """`Activation("relu")`."""

    @checked_arguments("ReLU()", {"max_value": None, "negative_slope": (0, 0.0), "threshold": 0})
    def __init__(self, input_shape: Iterable[int] | None = None, name: str | None = None) -> None:
        super().__init__("relu", input_shape=input_shape, name=name)


class Softmax(Activation):
    """`Activation("softmax")`."""

    @checked_arguments("Softmax()", {"axis": -1})
    def __init__(self, input_shape: Iterable[int] | None = None, name: str | None = None) -> None:
        super().__init__("softmax", input_shape=input_shape, name=name)


class LeakyReLU(Activation):
    """`Activation("leaky_relu")`, whose slope left of zero is 0.2.

    Args:
        negative_slope: Only 0.2. Keras' layer would take 0.3 if nothing were said, so that
            leaving it out is an error here.
        input_shape: Shape of the net's input.
        name: The layer's name.
    """

    @checked_arguments("LeakyReLU()")
    def __init__(
        self,
        negative_slope: float = 0.3,
        input_shape: Iterable[int] | None = None,
        name: str | None = None,
    ) -> None:
        if negative_slope != LEAKY_RELU_SLOPE:
            raise ConvscopeError(
                f"LeakyReLU(): negative_slope={negative_slope}.",
                f"Only a slope of {LEAKY_RELU_SLOPE} is supported.",
                f"Write LeakyReLU(negative_slope={LEAKY_RELU_SLOPE}).",
            )
        super().__init__("leaky_relu", input_shape=input_shape, name=name)
