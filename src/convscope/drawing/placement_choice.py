"""Which placement a model gets: by the name of its data set, or by measuring its images."""

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.fitting import ink_box, lies_right
from convscope.drawing.placements import PLACEMENT_OF_DATA_SET, PLACEMENTS
from convscope.drawing.raster_ink import find_ink
from convscope.drawing.stroke_width import FAINT, stroke_width

SAMPLE = 500
"""Images measured: the share below is then known to about 0.02."""

WIDEST = 6.0
"""Stroke width of a character's silhouette; MNIST's is 3.1 (median) and 5.1 at 99 %. Clothes and
other solid things that fill the image are wider."""

LEAST_SHARE = 0.5
"""Share of images that must lie right. MNIST has 0.97, Kuzushiji-MNIST 0.8, other things 0.1."""


def placement_for(
    data_set_name: str,
    image_shape: tuple[int, ...],
    images: NDArray[np.uint8] | None = None,
) -> str:
    """Returns the placement to store in the file of a model trained on a data set.

    Args:
        data_set_name: A named data set, or a folder.
        image_shape: (height, width, channels) of its images.
        images: Training images, for a data set that has no name; uint8
            (number, height, width, 1).

    Example:
        >>> placement_for("kmnist", (28, 28, 1)), placement_for("cifar10", (32, 32, 3))
        ('kuzushiji', 'none')
    """
    known = PLACEMENT_OF_DATA_SET.get(data_set_name)
    if known is not None:
        canvas = PLACEMENTS[known].canvas
        return known if tuple(image_shape) in ((canvas, canvas), (canvas, canvas, 1)) else "none"
    return "none" if images is None else measure_placement(images)


def measure_placement(images: NDArray[np.uint8]) -> str:
    """Returns the placement that would leave most of the images as they are, or `"none"`.

    An image lies right when its ink has the placement's box, centre and stroke width, to a pixel.
    Placements with a grid of their own belong to one data set and are known by its name only.

    Args:
        images: uint8 (number, height, width) or (number, height, width, 1).

    Example:
        >>> measure_placement(np.zeros((3, 32, 32, 3), np.uint8))
        'none'
    """
    canvases = {rule.canvas for rule in PLACEMENTS.values()}
    is_grey = images.ndim == 3 or (images.ndim == 4 and images.shape[3] == 1)
    if not len(images) or not is_grey or images.shape[1] not in canvases:
        return "none"
    sample = images[np.linspace(0, len(images) - 1, min(SAMPLE, len(images))).astype(int)]
    inks = [found.ink for image in sample if (found := find_ink(image))]
    characters = [ink for ink in inks if stroke_width(_silhouette(ink)) <= WIDEST]
    shares = {
        name: sum(lies_right(ink, ink_box(ink), rule) for ink in characters) / len(sample)
        for name, rule in PLACEMENTS.items()
        if rule.box is not None and rule.grid is None
    }
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= LEAST_SHARE else "none"


def _silhouette(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(ink >= FAINT, 255, 0).astype(np.uint8)
