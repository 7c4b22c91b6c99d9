"""What every kind of layer has: options, a shape rule, parameters, a cost, facts. No weights."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar, Self

from convscope.architecture.layer_training import LayerTraining, setting_names
from convscope.architecture.options import check_options, is_unsaid, option_of
from convscope.architecture.parts import Part, under_windows, whole
from convscope.architecture.receptive_field import ReceptiveField
from convscope.architecture.windows import Shape, Sliding
from convscope.errors import ConvscopeError, UnknownNameError, in_short

COMMON = ("name", "inputs", "training")
"""What every layer has and what says nothing of what it does: its place, and how it is trained."""


@dataclass(frozen=True)
class Layer:
    """One layer as plain data, and what is true of every layer of its kind.

    The facts of a kind stand in its class and nowhere else: whoever wants to know whether a layer
    keeps a winner asks the layer. `web/net/kind_facts.js` is written from them. They speak of one
    layer and the values that arrive at it, so they hold wherever the layer stands in a net.

    Attributes:
        name: Unique in its net; empty until the architecture gives an automatic name.
        inputs: Names of the layers that it takes in, `"input"` for the net's input. Empty stands
            for the layer before it in the list. One name may be given as a text.
        convolves: Learned weights slide over rows and columns.
        pools: A window without weights slides over rows and columns, each channel for itself.
        is_weighted_sum: Before its activation function, a neuron adds up what it takes in, each
            value times a learned weight of its own, and a bias where the layer has one.
        mixes_channels: A neuron takes in all channels of what it looks at, or all of its group;
            others only the one that they belong to.
        keeps_winner: A neuron puts out the largest of the values that it looks at.
        takes_mean: A neuron puts out the mean of the values that it looks at.
        sees_everything: A neuron takes in values from all rows and columns.
        is_pointwise: A neuron takes in one value, the one at its own position.
        keeps_values: Before its activation function, a trained net's layer puts out the very
            values that it takes in, in the same order.
        passes_on: `keeps_values`, and there is no activation function: such a layer may follow the
            one that scores the classes.
        flattens: Rows, columns and channels become one axis, channels running fastest.
        recounts: The values keep their order, and rows, columns and channels are counted anew.
        joins: It takes in several layers; others take in one.
        appends: What it takes in stands one behind the other along the channels.
    """

    name: str = field(default="", kw_only=True)
    inputs: tuple[str, ...] = field(default=(), kw_only=True)
    training: LayerTraining = field(default=LayerTraining(), kw_only=True)

    tensors: ClassVar[tuple[str, ...]] = ()

    non_trainable: ClassVar[tuple[str, ...]] = ()
    """Names of the tensors that training does not adjust by gradient."""

    most_inputs: ClassVar[int] = 1
    """How many layers it may take in."""

    convolves: ClassVar[bool] = False
    pools: ClassVar[bool] = False
    is_weighted_sum: ClassVar[bool] = False
    mixes_channels: ClassVar[bool] = False
    keeps_winner: ClassVar[bool] = False
    takes_mean: ClassVar[bool] = False
    sees_everything: ClassVar[bool] = False
    is_pointwise: ClassVar[bool] = False
    keeps_values: ClassVar[bool] = False
    passes_on: ClassVar[bool] = False
    flattens: ClassVar[bool] = False
    recounts: ClassVar[bool] = False
    joins: ClassVar[bool] = False
    appends: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.name is None:
            object.__setattr__(self, "name", "")
        if not isinstance(self.name, str):
            raise ConvscopeError(
                f"{self.kind}: name={in_short(self.name)}.",
                "Expected a text.",
                f'Write for example name="{self.kind.lower()}", or leave it out.',
            )
        object.__setattr__(self, "inputs", self._checked_inputs())
        training = LayerTraining.of(self.kind, self.setting_names(), self.training)
        object.__setattr__(self, "training", training)
        check_options(self)

    def _checked_inputs(self) -> tuple[str, ...]:
        given: Any = (self.inputs,) if isinstance(self.inputs, str) else self.inputs
        is_list = isinstance(given, list | tuple) and all(isinstance(n, str) for n in given)
        if not given or (is_list and self.most_inputs):
            return tuple(given or ())
        raise ConvscopeError(
            f"{self.kind}: inputs={in_short(given)}.",
            "Expected names of layers.",
            'Write for example inputs=["conv2d", "input"], or leave it out for the layer before.',
        )

    @property
    def kind(self) -> str:
        """The layer's kind, such as `"Conv2D"`."""
        return type(self).__name__

    @property
    def title(self) -> str:
        """How errors and tables call this layer."""
        return f'Layer "{self.name}" ({self.kind})' if self.name else f"Layer {self.kind}"

    def output_shape(self, input_shape: Shape) -> Shape:
        """Returns the shape that comes out when `input_shape` goes in.

        Raises:
            ConvscopeError: This layer cannot work on `input_shape`.
        """
        return input_shape

    def rule(self, input_shape: Shape) -> str:
        """Returns the shape rule with its numbers, for people."""
        return "shape unchanged"

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Returns the shapes of this layer's tensors by name, in the order they are stored."""
        return {}

    def multiply_adds(self, input_shape: Shape) -> int:
        """Returns the multiplications with learned weights for one image."""
        return 0

    def output_shape_of(self, input_shapes: Sequence[Shape]) -> Shape:
        """Returns the shape that comes out when these go in, one for each of `inputs`.

        Raises:
            ConvscopeError: This layer cannot work on them.
        """
        return self.output_shape(input_shapes[0])

    def rule_of(self, input_shapes: Sequence[Shape]) -> str:
        """Returns the shape rule for what its inputs bring, with its numbers, for people."""
        return self.rule(input_shapes[0])

    def field_of(
        self, input_shapes: Sequence[Shape], fields: Sequence[ReceptiveField]
    ) -> ReceptiveField:
        """Returns what this layer's neurons see of the net's input.

        Args:
            input_shapes: What arrives, one for each of `inputs`.
            fields: What the neurons see that it arrives from.
        """
        return self.field_behind(input_shapes[0], fields[0])

    def sliding(self, input_shape: Shape) -> tuple[Sliding, Sliding] | None:
        """Returns how the window slides over rows and columns; None for layers without one."""
        return None

    @property
    def shares_axis(self) -> bool:
        """Whether softmax divides the last axis: each value there depends on all of them."""
        return getattr(self, "activation", None) == "softmax"

    def sees_all_places(self, input_shape: Shape) -> bool:
        """Returns whether every neuron depends on all places of what arrives.

        That is so by the layer's kind, or because its neurons take in all of a vector's values, as
        those that share them by a softmax do.
        """
        if self.sees_everything or not (self.shares_axis or self.mixes_channels):
            return self.sees_everything
        return len(self.output_shape(input_shape)) == 1

    def field_behind(self, input_shape: Shape, field: ReceptiveField) -> ReceptiveField:
        """Returns what this layer's neurons see of the net's input.

        Args:
            input_shape: What arrives.
            field: What the neurons see that it arrives from.
        """
        if self.sees_all_places(input_shape):
            return field.whole()
        sliding = self.sliding(input_shape)
        return field.through(sliding) if sliding else field

    def parts_before(self, input_shapes: Sequence[Shape], part: Part) -> list[Part]:
        """Returns which part of each input a part of the output depends on; the smallest around it.

        Args:
            input_shapes: What arrives, one for each of `inputs`.
            part: Of what leaves.

        Returns:
            One part for each input, empty where the part depends on nothing in it.
        """
        (shape,) = input_shapes
        sliding = self.sliding(shape)
        places = part[:-1]
        if self.sees_all_places(shape):
            places = whole(shape)[:-1]
        elif sliding is not None:
            places = tuple(under_windows(b, s) for b, s in zip(places, sliding, strict=True))
        return [(*places, self.channels_before(shape, part[-1]))]

    def channels_before(self, input_shape: Shape, channels: tuple[int, int]) -> tuple[int, int]:
        """Returns which channels of what arrives some channels of what leaves depend on.

        Args:
            input_shape: What arrives.
            channels: First, and first behind the last.
        """
        return (0, input_shape[-1]) if self.mixes_channels or self.shares_axis else channels

    def options(self) -> dict[str, Any]:
        """Returns every option by name, as JSON data."""
        return {name: _as_json(getattr(self, name)) for name in self.option_names()}

    def to_json(self) -> dict[str, Any]:
        """Returns the layer as JSON data: `kind`, `name`, its options, and what else is not empty.

        Options that came later are written where they say something, so that whatever reads nets of
        before reads those that could have been written then.
        """
        unsaid = [f.name for f in fields(self) if is_unsaid(f, getattr(self, f.name))]
        options = {name: value for name, value in self.options().items() if name not in unsaid}
        inputs = {"inputs": list(self.inputs)} if self.inputs else {}
        training = {"training": self.training.to_json()} if self.training else {}
        return {"kind": self.kind, "name": self.name, **inputs, **options, **training}

    def simplified(self) -> "Layer":
        """Returns the simplest layer that does the same: itself, but for some options of a kind."""
        return self

    @classmethod
    def facts(cls) -> dict[str, bool]:
        """Returns the facts of this kind by name; `Layer` says what they mean.

        Example:
            >>> from convscope.architecture import Flatten
            >>> [name for name, is_true in Flatten.facts().items() if is_true]
            ['keeps_values', 'passes_on', 'flattens', 'recounts']
        """
        annotations = inspect.get_annotations(Layer)
        names = [name for name, what in annotations.items() if what == ClassVar[bool]]
        return {name: getattr(cls, name) for name in names}

    @classmethod
    def has_activation(cls) -> bool:
        """Returns whether layers of this kind end in an activation function."""
        return "activation" in cls.option_names()

    @classmethod
    def option_names(cls) -> list[str]:
        """Returns the names of this kind's options, without what is `COMMON` to all layers."""
        return [f.name for f in fields(cls) if f.name not in COMMON]

    @classmethod
    def setting_names(cls) -> list[str]:
        """Returns the names of the settings of this kind's training."""
        return setting_names(cls.tensors, cls.non_trainable)

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Builds the layer from its options by name.

        Raises:
            UnknownNameError: An option that this kind does not have.
            ConvscopeError: A missing option, or one whose value does not fit.
        """
        for option_name in options:
            if option_name not in COMMON and option_name not in cls.option_names():
                raise UnknownNameError(
                    f"option of {cls.__name__}:", option_name, [*cls.option_names(), *COMMON]
                )
        try:
            return cls(**options)
        except TypeError:
            given = in_short(", ".join(options)) or "none"
            left = [f for f in fields(cls) if f.name not in options and f.default is MISSING]
            missing = [f.name for f in left]
            examples = {f.name: option_of(f).example for f in left}
            raise ConvscopeError(
                f"{cls.__name__}: received the options {given}.",
                f"It also needs {missing[0]}.",
                f"Write for example {missing[0]}={examples[missing[0]]!r}.",
            ) from None

    def expect_image(self, input_shape: Shape) -> tuple[int, int, int]:
        """Returns `input_shape` as (height, width, channels).

        Raises:
            ConvscopeError: The shape is flat.
        """
        if len(input_shape) != 3:
            raise ConvscopeError(
                f"{self.title} received {input_shape}, a flat vector.",
                "It slides over rows and columns and needs (height, width, channels).",
                "Put it before Flatten, GlobalAveragePooling2D and Dense.",
            )
        height, width, channels = input_shape
        return height, width, channels


def _as_json(value: Any) -> Any:
    return [_as_json(v) for v in value] if isinstance(value, tuple) else value
