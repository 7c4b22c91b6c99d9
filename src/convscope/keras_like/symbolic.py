"""What layers put out before there are numbers: shapes, and which layer takes in which."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

from convscope.architecture import INPUT, Shape
from convscope.architecture.graph import expect_count
from convscope.errors import ConvscopeError, in_short
from convscope.missing_names import missing_attribute

if TYPE_CHECKING:
    from convscope.keras_like.layer import Layer

_NUMBERS = count()


class KerasTensor:
    """What a layer will put out: the shape is known, the numbers are not.

    Layers are called on it, and nets are made from it: `Model(inputs, outputs)`.

    Args:
        shape: Without the batch axis.
        layer: The layer that puts it out; None for the net's input.
        inputs: What the layer takes in.

    Attributes:
        layer: The layer that puts it out; None for the net's input.
        inputs: What the layer takes in.
        number: Larger than those of everything that it is made from.
    """

    dtype = "float32"
    __array_ufunc__ = None  # an array beside it leaves the operation to it

    def __init__(
        self, shape: Shape, layer: "Layer | None" = None, inputs: "Sequence[KerasTensor]" = ()
    ) -> None:
        self.own_shape = shape
        self.layer = layer
        self.inputs = tuple(inputs)
        self.number = next(_NUMBERS)

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The shape, with None for the batch axis."""
        return (None, *self.own_shape)

    @property
    def name(self) -> str:
        """Name of the layer that puts it out; `"input"` for the net's input."""
        return INPUT if self.layer is None else self.layer.name or self.layer.description.kind

    def __add__(self, other: Any) -> "KerasTensor":
        return operators().added(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "KerasTensor":
        return operators().subtracted(self, other)

    def __rsub__(self, other: Any) -> "KerasTensor":
        return operators().negated(self, other)

    def __mul__(self, other: Any) -> "KerasTensor":
        return operators().multiplied(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "KerasTensor":
        return operators().divided(self, other)

    def __neg__(self) -> "KerasTensor":
        return operators().negated(self)

    def __getitem__(self, part: Any) -> "KerasTensor":
        raise ConvscopeError(
            f"A part [{in_short(part)}] of what a layer puts out.",
            "A net hands on whole outputs.",
            "Write Cropping2D to leave out rows and columns, or cut arrays before the net.",
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"KerasTensor has no attribute {name!r}")
        known = ["dtype", "name", "shape"]
        raise missing_attribute("attribute of a layer's output:", name, known)

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, name={self.name}>"


def operators() -> Any:
    """Returns the module of operations, which knows the layers that know this one."""
    return import_module("convscope.keras_like.operators")


def called(layer: "Layer", inputs: Any) -> KerasTensor:
    """Returns what a layer puts out for what it is called on.

    Args:
        layer: The layer.
        inputs: What another layer or `Input` returned; for joins a list of such.

    Raises:
        ConvscopeError: Anything else, or shapes that the layer cannot work on.
    """
    is_list = isinstance(inputs, list | tuple)
    tensors = list(inputs) if is_list else [inputs]
    title = f"{type(layer).__name__}()"
    wrong = [tensor for tensor in tensors if not isinstance(tensor, KerasTensor)]
    if wrong or not tensors:
        raise ConvscopeError(
            f"{title} was called on {in_short(wrong[0]) if wrong else 'an empty list'}.",
            "Layers are called on what Input() or another layer returned.",
            "Write for example x = layers.Flatten()(Input((28, 28, 1))); numbers go into a net, "
            "model.predict(images).",
        )
    named = replace(layer.description, inputs=tuple(tensor.name for tensor in tensors))
    expect_count(named, len(tensors))
    shape = named.output_shape_of([tensor.own_shape for tensor in tensors])
    return KerasTensor(shape, layer, tensors)


def made_of(outputs: Iterable[KerasTensor]) -> list[KerasTensor]:
    """Returns everything that outputs are made of, each behind all that it is made of itself.

    Args:
        outputs: What a net puts out.
    """
    found: dict[int, KerasTensor] = {}
    waiting = list(outputs)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) not in found:
            found[id(tensor)] = tensor
            waiting += tensor.inputs
    return sorted(found.values(), key=lambda tensor: tensor.number)
