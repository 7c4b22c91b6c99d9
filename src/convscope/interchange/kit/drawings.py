"""Brings a picture file of drawn characters to what the net takes: each one found and placed."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.data.images.one_image import UnreadableImage, decode_image
from convscope.drawing.image_placement import place_characters
from convscope.drawing.raster_ink import to_grey

__all__ = ["UnreadableImage", "inputs_of"]


def inputs_of(
    content: bytes, shape: Sequence[int], facts: Mapping[str, str]
) -> list[NDArray[np.uint8]]:
    """Returns what the net takes for a picture file: one input for each character in it.

    Args:
        content: Bytes of the file.
        shape: (height, width, 1) of the net's input; a picture of this size is taken as it lies.
        facts: What the net's file says; `placement` counts.

    Returns:
        uint8 (height, width, 1), 0–255, in reading order; nothing for blank paper.

    Raises:
        UnreadableImage: It is no image, damaged, or too large.
    """
    picture = decode_image(content, None)
    if picture.shape[:2] == tuple(shape[:2]):
        return [to_grey(picture)[..., np.newaxis]]
    placed = place_characters(picture, facts["placement"])
    return [character.image[..., np.newaxis] for character in placed]
