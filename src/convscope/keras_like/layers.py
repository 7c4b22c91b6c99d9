"""The layers as Keras programs write them: a description with options by position and name."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope import architecture
from convscope.architecture import Shape
from convscope.errors import ConvscopeError
from convscope.keras_like import activations
from convscope.keras_like.adapting import mean_and_variance
from convscope.keras_like.arguments import checked_arguments, expect_flag, without_defaults
from convscope.keras_like.eager import layer_on_numbers
from convscope.keras_like.named_weights import named_like
from convscope.keras_like.numbers import Numbers
from convscope.keras_like.symbolic import KerasTensor, called
from convscope.missing_names import missing_attribute

if TYPE_CHECKING:
    from convscope.engine.network import Network

__all__ = [
    "Activation",
    "Add",
    "Average",
    "AveragePooling2D",
    "AvgPool2D",
    "BatchNormalization",
    "CenterCrop",
    "Concatenate",
    "Conv2D",
    "Convolution2D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "GlobalAvgPool2D",
    "GlobalMaxPooling2D",
    "Input",
    "InputLayer",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPool2D",
    "MaxPooling2D",
    "Maximum",
    "Multiply",
    "Normalization",
    "PReLU",
    "RandomBrightness",
    "RandomContrast",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "ReLU",
    "Rescaling",
    "Reshape",
    "Resizing",
    "SeparableConv2D",
    "Softmax",
    "SpatialDropout2D",
    "Subtract",
    "ZeroPadding2D",
    "add",
    "average",
    "concatenate",
    "maximum",
    "multiply",
    "subtract",
]

ACCEPTED: dict[str, Any] = {
    "antialias": False,
    "axis": (-1, 3),
    "batch_size": None,
    "center": True,
    "data_format": (None, "channels_last"),
    "dtype": (None, "float32"),
    "fill_mode": "constant",
    "noise_shape": None,
    "scale": True,
    "seed": None,
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


class Input(KerasTensor):
    """What goes into the net; layers are called on it, or it stands first in a `Sequential`.

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
        super().__init__(architecture.Input(normal).shape)


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
    kernel_names: ClassVar[dict[str, str]] = {}
    """What Keras calls a kernel where it names settings, by what we call the tensor."""
    unused: ClassVar[tuple[str, ...]] = ()
    """Options of Keras that are accepted whatever their value, and change nothing."""

    def __init__(
        self,
        *args: Any,
        input_shape: Iterable[int] | None = None,
        input_dim: int | None = None,
        name: str | None = None,
        **options: Any,
    ) -> None:
        title = f"{type(self).__name__}()"
        if not hasattr(type(self), "kind"):
            raise ConvscopeError(
                f"{title} is a layer of the program's own.",
                "Expected one of convscope's: it has to explain and draw every layer.",
                "Build it from layers that are there, or run the program with Keras: "
                "python -m convscope.accelerate program.py.",
            )
        if len(args) > len(self.positional):
            raise ConvscopeError(
                f"{title}: received {len(args)} arguments by position.",
                f"By position it takes {', '.join(self.positional) or 'none'}.",
                "Give the others by name.",
            )
        options = {name: value for name, value in options.items() if name not in self.unused}
        given = dict(zip(self.positional, args, strict=False))
        if twice := sorted(given.keys() & options.keys()):
            raise ConvscopeError(
                f"{title}: received {twice[0]} twice.",
                f"It is argument {self.positional.index(twice[0]) + 1} by position.",
                "Give it once.",
            )
        names = self.kind.option_names()
        extra = ["input_shape", "name"]
        settings = self._settings()
        given |= without_defaults(title, options, [*names, *settings, *extra], ACCEPTED)
        given["training"] = {ours: given.pop(n) for n, ours in settings.items() if n in given}
        if "activation" in given:
            function = given["activation"]
            is_one = function is None or isinstance(function, activations.ActivationFunction)
            given["activation"] = activations.get(function).name if is_one else function
        if name is not None:
            given["name"] = name
        self.description = self.kind.from_options(given)
        self.is_named_by_user = name is not None
        self.trainable = self.description.training.is_trained
        self.input_shape: Shape | None = None
        if input_dim is not None:
            input_shape = (input_dim,)
        if input_shape is not None:
            self.input_shape = Input(input_shape).own_shape
        self._network: Network | None = None
        self._index = -1
        self._build: Callable[[], object] | None = None
        self._output: KerasTensor | None = None
        self._call: Callable[[], object] | None = None

    @classmethod
    def from_description(cls, description: architecture.Layer) -> "Layer":
        """Returns the layer of a description."""
        layer = object.__new__(KINDS[description.kind])
        layer.description, layer.input_shape = description, None
        layer.is_named_by_user = True
        layer.trainable = description.training.is_trained
        layer._network, layer._index, layer._build = None, -1, None
        layer._output, layer._call = None, None
        return layer

    @property
    def name(self) -> str:
        """The layer's name in its net; empty before it is in one."""
        return self.description.name

    @property
    def trainable(self) -> bool:
        """Whether training moves the layer's weights.

        A change counts from the next `compile` on, as in Keras. A normalization that is not trained
        computes as it does when the net judges.
        """
        return self._is_trained

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._is_trained = expect_flag(f"{type(self).__name__}: trainable", value)

    @checked_arguments("Calling a layer")
    def __call__(self, inputs: Any, training: bool | None = None) -> Any:
        """Returns what the layer puts out for what another one puts out, without numbers yet.

        Called on an array, it returns an array: what it makes of a batch.

        Args:
            inputs: What `Input` or another layer returned; for joins a list of such. Or an array.
            training: Of an array: whether the layer does what it does in training.

        Raises:
            ConvscopeError: Anything else, or a shape that the layer cannot work on.
        """
        if hasattr(inputs, "__array__"):
            return layer_on_numbers(self, inputs, bool(training))
        if training:
            raise ConvscopeError(
                f"{type(self).__name__}() was called with training=True inside a net.",
                "Whether a net trains is known when it does.",
                "Leave training out.",
            )
        tensor = called(self, inputs)
        if self._output is None:
            self.stand_for(tensor)
        return tensor

    def stand_for(self, output: KerasTensor) -> None:
        """Tells the layer which of its outputs is meant by `output`: as in Keras the first one."""
        self._output = output

    @property
    def output(self) -> KerasTensor:
        """What the layer puts out, for nets that end there: `Model(model.input, layer.output)`.

        Raises:
            ConvscopeError: The layer was not called and is in no net that knows its input shape.
        """
        if self._output is None and self._call is not None:
            self._call()
        if self._output is None:
            raise ConvscopeError(
                f"{self.description.title} has no output yet.",
                "It has one once it was called, or is in a net that knows its input shape.",
                "Call it on a tensor, or begin the net with Input(shape=(28, 28, 1)).",
            )
        return self._output

    @property
    def input(self) -> KerasTensor | list[KerasTensor]:
        """What the layer takes in; a list in a join."""
        inputs = list(self.output.inputs)
        return inputs if self.kind.joins else inputs[0]

    def join(self, build: Callable[[], object], call: Callable[[], object] | None = None) -> None:
        """Tells the layer how the net that it is in gives it weights, and calls it on tensors."""
        self._build, self._call = build, call

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

    @property
    def weights(self) -> list[NDArray[np.float32]]:
        """Copies of the layer's tensors."""
        return [values.view(Numbers) for values in self.get_weights()]

    variables = weights

    @property
    def trainable_weights(self) -> list[NDArray[np.float32]]:
        """Copies of the tensors that training moves."""
        return self._weights_of(True)

    @property
    def non_trainable_weights(self) -> list[NDArray[np.float32]]:
        """Copies of the tensors that it does not: of a layer that is not trained all of them."""
        return self._weights_of(False)

    def _weights_of(self, are_trained: bool) -> list[NDArray[np.float32]]:
        network = self._network_or_none()
        names = [] if network is None else self._tensor_names(network)
        fixed = self.kind.non_trainable
        return [
            weights
            for name, weights in zip(names, self.get_weights(), strict=True)
            if (self.trainable and name.rpartition(".")[2] not in fixed) == are_trained
        ]

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
        """Returns the layer's options by name, with settings of its training that were given."""
        given = self.description.training.to_json()
        settings = {n: given[ours] for n, ours in self._settings().items() if ours in given}
        settings.pop("trainable", None)
        return {"name": self.name, **self.description.options(), **settings}

    @classmethod
    def _settings(cls) -> dict[str, str]:
        """Returns our names of what is set for training, by those that Keras has for them."""
        found = {}
        for name in cls.kind.setting_names():
            tensor, _, family = name.rpartition("_")
            found[f"{cls.kernel_names.get(tensor, tensor)}_{family}"] = name
        return {**found, "trainable": "trainable"}

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
        if description is None or name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        if name in self.kind.tensors and (network := self._network_or_none()) is not None:
            for full_name, values in zip(
                self._tensor_names(network), self.get_weights(), strict=True
            ):
                if full_name.rpartition(".")[2] == name:
                    return values.view(Numbers)
        own = ("get_weights", "input", "output", "set_weights", "trainable", "weights")
        known = [*own, *self.kind.tensors, *self.kind.option_names()]
        raise missing_attribute(f"attribute of {type(self).__name__}:", name, known)

    def __repr__(self) -> str:
        options = ", ".join(f"{key}={value!r}" for key, value in self.get_config().items())
        return f"{type(self).__name__}({options})"


