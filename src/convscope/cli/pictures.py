"""How commands find one picture: a file, or a numbered test image of a data set."""

import re
from typing import TYPE_CHECKING

from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    from convscope.arrays import Image
    from convscope.model_file import Model


def read_picture(image: str, model: "Model") -> "Image":
    """Returns a picture in the shape that a model takes, uint8 (height, width, channels).

    Args:
        image: A picture's path, or `NAME:NUMBER` for a test image of a data set, from 0.
        model: The model.

    Raises:
        ConvscopeError: No such picture, or one that cannot be read.
    """
    from convscope.data import NAMED_SETS, load_data, read_images

    shape = model.architecture.input.shape
    name, _, number = image.rpartition(":")
    if name in NAMED_SETS and re.fullmatch(r"\d+", number):
        test = load_data(name).test
        assert test is not None
        if int(number) >= len(test) or test.images.shape[1:] != shape:
            raise ConvscopeError(
                f"{image}: {name} has {len(test):,} test images of {test.images.shape[1:]}.",
                f"Expected a number from 0 to {len(test) - 1:,}, and images of {shape}.",
                f"Try {name}:0, with a model that was trained on {name}.",
            )
        return test.images[int(number)]
    images, _, unreadable = read_images(image, shape, fit=model.fit)
    if unreadable:
        raise ConvscopeError(
            f"{image} cannot be read: {unreadable[0].reason}.",
            "Expected a picture (png, jpg, webp, bmp, gif, tiff).",
            "Give another one, or a test image such as mnist:7.",
        )
    return images[0]
