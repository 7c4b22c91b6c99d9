"""A foreign net as it is put together, layer by layer, in terms of ours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    INPUT,
    Architecture,
    Flatten,
    Input,
    Layer,
    Reshape,
    Shape,
)
from convscope.architecture.bounds import MAX_LAYERS, expect_few_layers
from convscope.arrays import Weights
from convscope.channels_first.values import NUM, Value, flattened_order, picture_of
from convscope.errors import ConvscopeError

MOST_LETTERS = 90
"""Of a layer's name; what makes it unique comes behind."""

_RESERVED = ("", "about", INPUT)

MOST_ENTRIES = 4 * MAX_LAYERS
"""Steps of a foreign net; several of them may become one layer."""


@dataclass
class Entry:
    """One layer as far as it is known.

    Attributes:
        layer: The layer, or None where `scale` and `offset` say what it does.
        inputs: Names of what it takes in.
        shape: What leaves.
        tensors: Its tensors, by short name.
        scale: For each channel, or for all, what values are multiplied by.
        offset: The same for what is added then.
        is_error_function: Whether it is the error function, a part of some activation functions.
    """

    layer: Layer | None
    inputs: list[str]
    shape: Shape
    tensors: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    scale: NDArray[np.float64] | None = None
    offset: NDArray[np.float64] | None = None
    is_error_function: bool = False


@dataclass(frozen=True)
class ForeignNet:
    """A foreign net as ours.

    Attributes:
        architecture: The layers.
        weights: Tensors by `<layer>.<tensor>`.
        layers: By the other program's names, which layer puts out the same numbers; names whose
            numbers no layer puts out are missing.
    """

    architecture: Architecture
    weights: Weights
    layers: Mapping[str, str]


