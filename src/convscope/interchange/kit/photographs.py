"""Brings a picture file to what the net takes: upright, in its size and colours."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.data.images.one_image import UnreadableImage, decode_image

__all__ = ["UnreadableImage", "inputs_of"]


def inputs_of(
    content: bytes, shape: Sequence[int], facts: Mapping[str, str]
) -> list[NDArray[np.uint8]]:
    """Returns what the net takes for a picture file: one input.

    Args:
        content: Bytes of the file.
        shape: (height, width, channels) of the net's input.
        facts: What the net's file says; `fit` counts.

    Returns:
        uint8 (height, width, channels), 0–255.

    Raises:
        UnreadableImage: It is no image, damaged, or too large.
    """
    height, width, channels = shape
    return [decode_image(content, (height, width), facts["fit"], channels)]
