"""Images with which an exported net is tried."""

import numpy as np

from convscope.arrays import Images
from convscope.model_file import Model

MOST_IMAGES = 8
MOST_VALUES = 8 * 96 * 96 * 3
"""Of all images of a self-test; of larger ones there are fewer."""


def reference_images(model: Model, images: Images | None, most_values: int = MOST_VALUES) -> Images:
    """Returns a few images for a self-test.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), the first of which are taken; None for the
            mean images of the classes, where they are known, and noise.
        most_values: Of all images together, but one is always there.
    """
    shape = model.architecture.input.shape
    most = max(1, min(MOST_IMAGES, most_values // int(np.prod(shape))))
    if images is not None:
        return images[:most]
    known = model.about.get("class_means", np.zeros((0, *shape), np.uint8))[: most // 2]
    noise = np.random.default_rng(0).integers(0, 256, (most - len(known), *shape), np.uint8)
    return np.concatenate([known.astype(np.uint8), noise])
