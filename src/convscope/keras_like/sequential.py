"""A net as a list of layers, which may grow."""

from collections.abc import Iterable
from dataclasses import replace

from convscope import architecture as arch
from convscope.architecture import Architecture, automatic_name
from convscope.errors import ConvscopeError
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.layer import Input, Layer
from convscope.keras_like.layer_stack import LayerStack
from convscope.keras_like.model import Model


class Sequential(Model):
    """Layers in order, to be trained, judged, used, saved and opened up.

    Args:
        layers: Layers, at the beginning perhaps an `Input`; a whole net among them stands for its
            layers. None begins an empty net, to be filled with `add`.
        name: The net's name.
        seed: The same seed gives the same initial weights and the same trainings; None for one that
            follows from `utils.set_random_seed`, or else from chance.

    Example:
        >>> from convscope import Input, Sequential, layers
        >>> model = Sequential([Input(shape=(28, 28, 1)), layers.Flatten(), layers.Dense(10)])
        >>> model.output_shape, model.count_params()
        ((None, 10), 7850)
    """

    @checked_arguments("Sequential()", {"trainable": True})
    def __init__(
        self,
        layers: "Iterable[Layer | Input | LayerStack] | None" = None,
        name: str = "sequential",
        seed: int | None = None,
    ) -> None:
        self._begin(name, seed)
        for layer in layers or []:
            self.add(layer)

    def add(self, layer: "Layer | Input | LayerStack") -> None:
        """Puts a layer at the end.

        Raises:
            ConvscopeError: Not a layer, an input that is not the first, a name used twice, or a
                layer that cannot work on what arrives there.
        """
        if isinstance(layer, LayerStack):
            self._add_stack(layer)
        elif isinstance(layer, Input):
            self._set_input(arch.Input(layer.own_shape))
        elif isinstance(layer, Layer):
            self._add_layer(layer)
        else:
            raise ConvscopeError(
                f"Sequential.add() received {layer!r}.",
                f"Expected a layer: {', '.join(arch.LAYER_KINDS)} or Input.",
                "Write for example layers.Flatten(), with the brackets.",
            )

    def pop(self) -> Layer:
        """Takes the last layer away and returns it.

        Raises:
            ConvscopeError: There is none.
        """
        if not self._layers:
            raise ConvscopeError(
                "pop(): the net has no layers.", "Expected at least one.", "Add layers first."
            )
        self._descriptions.pop()
        self._forget()
        return self._layers.pop()

    def _add_layer(self, layer: Layer) -> None:
        self._expect_new(layer)
        taken = [description.name for description in self._descriptions]
        description = layer.description
        if not layer.is_named_by_user and (not layer.name or layer.name in taken):
            description = replace(description, name=automatic_name(description.kind, taken))
        net_input = self._input
        if layer.input_shape is not None and not self._layers and net_input is None:
            net_input = arch.Input(layer.input_shape)
        if net_input is not None:
            Architecture(net_input, (*self._descriptions, description))
        if not layer.name:
            layer.description = description
        self._input = net_input
        layer.join(
            lambda: self.network if self.built else None,
            lambda: self._called_on_input() if self.built else None,
        )
        self._layers.append(layer)
        self._descriptions.append(description)
        self._forget()

    def _add_stack(self, stack: "LayerStack") -> None:
        if stack.built and not stack.architecture.is_chain:
            raise ConvscopeError(
                "Sequential.add() received a net whose layers form a graph.",
                "Expected a layer, or a net in which each layer takes in the one before it.",
                "Call the nets on tensors: outputs = net(Input(shape=(28, 28, 1))), then Model().",
            )
        if stack.built and not self._layers and self._input is None:
            self._input = stack.architecture.input
            _ = stack.network  # its layers get their weights here, so that both nets share them
        for layer in stack.layers:
            self._add_layer(layer)
