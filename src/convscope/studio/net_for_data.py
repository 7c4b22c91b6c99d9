"""A net on some data: its input follows the images, and its answers have to suit the classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convscope.architecture import Architecture, expect_classes
from convscope.errors import ConvscopeError, in_short
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from convscope.arrays import Shape3
    from convscope.data import DataSet

Size = tuple[int, int]

_WIDTHS = ("units", "filters")
"""Options that say how many values a layer puts out."""


@dataclass(frozen=True)
class Wanted:
    """What data ask of a net.

    Attributes:
        image_shape: (height, width, channels) that its input has to have.
        num_classes: Answers that it has to give.
        has_files: Whether the images lie in files, which can be brought to any size.
    """

    image_shape: "Shape3"
    num_classes: int
    has_files: bool

    def to_json(self) -> dict[str, Any]:
        """Returns it as JSON data."""
        return {
            "image_shape": list(self.image_shape),
            "num_classes": self.num_classes,
            "has_files": self.has_files,
        }


def has_files(data: "DataSet") -> bool:
    """Returns whether all images of a data set lie in files."""
    return all(split.files is not None for split in data.splits.values())


def wanted_by(workspace: Workspace, source: str, size: Size | None) -> Wanted:
    """Returns what a data set asks of a net that gets its images at a size.

    Args:
        workspace: Where the set is known.
        source: Its name or path.
        size: (height, width); None for the set's own.

    Raises:
        UnknownNameError: Neither a name nor a path.
        ConvscopeError: It cannot be used, or not at this size.
    """
    data = workspace.data_set(source)
    height, width, channels = data.image_shape
    is_in_files = has_files(data)
    if size is not None and size != (height, width) and not is_in_files:
        raise ConvscopeError(
            f"{source}: the images are {height}×{width}, asked for were {size[0]}×{size[1]}.",
            "Only image files are brought to a size.",
            "Leave the size out.",
        )
    return Wanted((*(size or (height, width)), channels), data.num_classes, is_in_files)


def size_of(workspace: Workspace, given: Any) -> Size | None:
    """Returns the size that somebody asked for.

    Args:
        workspace: Whose bound counts.
        given: (height, width) as JSON data; None for the set's own.

    Raises:
        ConvscopeError: It is none, or out of bounds.
    """
    if given is None:
        return None
    most = workspace.most_side
    if (
        not isinstance(given, list | tuple)
        or len(given) != 2
        or not all(type(side) is int and 1 <= side <= most for side in given)
    ):
        raise ConvscopeError(
            f"The size is {in_short(given)}.",
            f"Expected rows and columns, each from 1 to {most}.",
            "Give another size, or none for that of the set.",
        )
    return given[0], given[1]


def with_input(written: Mapping[str, Any], image_shape: "Shape3") -> dict[str, Any]:
    """Returns a net as JSON data that takes images of a shape; the range of its values stays."""
    own = written.get("input")
    kept = own if isinstance(own, Mapping) else {}
    return {**written, "input": {**kept, "shape": list(image_shape)}}


def expect_answers(architecture: Architecture, num_classes: int) -> None:
    """Checks that a net tells apart as many classes as there are, in a way that can be trained.

    Raises:
        ConvscopeError: It does not.
    """
    from convscope.runs.preparation import loss_for

    count = expect_classes(architecture.output_shape)
    if count != num_classes:
        raise ConvscopeError(
            f"Answers that the net gives: {count}.",
            f"Expected {num_classes}: one for each class of the data.",
            "Change how many values its last dense layer puts out.",
        )
    loss_for(architecture)


def mend_for(architecture: Architecture, num_classes: int) -> dict[str, Any] | None:
    """Returns which option makes a net give one answer a class; None where no single one does.

    Returns:
        `at`, the layer's place, `option` and `value`.
    """
    for at in reversed(range(len(architecture.layers))):
        for option in _WIDTHS:
            if not hasattr(architecture.layers[at], option):
                continue
            changed = architecture.to_json()
            changed["layers"][at][option] = num_classes
            return (
                {"at": at, "option": option, "value": num_classes}
                if _gives(changed, num_classes)
                else None
            )
    return None


def _gives(written: dict[str, Any], num_classes: int) -> bool:
    try:
        return Architecture.from_json(written).output_shape == (num_classes,)
    except ConvscopeError:
        return False
