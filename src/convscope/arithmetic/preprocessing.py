"""From image bytes to what a net's first layer expects."""

import numpy as np

from convscope.architecture import Architecture
from convscope.arrays import Images, InputBatch
from convscope.errors import ConvscopeError


def preprocess(images: Images, architecture: Architecture) -> InputBatch:
    """Maps the bytes 0–255 linearly into the range that the net expects.

    x = low + byte · (high − low) / 255

    Args:
        images: uint8 (batch, height, width, channels), or (batch, features) for a flat net.
        architecture: The net; `input.value_range` is (low, high).

    Returns:
        float32, shaped like `images`.

    Raises:
        ConvscopeError: The images are not bytes, or not of the net's input shape.

    Example:
        >>> from convscope.architecture import load_net
        >>> float(preprocess(np.full((1, 28, 28, 1), 51, np.uint8), load_net("mnist")).max())
        0.20000000298023224
    """
    shape = architecture.input.shape
    if images.dtype != np.uint8 or images.shape[1:] != shape:
        raise ConvscopeError(
            f"Images: received {images.dtype} {images.shape}.",
            f"The net takes uint8 {('number', *shape)}, 0–255.".replace("'", ""),
            "Resize the images or train a net for their size.",
        )
    low, high = architecture.input.value_range
    # 256 results in float64, rounded once: 255 becomes exactly `high`.
    value_of_byte = (low + np.arange(256) * (high - low) / 255).astype(np.float32)
    return value_of_byte[images]
