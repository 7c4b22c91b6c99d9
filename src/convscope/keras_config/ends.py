"""Several outputs of a Keras model as one vector, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from convscope.architecture import Architecture, Concatenate, Flatten, Input, Layer, Shape


@dataclass(frozen=True)
class End:
    """One of several outputs.

    Attributes:
        shape: (height, width, channels) or (features,).
        activation: What has to follow the values in the vector.
    """

    shape: Shape
    activation: str

    @property
    def size(self) -> int:
        """How many values it has."""
        return prod(self.shape)


def joined(
    shape: Shape, layers: Sequence[Layer], names: Sequence[str]
) -> tuple[Architecture, tuple[End, ...]]:
    """Returns the net whose answer is a vector of all outputs, one behind the other.

    An activation function that ends the way to an output is left to whoever takes the vector apart:
    losses want what enters it.

    Args:
        shape: Of the input.
        layers: All of the net, with names and inputs.
        names: The layers whose outputs are wanted, in order, each once.
    """
    found = list(layers)
    taken = {name for layer in layers for name in layer.inputs}
    activations: Mapping[str, str] = {
        layer.name: layer.activation  # type: ignore[attr-defined]
        for layer in layers
        if layer.name in names and layer.name not in taken and _ends_in_activation(layer)
    }
    found = [
        replace(layer, activation="linear") if layer.name in activations else layer  # type: ignore[call-arg]
        for layer in found
    ]
    shapes = _shapes(shape, found)
    flat = [
        Flatten(name=f"{name}__flat", inputs=(name,)) if len(shapes[name]) == 3 else None
        for name in names
    ]
    found += [layer for layer in flat if layer is not None]
    ends = tuple(layer.name if layer else name for layer, name in zip(flat, names, strict=True))
    found.append(Concatenate(name="__all", inputs=ends))
    told = tuple(End(shapes[name], activations.get(name, "linear")) for name in names)
    return Architecture(Input(shape), tuple(found)), told


def _ends_in_activation(layer: Layer) -> bool:
    """Whether its activation function may be left out: nothing is measured behind it."""
    return layer.has_activation() and "activity_regularizer" not in layer.training.to_json()


def _shapes(shape: Shape, layers: Sequence[Layer]) -> dict[str, Shape]:
    """Returns what each layer puts out."""
    found = {"input": shape}
    for layer in layers:
        found[layer.name] = layer.output_shape_of([found[name] for name in layer.inputs])
    return found
