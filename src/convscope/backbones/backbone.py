"""A net without a head, and what is to be said about it."""

from dataclasses import dataclass, replace
from typing import Any

from convscope.architecture import Architecture, Input
from convscope.arrays import Weights
from convscope.errors import ConvscopeError
from convscope.model_file import Model


@dataclass(frozen=True)
class Backbone:
    """A net without a head.

    Attributes:
        name: What `--backbone` said.
        model: The net, from a picture to features, with its weights and, in `trained_on`, what
            is borrowed: `backbone`, `licence`, `source`, `trained_on`, `sha256`.
    """

    name: str
    model: Model

    @property
    def architecture(self) -> Architecture:
        """From (height, width, 3) to (features,)."""
        return self.model.architecture

    @property
    def weights(self) -> Weights:
        """float32 by `<layer>.<tensor>`."""
        return self.model.weights

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(height, width, channels) that pictures are brought to."""
        height, width, channels = self.architecture.input.shape
        return height, width, channels

    @property
    def num_features(self) -> int:
        """Numbers that each picture becomes."""
        return self.architecture.output_shape[0]

    @property
    def facts(self) -> dict[str, Any]:
        """What a model file and a report say of what is borrowed."""
        return self.model.trained_on

    def at(self, size: tuple[int, int] | None) -> "Backbone":
        """Returns the same net for pictures of another size; its kernels take any.

        Args:
            size: (height, width); None for its own.

        Raises:
            ConvscopeError: Its layers do not work on pictures of that size.
        """
        if size is None or size == self.image_shape[:2]:
            return self
        old = self.architecture
        shape = (*size, self.image_shape[2])
        changed = Architecture(Input(shape, old.input.value_range), old.layers)
        if changed.parameter_shapes != old.parameter_shapes:
            raise ConvscopeError(
                f"--backbone {self.name} with pictures of {size[0]}×{size[1]}.",
                f"Expected {self.image_shape[0]}×{self.image_shape[1]}: its dense layers take no "
                "other size.",
                "Leave --size out.",
            )
        return replace(self, model=replace(self.model, architecture=changed))


def joined_in(architecture: Architecture) -> tuple[int, ...]:
    """Returns the layers whose outputs a net's last layer joins to features; itself if it does not.

    Returns:
        Their positions, in the order of the features.
    """
    last = architecture.steps[-1]
    joins = len(last.inputs) > 1 and architecture.output_shape == (
        sum(shape[0] for shape in last.input_shapes),
    )
    return last.inputs if joins else (len(architecture.steps) - 1,)
