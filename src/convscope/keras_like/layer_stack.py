"""Layers that make up a net: shapes, summary and weights. Knows nothing of training."""

import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope import architecture as arch
from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import checked_arguments, expect_flag
from convscope.keras_like.layer import Layer, with_channels
from convscope.keras_like.named_weights import named_like
from convscope.keras_like.seeds import draw_seed

if TYPE_CHECKING:
    from convscope.engine.network import Network

WEIGHTS_SEED_LIMIT = 2**31


class LayerStack:
    """Layers in order; the net exists as soon as its input shape is known.

    Layers own their weights: they keep them when the stack grows or shrinks, and share them
    with every other stack that they are put into.

    Args:
        name: The net's name.
        seed: The same seed gives the same initial weights; None for one that follows from
            `utils.set_random_seed`, or else from chance.
    """

    def __init__(self, name: str, seed: int | None = None) -> None:
        self.name = name
        self.random = np.random.default_rng(draw_seed() if seed is None else seed)
        self._is_trained = True
        self._layers: list[Layer] = []
        self._descriptions: list[arch.Layer] = []
        self._input: arch.Input | None = None
        self._architecture: Architecture | None = None
        self._network: Network | None = None

    @property
    def layers(self) -> list[Layer]:
        """The layers in order; the input is not one of them."""
        return list(self._layers)

    @property
    def built(self) -> bool:
        """Whether the input shape is known."""
        return self._input is not None

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Shape of the input, with None for the batch axis."""
        return (None, *self.architecture.input.shape)

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the output, with None for the batch axis."""
        return (None, *self.architecture.output_shape)

    @property
    def architecture(self) -> Architecture:
        """The net as data.

        Raises:
            ConvscopeError: The input shape is not known yet.
        """
        if self._input is None:
            raise ConvscopeError(
                "The net does not know its input shape yet.",
                "Shapes and weights follow from it.",
                "Begin the net with Input(shape=(28, 28, 1)), give the first layer input_shape=, "
                "call model.build((None, 28, 28, 1)), or train first.",
            )
        if self._architecture is None:
            self._architecture = Architecture(self._input, tuple(self._descriptions))
        return self._architecture

    @property
    def network(self) -> "Network":
        """The net that torch computes."""
        if self._network is None:
            self._network = self._build_network()
        return self._network

    def build(self, input_shape: Iterable[int | None]) -> None:
        """Tells the net its input shape.

        Args:
            input_shape: (None, height, width, channels) or (None, features), as in Keras with
                the batch axis.

        Raises:
            ConvscopeError: A shape without the batch axis, or one that does not fit the layers.
        """
        shape = tuple(input_shape)
        if len(shape) < 2 or shape[0] is not None or None in shape[1:]:
            raise ConvscopeError(
                f"build(): input_shape={shape}.",
                "Expected the batch axis as None first, then numbers.",
                "Write for example model.build((None, 28, 28, 1)).",
            )
        self._set_input(arch.Input(with_channels(n for n in shape[1:] if n is not None)))

    def build_for(self, x: NDArray[Any]) -> None:
        """Takes the input shape from images, where nobody has told it before."""
        if not self.built:
            self.build((None, *x.shape[1:]))

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Returns the layer with a name, or at an index.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
            ConvscopeError: Neither is given, or there is no such index.
        """
        names = [description.name for description in self._descriptions]
        if name is not None:
            if name not in names:
                raise UnknownNameError("layer", name, names)
            return self._layers[names.index(name)]
        if index is None or not -len(names) <= index < len(names):
            raise ConvscopeError(
                f"get_layer(): index={index}.",
                f"The net has {len(names)} layers: {', '.join(names)}.",
                "Give a name or an index.",
            )
        return self._layers[index]

    @property
    def trainable(self) -> bool:
        """Whether training moves the net's weights; setting it sets it for every layer.

        A change counts from the next `compile` on, as in Keras.
        """
        return self._is_trained

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._is_trained = expect_flag(f"{type(self).__name__}: trainable", value)
        for layer in self._layers:
            layer.trainable = self._is_trained

    @property
    def weights(self) -> list[NDArray[np.float32]]:
        """Copies of all tensors."""
        return [weights for layer in self._layers for weights in layer.weights]

    @property
    def trainable_weights(self) -> list[NDArray[np.float32]]:
        """Copies of the tensors that training moves."""
        return [weights for layer in self._layers for weights in layer.trainable_weights]

    @property
    def non_trainable_weights(self) -> list[NDArray[np.float32]]:
        """Copies of the tensors that it does not."""
        return [weights for layer in self._layers for weights in layer.non_trainable_weights]

    trainable_variables = trainable_weights
    non_trainable_variables = non_trainable_weights

    @property
    def are_trained(self) -> list[bool]:
        """Whether training moves each layer's weights."""
        return [layer.trainable for layer in self._layers]

    def count_params(self) -> int:
        """Returns the number of values in all tensors."""
        return self.architecture.num_parameters

    @checked_arguments("summary()", {"layer_range": None, "positions": None})
    def summary(
        self,
        line_length: int | None = None,
        print_fn: Callable[[str], object] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
    ) -> None:
        """Prints a row per layer: shape, parameters, cost, and how much of the input it sees.

        Args:
            line_length: Width in characters; None for 100.
            print_fn: Gets the lines instead of standard output.
            expand_nested: Accepted and not used: the layers of a net inside another one are always
                shown.
            show_trainable: Whether a column says which layers are trained.
        """
        from rich.console import Console

        file = io.StringIO()
        console = Console(file=file, width=line_length or 100, highlight=False, soft_wrap=False)
        title = f'Model: "{self.name}"'
        if self.built:
            architecture = self.architecture.with_trained(self.are_trained)
            console.print(arch.summary_table(architecture, title, show_trainable))
            for line in arch.summary_lines(architecture):
                console.print(line)
        else:
            console.print(title)
            for layer in self._descriptions:
                console.print(f"  {layer.name} ({layer.kind})")
            console.print("Shapes and parameters follow once the input shape is known.")
        for line in file.getvalue().splitlines():
            (print_fn or print)(line.rstrip())

    def named_weights(self) -> Weights:
        """Returns copies of the weights by `<layer>.<tensor>`, in Keras' axis order."""
        from convscope.engine.network import read_weights

        return read_weights(self.network)

    def get_weights(self) -> list[NDArray[np.float32]]:
        """Returns copies of the weights in the order of the layers."""
        return list(self.named_weights().values())

    def set_weights(self, weights: list[NDArray[Any]]) -> None:
        """Replaces the weights, in the order of `get_weights`.

        Raises:
            ConvscopeError: Number or shapes do not fit.
        """
        from convscope.engine.network import load_weights

        shapes = self.architecture.parameter_shapes
        load_weights(self.network, named_like("set_weights()", shapes, weights))

    def _set_input(self, net_input: arch.Input) -> None:
        if self._input is not None and self._input.shape == net_input.shape:
            return
        if self._input is not None:
            raise ConvscopeError(
                f"The net takes {self._input.shape} and was told {net_input.shape}.",
                "A net has one input shape.",
                "Leave the second one out, or make a new net.",
            )
        Architecture(net_input, tuple(self._descriptions))
        self._input = net_input
        self._forget()

    def _forget(self) -> None:
        self._architecture = self._network = None

    def _build_network(self) -> "Network":
        from convscope.engine.network import build_network
        from convscope.engine.network.initialization import initial_weights
        from convscope.engine.processes.devices import choose_device

        seed = int(self.random.integers(WEIGHTS_SEED_LIMIT))
        network = build_network(self.architecture, initial_weights(self.architecture, seed))
        for index, layer in enumerate(self._layers):
            layer.attach(network, index)
        return network.to(choose_device()).eval()  # who trains it says so
