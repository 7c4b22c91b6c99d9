"""How commands bring pictures of drawings into a model's input."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convscope.data import Unreadable
    from convscope.drawing import Box
    from convscope.model_file import Model


@dataclass(frozen=True)
class Found:
    """One character of a picture, a picture that is judged as it lies, or a blank one.

    Attributes:
        name: Of the picture.
        image: For the net, uint8 (height, width); None for blank paper.
        character: Counted from 1 in reading order; None where nothing was looked for.
        num_characters: In the picture, 0 for blank paper; None where nothing was looked for.
        box: Around the character, in pixels of the picture; None without one.
        is_sure: Whether it is beyond doubt what is ink; None where nothing was found.
    """

    name: str
    image: "NDArray[np.uint8] | None"
    character: int | None = None
    num_characters: int | None = None
    box: "Box | None" = None
    is_sure: bool | None = None


def takes_drawings(model: "Model") -> bool:
    """Returns whether a model's file says how drawings are placed into its input."""
    from convscope.drawing import placements

    rule = placements.find_placement(model.placement)
    return placements.takes_drawings(rule, model.architecture.input.shape)


def place_drawings(
    model: "Model", sources: Sequence[str], all_sizes: bool
) -> "tuple[list[Found], list[Unreadable]]":
    """Puts each character of each picture where the model's training images had theirs.

    Args:
        model: Its placement says how.
        sources: Image files, folders, zip archives.
        all_sizes: Whether pictures that have the size of the input already are placed too;
            otherwise they are judged as they lie.

    Returns:
        What was found, in the order of the pictures; and the pictures that could not be read.

    Raises:
        ConvscopeError: The model takes no drawings, or nothing readable is left.
    """
    from convscope.data import Unreadable, each_image
    from convscope.drawing import find_placement, place_characters
    from convscope.drawing.raster_ink import to_grey

    rule = find_placement(model.placement)
    shape = (rule.canvas, rule.canvas, 1)
    if model.architecture.input.shape != shape:
        raise ConvscopeError(
            f"--drawing: the model takes images of {model.architecture.input.shape}.",
            f"Drawings are placed into {shape}.",
            "Leave --drawing out, or take a model of drawn characters, such as drawn-digits.",
        )
    found: list[Found] = []
    unreadable: list[Unreadable] = []
    for name, picture in each_image(sources):
        if isinstance(picture, Unreadable):
            unreadable.append(picture)
        elif not all_sizes and picture.shape[:2] == shape[:2]:
            found.append(Found(name, to_grey(picture)))
        else:
            placed = place_characters(picture, rule)
            found += [
                Found(name, each.image, number, len(placed), each.box, each.is_sure)
                for number, each in enumerate(placed, 1)
            ] or [Found(name, None, None, 0)]
    return found, unreadable
