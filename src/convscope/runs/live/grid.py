"""The validation images that a page shows while a training runs: which ones, and their picture."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from convscope.arrays import Labels
from convscope.data import Split

MOST_IMAGES = 40
MOST_COLUMNS = 10
MOST_SIDE = 48
"""Longest side of a tile, in px; larger images are made smaller."""


@dataclass(frozen=True)
class Grid:
    """A fixed choice of validation images.

    Attributes:
        images: Indices within validation, int64 (count,).
        labels: Their right classes, int64 (count,).
        size: (height, width) of a tile, in px.
    """

    images: NDArray[np.int64]
    labels: Labels
    size: tuple[int, int]

    @property
    def columns(self) -> int:
        """Tiles of a row of the picture."""
        return min(MOST_COLUMNS, len(self.images))

    def to_json(self) -> dict[str, Any]:
        """Returns the grid as the event `begin` has it."""
        return {
            "count": len(self.images),
            "columns": self.columns,
            "size": list(self.size),
            "labels": self.labels.tolist(),
            "images": self.images.tolist(),
        }

    def to_png(self, split: Split) -> bytes:
        """Returns all tiles in one picture, row by row."""
        height, width = self.size
        tiles = [_tile(split.images[index], self.size) for index in self.images.tolist()]
        rows = -(-len(tiles) // self.columns)
        picture = Image.new(tiles[0].mode, (self.columns * width, rows * height))
        for number, tile in enumerate(tiles):
            row, column = divmod(number, self.columns)
            picture.paste(tile, (column * width, row * height))
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        return buffer.getvalue()


def choose_grid(split: Split) -> Grid | None:
    """Returns the same choice for the same images, spread over the classes; None without images.

    The first image of every class comes first, then the second of every class, and so on; of more
    classes than there are places, every so many-th.
    """
    if not len(split):
        return None
    classes = np.unique(split.labels)
    if len(classes) > MOST_IMAGES:
        classes = classes[np.linspace(0, len(classes) - 1, MOST_IMAGES).astype(int)]
    most = -(-MOST_IMAGES // len(classes))
    of_class = [np.flatnonzero(split.labels == index)[:most].tolist() for index in classes]
    turns = [[own[turn] for own in of_class if turn < len(own)] for turn in range(most)]
    chosen = np.array([index for turn in turns for index in turn][:MOST_IMAGES])
    height, width = split.images.shape[1:3]
    scale = min(1.0, MOST_SIDE / max(height, width))
    size = (max(1, round(scale * height)), max(1, round(scale * width)))
    return Grid(chosen, split.labels[chosen], size)


def _tile(image: NDArray[np.uint8], size: tuple[int, int]) -> Image.Image:
    pixels = image[..., 0] if image.shape[-1] < 3 else image[..., :3]
    tile = Image.fromarray(np.ascontiguousarray(pixels))
    height, width = size
    return (
        tile if tile.size == (width, height) else tile.resize((width, height), Image.Resampling.BOX)
    )
