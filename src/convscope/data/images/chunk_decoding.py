"""What one worker does with its share of the images."""

import warnings
from dataclasses import dataclass

import numpy as np

from convscope.arrays import Image, Images
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.pixels import has_color
from convscope.data.images.workers import Content


@dataclass(frozen=True)
class Plan:
    """What every image is brought to, and what was assumed from a sample.

    Attributes:
        size: (height, width).
        fit: How pictures get there.
        channels: 1 or 3.
        is_size_assumed: Whether the size was chosen because all samples have it.
        is_grey_assumed: Whether grey was chosen because all samples are grey.
    """

    size: tuple[int, int]
    fit: str
    channels: int
    is_size_assumed: bool
    is_grey_assumed: bool


@dataclass(frozen=True)
class DecodedChunk:
    """What came of a chunk.

    Attributes:
        images: uint8 (number of readable, height, width, channels).
        reasons: Per content None, or why it is unreadable.
        has_other_size: Whether an image contradicts the assumed size.
        has_color: Whether an image contradicts the assumed grey.
    """

    images: Images
    reasons: list[str | None]
    has_other_size: bool
    has_color: bool


def decode_chunk(contents: list[Content], plan: Plan) -> DecodedChunk:
    """Decodes images one after the other; runs in a worker."""
    images: list[Image] = []
    reasons: list[str | None] = []
    has_other_size = any_color = False
    # Half-broken files make Pillow warn; what is wrong with them is reported as a reason.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in contents:
            if isinstance(content, str):
                reasons.append(content)
                continue
            try:
                picture = decode_picture(content, plan.size, plan.fit)
                images.append(picture.pixels(plan.channels))
                reasons.append(None)
            except UnreadableImage as error:
                reasons.append(error.reason)
                continue
            if plan.is_size_assumed:
                has_other_size |= picture.original_size != plan.size
            if plan.is_grey_assumed:
                any_color |= has_color(picture.pixels())
    stacked = np.stack(images) if images else np.empty((0, *plan.size, plan.channels), np.uint8)
    return DecodedChunk(stacked, reasons, has_other_size, any_color)
