"""How commands bring pictures of drawings into a model's input."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convscope.data import Unreadable
    from convscope.model_file import Model


def place_drawings(
    model: "Model", sources: Sequence[str]
) -> "tuple[list[tuple[str, NDArray[np.uint8] | None]], list[Unreadable]]":
    """Puts the ink of each picture where the model's training images had theirs.

    Args:
        model: Its placement says how.
        sources: Image files, folders, zip archives.

    Returns:
        Each name with the image for the net, uint8 (height, width), or None for blank paper; and
        the pictures that could not be read.

    Raises:
        ConvscopeError: The model takes no drawings, or nothing readable is left.
    """
    from convscope.data import Unreadable, each_image
    from convscope.drawing import find_placement, place_image

    rule = find_placement(model.placement)
    shape = (rule.canvas, rule.canvas, 1)
    if model.architecture.input.shape != shape:
        raise ConvscopeError(
            f"--drawing: the model takes images of {model.architecture.input.shape}.",
            f"Drawings are placed into {shape}.",
            "Leave --drawing out, or take a model of drawn characters, such as drawn-digits.",
        )
    placed: list[tuple[str, NDArray[np.uint8] | None]] = []
    unreadable: list[Unreadable] = []
    for name, picture in each_image(sources):
        if isinstance(picture, Unreadable):
            unreadable.append(picture)
        else:
            found = place_image(picture, rule)
            placed.append((name, None if found is None else found.image))
    return placed, unreadable