class Rescaling(Layer):
    """Computes x × scale + offset."""

    kind, positional = architecture.Rescaling, ("scale", "offset")


class Normalization(Layer):
    """Brings every channel to mean 0 and variance 1, by numbers given or measured by `adapt`."""

    kind, positional = architecture.Normalization, ()
    _measured: list[NDArray[Any]] | None = None

    def adapt(self, data: Any) -> None:
        """Measures mean and variance of every channel; the net computes with them from now on.

        Args:
            data: Images (number, height, width, channels), as they arrive at the layer, or batches
                of them, such as an image data set.

        Raises:
            ConvscopeError: Mean and variance were given, or the data are no images.
        """
        if self.description.mean is not None:  # type: ignore[attr-defined]
            raise ConvscopeError(
                f"{self.description.title} was given its mean and variance.",
                "Expected a layer without.",
                "Leave mean and variance out, or do not adapt.",
            )
        self._measured = [*mean_and_variance(data), np.zeros((), np.float32)]
        if self._network is not None:
            self.set_weights(self._measured)

    def attach(self, network: "Network", index: int) -> None:
        """Tells the layer where its weights live; what was measured before goes there."""
        is_new = self._network is None
        super().attach(network, index)
        if is_new and self._measured is not None:
            self.set_weights(self._measured)


