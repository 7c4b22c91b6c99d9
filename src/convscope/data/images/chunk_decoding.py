"""What one worker does with its share of the images."""

import warnings
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from convscope.arrays import Image
from convscope.data.image_blocks import blocks_of
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.pixels import has_color
from convscope.data.images.rows import Rows
from convscope.data.images.workers import Chunk, Content


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
        reasons: Per content None, or why it is unreadable.
        has_other_size: Whether an image contradicts the assumed size.
        has_color: Whether an image contradicts the assumed grey.
    """

    reasons: list[str | None]
    has_other_size: bool
    has_color: bool


def decode_chunk(chunk: Chunk, plan: Plan, rows: Rows) -> DecodedChunk:
    """Decodes images one after the other and writes them into their rows; runs in a worker.

    The rows of unreadable images hold anything afterwards.

    Args:
        chunk: Contents of the files, and where the first of them stands among all.
        plan: What every image is brought to.
        rows: Where the images of all files are written; an image's row is its file's index.

    Returns:
        Why images are unreadable, and whether one contradicts what the plan assumed.
    """
    looks: list[_Look] = []
    # Half-broken files make Pillow warn; what is wrong with them is reported as a reason.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in blocks_of(len(chunk.contents), rows.image_shape):
            images = np.empty((block.stop - block.start, *rows.image_shape), np.uint8)
            looks += [
                _decode(content, plan, image)
                for content, image in zip(chunk.contents[block], images, strict=True)
            ]
            rows.write(chunk.first + block.start, images)
    return DecodedChunk(
        [look.reason for look in looks],
        any(look.has_other_size for look in looks),
        any(look.has_color for look in looks),
    )


class _Look(NamedTuple):
    """What was seen of one image; see `DecodedChunk`."""

    reason: str | None
    has_other_size: bool = False
    has_color: bool = False


def _decode(content: Content, plan: Plan, image: Image) -> _Look:
    """Decodes one image into `image`, uint8 (height, width, channels)."""
    if isinstance(content, str):
        return _Look(content)
    try:
        picture = decode_picture(content, plan.size, plan.fit)
        image[:] = picture.pixels(plan.channels)
    except UnreadableImage as error:
        return _Look(error.reason)
    may_be_colored = plan.is_grey_assumed and picture.image.mode != "L"
    return _Look(
        None,
        plan.is_size_assumed and picture.original_size != plan.size,
        may_be_colored and has_color(picture.pixels()),
    )