class Building:
    """Layers so far.

    Args:
        shape: What goes into the net, (height, width, channels) or (features,).
        num_images: How many images the other program says that there are; None where it leaves
            that open.

    Attributes:
        input: What goes into the net, channels first.
        entries: The layers by name, in order.
        not_negative: Names of layers that never put out numbers below 0.
        lowest: By names of layers whose margin is to be −∞, what is in the middle and how wide the
            margin is; a max pooling takes these instead.
    """

    def __init__(self, shape: Shape, num_images: int | None = None) -> None:
        self._shape = Input(shape).shape
        self.num_images = num_images
        self.input = picture_of(INPUT, self._shape)
        self.entries: dict[str, Entry] = {}
        self.not_negative: set[str] = set()
        self.lowest: dict[str, tuple[Value, tuple[int, int, int, int]]] = {}
        self._noted: dict[str, str] = {}
        self._flattened: dict[tuple[str, str], Value] = {}

    def put(
        self,
        name: str,
        layer: Layer,
        taken: Sequence[Value],
        tensors: Mapping[str, Any] | None = None,
        is_not_negative: bool = False,
    ) -> Value:
        """Puts a layer behind others; returns what it puts out, channels first.

        Args:
            name: What the other program calls it; another layer's name gets a number.
            layer: The layer, without name and inputs.
            taken: What it takes in.
            tensors: By short name.
            is_not_negative: Whether no number below 0 leaves.

        Raises:
            ConvscopeError: The layer cannot work on that.
        """
        names = [value.layer for value in taken]
        shown = replace(layer, inputs=tuple(names)) if layer.joins else layer
        shape = shown.output_shape_of([value.shape for value in taken])
        entry = Entry(layer, names, shape, {k: _float32(v) for k, v in (tensors or {}).items()})
        return self.put_entry(name, entry, is_not_negative)

    def put_entry(self, name: str, entry: Entry, is_not_negative: bool = False) -> Value:
        """Puts an entry behind others; returns what it puts out, channels first.

        Args:
            name: What the other program calls it; a name that is taken gets a number.
            entry: The layer as far as it is known.
            is_not_negative: Whether no number below 0 leaves.
        """
        if len(self.entries) >= MOST_ENTRIES:
            expect_few_layers(len(self.entries))
        name = self._free_name(name)
        self.entries[name] = entry
        if is_not_negative:
            self.not_negative.add(name)
        return picture_of(name, entry.shape)

    def note(self, theirs: str, value: Value) -> None:
        """Notes that a tensor of the other program holds what a layer puts out."""
        self._noted[theirs] = value.layer

    def never_negative(self, *values: Value) -> bool:
        """Returns whether none of them has a number below 0."""
        return all(value.layer in self.not_negative for value in values)

    def source_of(self, value: Value) -> Value:
        """Returns what the layer takes in that puts out a value."""
        (name,) = self.entries[value.layer].inputs
        return replace(value, layer=name)

    def line_between(self, first: Value, last: Value) -> tuple[float, float] | None:
        """Returns (scale, offset) where one value is another, scaled and shifted; else None."""
        scale, offset, name = 1.0, 0.0, last.layer
        while name != first.layer:
            entry = self.entries.get(name)
            if entry is None or entry.scale is None or entry.offset is None:
                return None
            if entry.scale.ndim or entry.offset.ndim:
                return None
            offset += scale * float(entry.offset)
            scale *= float(entry.scale)
            (name,) = entry.inputs
        return scale, offset

    def as_maps(self, value: Value) -> Value:
        """Returns a value as (batch, channels, height, width).

        Raises:
            ConvscopeError: It is something else.
        """
        if value.is_picture and fits(value, (NUM, "C", "H", "W")):
            return replace(value, axes=(NUM, "C", "H", "W"))
        is_row = not value.is_picture and value.order is None and len(value.axes) == 4
        if is_row and sorted(value.axes) == ["", "", "C", NUM] and value.axes[0] == NUM:
            _, channels, height, width = value.their_shape
            return self.put(f"{value.layer}_maps", Reshape((height, width, channels)), [value])
        raise ConvscopeError(
            f"a picture arrives as {shown_axes(value)}.",
            "Expected (images, channels, height, width).",
            "Turn it before, for example with permute or Transpose.",
        )

    def as_vector(self, value: Value) -> Value:
        """Returns a value as (batch, features); a picture is flattened.

        Raises:
            ConvscopeError: It has rows and columns.
        """
        if not value.is_picture and fits(value, (NUM, "C")) and len(value.axes) == 2:
            return value
        if value.is_picture and len(value.axes) == 2:
            letters = stripped(value)[1]
            if (value.layer, letters) not in self._flattened:
                found = self.put(f"{value.layer}_flat", Flatten(), [value])
                if value.layer in self.not_negative:
                    self.not_negative.add(found.layer)
                order = flattened_order(value, letters)
                self._flattened[value.layer, letters] = replace(found, order=order)
            return self._flattened[value.layer, letters]
        raise ConvscopeError(
            f"{shown_axes(value)} arrives where a vector is expected.",
            "Expected (images, features).",
            "Flatten it before, or take the mean over rows and columns.",
        )

    def finish(self, output: Value) -> ForeignNet:
        """Returns the net that ends in a value.

        Raises:
            ConvscopeError: Its numbers stand in another order than ours, or it is no net.
        """
        from convscope.channels_first.simplifying import simplify

        is_flat = len(output.axes) == 2
        output = self.as_vector(output) if is_flat else self.as_maps(output)
        if output.order is not None:
            raise ConvscopeError(
                "the net puts out a picture as a vector, channel by channel.",
                "Expected that something weighs it, or that it stays a picture.",
                "Leave the last flatten out, or end in a Linear layer.",
            )
        found = simplify(self.entries, output.layer)
        if not found.entries.keys().isdisjoint(self.lowest):
            raise ConvscopeError(
                "a margin is filled with −∞.",
                "Expected a max pooling alone behind it.",
                "Pad with a number, or within the pooling.",
            )
        layers, weights = [], {}
        for name, entry in found.entries.items():
            assert entry.layer is not None
            layers.append(replace(entry.layer, name=name, inputs=tuple(entry.inputs)))
            weights |= {f"{name}.{key}": tensor for key, tensor in entry.tensors.items()}
        architecture = Architecture(Input(self._shape), tuple(layers))
        noted = {theirs: found.now.get(ours) for theirs, ours in self._noted.items()}
        ordered = {name: weights[name] for name in architecture.parameter_shapes}
        return ForeignNet(architecture, ordered, {k: v for k, v in noted.items() if v is not None})

    def _free_name(self, name: str) -> str:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:MOST_LETTERS].rstrip("_")
        stem = f"{stem}_0" if stem in _RESERVED else stem
        free, count = stem, 0
        while free in self.entries:
            count += 1
            free = f"{stem}_{count}"
        return free


def stripped(value: Value) -> tuple[str, ...]:
    """Returns the axes without those of ours that are 1 long."""
    return tuple(
        "".join(each for each in letters if each == NUM or value.length(each) > 1)
        for letters in value.axes
    )


def fits(value: Value, axes: tuple[str, ...]) -> bool:
    """Returns whether a value's axes are these, but for those that are 1 long."""
    return len(value.axes) == len(axes) and stripped(value) == stripped(replace(value, axes=axes))


def shown_axes(value: Value) -> str:
    """Returns a value's axes in words, with how long they are."""
    words = {NUM: "images", "C": "channels", "H": "height", "W": "width"}
    names = ["×".join(words[each] for each in letters) or "1" for letters in value.axes]
    sizes = [f" {size}" if NUM not in a and a else "" for a, size in _sizes(value)]
    return f"({', '.join(n + s for n, s in zip(names, sizes, strict=True))})"


def _sizes(value: Value) -> list[tuple[str, int]]:
    return list(zip(value.axes, value.their_shape, strict=True))


def _float32(array: Any) -> NDArray[np.float32]:
    found = np.asarray(array, np.float64).astype(np.float32)
    return np.array(found, order="C")
