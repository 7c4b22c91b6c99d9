"""What every layer of a Keras program shares: its description, its options, its weights."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convscope import architecture
from convscope.architecture import Shape
from convscope.errors import ConvscopeError
from convscope.keras_like import activations
from convscope.keras_like.arguments import checked_arguments, expect_flag, without_defaults
from convscope.keras_like.eager import layer_on_numbers
from convscope.keras_like.named_weights import named_like
from convscope.keras_like.numbers import Numbers
from convscope.keras_like.symbolic import KerasTensor, called
from convscope.missing_names import missing_attribute

if TYPE_CHECKING:
    from convscope.engine.network import Network

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


KINDS: "dict[str, type[Layer]]" = {}
"""Class by the kind that it names as its own; the keys are those of `architecture.LAYER_KINDS`."""


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

    def __init_subclass__(cls) -> None:
        kind = vars(cls).get("kind")
        if isinstance(kind, type) and issubclass(kind, architecture.Layer):
            KINDS.setdefault(kind.__name__, cls)

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
