"""What one worker does with its share of the images."""

import warnings
from dataclasses import dataclass

from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.pixels import has_color
from convscope.data.images.rows import Rows
from convscope.data.images.workers import Chunk


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
    """Decodes images one after the other into their rows; runs in a worker.

    The rows of unreadable images stay as they are.
    """
    images = rows.part(chunk.first, len(chunk.contents))
    reasons: list[str | None] = []
    has_other_size = any_color = False
    # Half-broken files make Pillow warn; what is wrong with them is reported as a reason.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for row, content in enumerate(chunk.contents):
            if isinstance(content, str):
                reasons.append(content)
                continue
            try:
                picture = decode_picture(content, plan.size, plan.fit)
                images[row] = picture.pixels(plan.channels)
                reasons.append(None)
            except UnreadableImage as error:
                reasons.append(error.reason)
                continue
            if plan.is_size_assumed:
                has_other_size |= picture.original_size != plan.size
            if plan.is_grey_assumed and picture.image.mode != "L":
                any_color |= has_color(picture.pixels())
    return DecodedChunk(reasons, has_other_size, any_color)