class Resizing(Layer):
    """Brings the picture to another size."""

    kind, positional = architecture.Resizing, ("height", "width", "interpolation")


class CenterCrop(Layer):
    """Cuts the middle out; a picture that is too small is scaled, and its middle taken."""

    kind, positional = architecture.CenterCrop, ("height", "width")


_SEED = ("seed",)
"""All random numbers follow from the seed of the training, `utils.set_random_seed`."""


class RandomCrop(Layer):
    """While training cuts a part out that lies anywhere; later the middle, brought to the size."""

    kind, positional = architecture.RandomCrop, ("height", "width")
    unused = _SEED


class RandomFlip(Layer):
    """While training mirrors half of the pictures."""

    kind, positional = architecture.RandomFlip, ("mode",)
    unused = _SEED


class RandomRotation(Layer):
    """While training turns pictures."""

    kind = architecture.RandomRotation
    positional = ("factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomZoom(Layer):
    """While training stretches pictures."""

    kind = architecture.RandomZoom
    positional = ("height_factor", "width_factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomTranslation(Layer):
    """While training moves pictures."""

    kind = architecture.RandomTranslation
    positional = ("height_factor", "width_factor", "fill_mode", "interpolation")
    unused = _SEED


class RandomContrast(Layer):
    """While training moves values away from the mean of their map, or towards it."""

    kind, positional = architecture.RandomContrast, ("factor", "value_range")
    unused = _SEED


class RandomBrightness(Layer):
    """While training makes pictures lighter or darker."""

    kind, positional = architecture.RandomBrightness, ("factor", "value_range")
    unused = _SEED


class ZeroPadding2D(Layer):
    """Puts rows and columns of zeros around the picture."""

    kind, positional = architecture.ZeroPadding2D, ("padding",)


class Cropping2D(Layer):
    """Cuts rows and columns off the picture."""

    kind, positional = architecture.Cropping2D, ("cropping",)


class Conv2D(Layer):
    """Convolution: every filter slides over the input and yields one feature map."""

    kind = architecture.Conv2D
    positional = ("filters", "kernel_size", "strides", "padding")


class DepthwiseConv2D(Layer):
    """Convolution of every channel for itself, with filters of its own."""

    kind, positional = architecture.DepthwiseConv2D, ("kernel_size", "strides", "padding")
    kernel_names: ClassVar[dict[str, str]] = {"kernel": "depthwise"}


class SeparableConv2D(Layer):
    """A depthwise convolution, then one of 1 × 1 that mixes its maps."""

    kind = architecture.SeparableConv2D
    positional = ("filters", "kernel_size", "strides", "padding")
    kernel_names: ClassVar[dict[str, str]] = {
        "depthwise_kernel": "depthwise",
        "pointwise_kernel": "pointwise",
    }


class MaxPooling2D(Layer):
    """Keeps the largest value of every window; padding never wins."""

    kind, positional = architecture.MaxPooling2D, ("pool_size", "strides", "padding")


class AveragePooling2D(Layer):
    """Keeps the mean of every window; padding is not counted."""

    kind, positional = architecture.AveragePooling2D, ("pool_size", "strides", "padding")


class GlobalAveragePooling2D(Layer):
    """Keeps the mean of every channel."""

    kind = architecture.GlobalAveragePooling2D


class GlobalMaxPooling2D(Layer):
    """Keeps the largest value of every channel."""

    kind = architecture.GlobalMaxPooling2D


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


class Flatten(Layer):
    """Writes the picture as one vector: row by row, column by column, channel by channel."""

    kind = architecture.Flatten


class Reshape(Layer):
    """Counts rows, columns and channels anew; the values keep their order."""

    kind, positional = architecture.Reshape, ("target_shape",)


class Dropout(Layer):
    """While training sets a share of `rate` to zero and scales the rest by 1 / (1 − rate)."""

    kind, positional = architecture.Dropout, ("rate",)


class SpatialDropout2D(Layer):
    """While training sets a share of `rate` of whole maps to zero and scales up the rest."""

    kind, positional = architecture.SpatialDropout2D, ("rate",)


class GaussianNoise(Layer):
    """While training adds random numbers with mean 0 and deviation `stddev`."""

    kind, positional = architecture.GaussianNoise, ("stddev",)


class Dense(Layer):
    """Fully connected: every unit sees every input."""

    kind, positional = architecture.Dense, ("units", "activation", "use_bias")


class Add(Layer):
    """Adds up what several layers put out."""

    kind = architecture.Add


class Subtract(Layer):
    """Subtracts what the second layer puts out from what the first does."""

    kind = architecture.Subtract


class Multiply(Layer):
    """Multiplies what several layers put out, value by value."""

    kind = architecture.Multiply


class Average(Layer):
    """Keeps the mean of what several layers put out."""

    kind = architecture.Average


class Maximum(Layer):
    """Keeps the largest of what several layers put out."""

    kind = architecture.Maximum


class Concatenate(Layer):
    """Puts the channels of several layers one behind the other."""

    kind = architecture.Concatenate


KINDS: dict[str, type[Layer]] = {
    layer.kind.__name__: layer for layer in list(Layer.__subclasses__())
}
"""Class by kind; the keys are those of `architecture.LAYER_KINDS`."""


AvgPool2D = AveragePooling2D
Convolution2D = Conv2D
GlobalAvgPool2D = GlobalAveragePooling2D
MaxPool2D = MaxPooling2D


class Softmax(Activation):
    """`Activation("softmax")`."""

    @checked_arguments("Softmax()", {"axis": -1})
    def __init__(self, input_shape: Iterable[int] | None = None, name: str | None = None) -> None:
        super().__init__("softmax", input_shape=input_shape, name=name)


class LeakyReLU(Activation):
    """A ramp that is less steep left of zero.

    With a slope of 0.2 it is `Activation("leaky_relu")`.

    Args:
        negative_slope: Slope left of zero, at least 0; 0.3 where nothing is said, as in Keras.
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
        super().__init__("leaky_relu", input_shape=input_shape, name=name)
        ramp = {"negative_slope": negative_slope, "name": self.name}
        self.description = architecture.ReLU.from_options(ramp).simplified()


def add(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Add()(inputs)`."""
    return Add(**options)(inputs)


def subtract(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Subtract()(inputs)`."""
    return Subtract(**options)(inputs)


def multiply(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Multiply()(inputs)`."""
    return Multiply(**options)(inputs)


def average(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Average()(inputs)`."""
    return Average(**options)(inputs)


def maximum(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Maximum()(inputs)`."""
    return Maximum(**options)(inputs)


def concatenate(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Concatenate()(inputs)`; only along the channels, `axis=-1`."""
    return Concatenate(**options)(inputs)
