"""What a net gets of an image, brought to a size, and the image as it lies in its file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convscope.data.images.fitting import FITS
from convscope.errors import ConvscopeError
from convscope.studio.data_answers import source_of, split_of
from convscope.studio.endpoint import Asked, Download
from convscope.studio.run_answers import png
from convscope.studio.workspace import MOST_SIDE, Workspace

if TYPE_CHECKING:
    from convscope.arrays import Image


@dataclass(frozen=True)
class Original:
    """An image as it lies in its set.

    Attributes:
        content: Bytes of its file; None where the set holds pixels.
        pixels: uint8 (height, width, channels) of a set that holds pixels.
    """

    content: bytes | None
    pixels: "Image | None" = None

    def brought_to(self, size: tuple[int, int] | None, fit: str, channels: int) -> "Image":
        """Returns its pixels as a training gets them, uint8 (height, width, channels).

        Args:
            size: (height, width); None for its own.
            fit: `pad`, `crop` or `stretch`.
            channels: 1 or 3.

        Raises:
            ConvscopeError: The file is no image any more.
        """
        from convscope.data.images.one_image import UnreadableImage, brought_to, decode_image

        if self.content is None:
            assert self.pixels is not None
            return brought_to(self.pixels, size, fit, channels)
        try:
            return decode_image(self.content, size, fit, channels)
        except UnreadableImage as error:
            raise ConvscopeError(
                f"The image cannot be read: {error.reason}.",
                "Expected the file as it was when the data were read.",
                "Put it back, or load the page again.",
            ) from None


def picture(workspace: Workspace, asked: Asked) -> Download:
    """Returns an image as a net of some size gets it, or as it is, as PNG."""
    source = source_of(asked.query.get("source", ""))
    data = workspace.data_set(source)
    height, width, channels = data.image_shape
    name = asked.query.get("split", "train")
    index = asked.number("index", 0, 0, len(split_of(data, name)) - 1)
    original = original_of(workspace, source, name, index)
    if asked.choice("shown", {"fitted": None, "original": None}) == "original":
        pixels = original.brought_to(None, FITS[0], 3)
        longest = max(pixels.shape[:2])
        if longest > MOST_SIDE:
            rows, columns = (max(1, side * MOST_SIDE // longest) for side in pixels.shape[:2])
            pixels = Original(None, pixels).brought_to((rows, columns), "stretch", 3)
        return Download(png(pixels), "image/png")
    own = data.fit or FITS[0]
    way = own.partition(":")[0]
    size = (
        asked.number("height", height, 1, MOST_SIDE),
        asked.number("width", width, 1, MOST_SIDE),
    )
    fit = asked.choice("fit", dict.fromkeys((way, *FITS)))
    return Download(
        png(original.brought_to(size, own if fit == way else fit, channels)), "image/png"
    )


def original_of(workspace: Workspace, source: str, split: str, index: int) -> Original:
    """Returns an image as it lies in its set.

    Args:
        workspace: Where the set is known.
        source: Its name or path.
        split: Of the image.
        index: Its place there.

    Raises:
        ConvscopeError: The file is gone.
    """
    images = split_of(workspace.data_set(source), split)
    name = images.files[index] if images.files else ""
    read = workspace.image_files(source).get(name) if name else None
    if read is None:
        return Original(None, np.asarray(images.images[index]))
    try:
        return Original(read())
    except OSError as error:
        raise ConvscopeError(
            f"{source}: {name} cannot be read: {error.strerror or error}.",
            "Expected the file as it was when the data were read.",
            "Put it back, or load the page again.",
        ) from None
