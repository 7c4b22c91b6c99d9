"""Nets between tensors: which layer takes in which, and nets called like layers."""

from dataclasses import replace
from typing import Any

from convscope import architecture as arch
from convscope.architecture import automatic_name
from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.layer import Input, Layer
from convscope.keras_like.layer_stack import LayerStack
from convscope.keras_like.symbolic import KerasTensor


class FunctionalNet(LayerStack):
    """Layers that take in each other, between one input and what is put out.

    Args:
        name: The net's name.
        seed: As for `LayerStack`.
    """

    def __init__(self, name: str, seed: int | None = None) -> None:
        super().__init__(name, seed)
        self._ends: tuple[KerasTensor, list[KerasTensor]] | None = None

    def _place(self, tensors: list[KerasTensor], net_input: KerasTensor) -> None:
        """Takes in the layers of tensors that are in the order of computing."""
        names = {id(net_input): arch.INPUT}
        taken: set[str] = set()
        for tensor in tensors:
            layer = tensor.layer
            if layer is None:
                raise ConvscopeError(
                    f"{self._title}: the outputs are made of another input, of shape "
                    f"{tensor.shape}, as well.",
                    "A net has one input.",
                    "Begin with one Input(), and give it to Model().",
                )
            self._expect_new(layer)
            description = layer.description
            if not layer.is_named_by_user and (not layer.name or layer.name in taken):
                description = replace(description, name=automatic_name(description.kind, taken))
            if not layer.name:
                layer.description = description
            taken.add(description.name)
            names[id(tensor)] = description.name
            inputs = tuple(names[id(source)] for source in tensor.inputs)
            self._layers.append(layer)
            self._descriptions.append(replace(description, inputs=inputs))
            layer.join(lambda: self.network if self.built else None)
        self._descriptions = list(self.architecture.layers)

    @property
    def _title(self) -> str:
        return f"{type(self).__name__}()"

    def _expect_new(self, layer: Layer) -> None:
        """Checks that a layer is not in the net yet.

        Raises:
            ConvscopeError: It is.
        """
        if any(layer is present for present in self._layers):
            raise ConvscopeError(
                f'The layer "{layer.name}" is already in this net.',
                "A net uses every layer once.",
                "Make a new layer.",
            )

    @property
    def input(self) -> KerasTensor:
        """What goes into the net, without numbers; nets of some of its layers begin with it.

        Raises:
            ConvscopeError: The input shape is not known yet.
        """
        return self._called_on_input()[0]

    @property
    def output(self) -> KerasTensor | list[KerasTensor]:
        """What the net puts out, without numbers; a list where it was made of one."""
        ends = self._called_on_input()[1]
        return ends if len(ends) > 1 else ends[0]

    @property
    def inputs(self) -> list[KerasTensor]:
        """What goes into the net, a list as in Keras."""
        return [self.input]

    @property
    def outputs(self) -> list[KerasTensor]:
        """What the net puts out, a list as in Keras."""
        return list(self._called_on_input()[1])

    def _called_on_input(self) -> tuple[KerasTensor, list[KerasTensor]]:
        if self._ends is None:
            begin = Input(self.architecture.input.shape)
            made = self._called_on(begin)
            for layer, tensor in zip(self._layers, made, strict=True):
                layer.stand_for(tensor)
            self._ends = begin, made[-1:] or [begin]
        return self._ends

    def _called_on(self, begin: KerasTensor) -> list[KerasTensor]:
        """Returns what every layer puts out, where the net is put behind another layer."""
        if len(self._ends[1] if self._ends else []) > 1:
            raise ConvscopeError(
                f"{self._title} with several outputs was called on a tensor.",
                "A net inside of another one has one output.",
                "Use its layers' outputs themselves.",
            )
        made = {arch.INPUT: begin}
        before = begin
        for layer, description in zip(self._layers, self._descriptions, strict=True):
            taken = [made[name] for name in description.inputs] or [before]
            before = layer(taken if layer.kind.joins else taken[0])
            made[description.name] = before
        del made[arch.INPUT]
        return list(made.values())

    @property
    def _taps(self) -> list[str]:
        """Names of the layers that a net with several outputs puts out."""
        ends = self._ends[1] if self._ends else []
        if len(ends) < 2:
            return []
        names = {
            id(layer): d.name for layer, d in zip(self._layers, self._descriptions, strict=True)
        }
        return [names[id(tensor.layer)] for tensor in ends]

    def _forget(self) -> None:
        super()._forget()
        self._ends = None


def checked_ends(inputs: Any, outputs: Any) -> tuple[KerasTensor, list[KerasTensor]]:
    """Returns input and outputs of a net, as lists or alone as programs give them.

    Raises:
        ConvscopeError: Several inputs, none, or something that no layer put out.
    """
    begins = list(inputs) if isinstance(inputs, list | tuple) else [inputs]
    ends = list(outputs) if isinstance(outputs, list | tuple) else [outputs]
    if len(begins) != 1 or not isinstance(begins[0], KerasTensor) or begins[0].layer is not None:
        shown = f"{len(begins)} inputs" if len(begins) != 1 else in_short(begins[0])
        raise ConvscopeError(
            f"Model(): inputs is {shown}.",
            "Expected what Input() returned, one of them.",
            "Write inputs = Input(shape=(28, 28, 1)), call layers on it, and give it to Model().",
        )
    wrong = [end for end in ends if not isinstance(end, KerasTensor)]
    if wrong or not ends:
        raise ConvscopeError(
            f"Model(): outputs is {in_short(wrong[0]) if wrong else 'an empty list'}.",
            "Expected what a layer returned when it was called.",
            "Write for example outputs = layers.Dense(10)(x), then Model(inputs, outputs).",
        )
    return begins[0], ends
