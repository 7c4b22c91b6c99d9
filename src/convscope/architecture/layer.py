"""What every kind of layer has: options, a shape rule, parameters, a cost. No weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self, TypeAlias

from convscope.architecture.options import check_options, option_of
from convscope.architecture.windows import Sliding
from convscope.errors import ConvscopeError, UnknownNameError, in_short

Shape: TypeAlias = tuple[int, ...]
"""(height, width, channels) or (features,); the batch axis is never part of it."""


@dataclass(frozen=True)
class Layer:
    """One layer as plain data.

    Attributes:
        name: Unique in its net; empty until the architecture gives an automatic name.
    """

    name: str = field(default="", kw_only=True)

    non_trainable: ClassVar[tuple[str, ...]] = ()
    """Names of the tensors that training does not adjust by gradient."""

    def __post_init__(self) -> None:
        if self.name is None:
            object.__setattr__(self, "name", "")
        if not isinstance(self.name, str):
            raise ConvscopeError(
                f"{self.kind}: name={in_short(self.name)}.",
                "Expected a text.",
                f'Write for example name="{self.kind.lower()}", or leave it out.',
            )
        check_options(self)

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

    def sliding(self, input_shape: Shape) -> tuple[Sliding, Sliding] | None:
        """Returns how the window slides over rows and columns; None for layers without one."""
        return None

    def to_json(self) -> dict[str, Any]:
        """Returns the layer as JSON data: `kind`, `name` and every option."""
        options = {f.name: _as_json(getattr(self, f.name)) for f in fields(self)}
        return {"kind": self.kind, "name": options.pop("name"), **options}

    @classmethod
    def option_names(cls) -> list[str]:
        """Returns the names of this kind's options, without `name`."""
        return [f.name for f in fields(cls) if f.name != "name"]

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Builds the layer from its options by name.

        Raises:
            UnknownNameError: An option that this kind does not have.
            ConvscopeError: A missing option, or one whose value does not fit.
        """
        for option_name in options:
            if option_name != "name" and option_name not in cls.option_names():
                raise UnknownNameError(
                    f"option of {cls.__name__}:", option_name, [*cls.option_names(), "name"]
                )
        try:
            return cls(**options)
        except TypeError:
            given = in_short(", ".join(options)) or "none"
            missing = [n for n in cls.option_names() if n not in options]
            examples = {f.name: option_of(f).example for f in fields(cls) if f.name in missing}
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
