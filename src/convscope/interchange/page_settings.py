"""What a drawing page is told besides its model."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import numpy as np

from convscope.arrays import Images, Labels
from convscope.errors import UnknownNameError

LANGUAGES = ("en", "ja")
"""Languages that the page speaks."""

MAX_EXAMPLES = 40


@dataclass(frozen=True)
class PageSettings:
    """What a drawing page is told besides its model.

    Attributes:
        name: How the model is called, for people.
        language: A code of `LANGUAGES`; empty for the reader's own.
        images: uint8 (number, height, width, channels), test images to choose from.
        labels: int64 (number,), their classes.
        told: Name under which the page tells the one around it of drawing and verdict; empty if
            nobody listens.

    Raises:
        UnknownNameError: Another language.
    """

    name: str
    language: str = ""
    images: Images | None = None
    labels: Labels | None = None
    told: str = ""

    def __post_init__(self) -> None:
        if self.language and self.language not in LANGUAGES:
            raise UnknownNameError("language", self.language, LANGUAGES)

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as the page reads them, images as base64."""
        examples = None
        if self.images is not None and self.labels is not None:
            examples = {
                "images": b64encode(self.images.tobytes()).decode(),
                "labels": self.labels.tolist(),
            }
        page = {"name": self.name, "language": self.language, "examples": examples}
        return page | ({"told": self.told} if self.told else {})


def choose_examples(
    images: Images, labels: Labels, number: int = MAX_EXAMPLES
) -> tuple[Images, Labels]:
    """Returns the first images of every class, as many of each as fit, sorted by class.

    Args:
        images: uint8 (number, height, width, channels).
        labels: int64 (number,).
        number: How many at most.
    """
    classes = np.unique(labels)
    each = max(1, number // max(len(classes), 1))
    chosen = np.concatenate([np.flatnonzero(labels == index)[:each] for index in classes])[:number]
    return np.asarray(images[chosen]), labels[chosen]
