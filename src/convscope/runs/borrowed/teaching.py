"""Another net's answers as what a small net is to learn: soft labels, on changed copies as well.

Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic import class_probabilities
from convscope.arrays import Images
from convscope.backbones import Backbone, features_of
from convscope.data import Split
from convscope.data.images.one_image import brought_to
from convscope.model_file import Model

TEMPERATURE = 2.0
"""What the teacher's logits are divided by: it is sure of images that it was trained on."""

COPIES = ("plain", "mirrored", "upper left", "lower right, mirrored")
"""Copies of each training image that the teacher answers to."""

SHARE = 7 / 8
"""Side of the part that a copy of a corner shows, of the whole."""


@dataclass(frozen=True)
class Teaching:
    """What a teacher says to the training images.

    Attributes:
        teacher: Its model, from images to probabilities.
        name: What errors and reports call it.
        images: The training images at its own size, in the order of the student's.
        device: Where to compute.
    """

    teacher: Model
    name: str
    images: Images
    device: str

    @property
    def facts(self) -> dict[str, Any]:
        """What a model file says of its teacher."""
        return {"name": self.name, "copies": len(COPIES), "temperature": TEMPERATURE}

    @cached_property
    def answers(self) -> NDArray[np.float32]:
        """The soft labels of all copies, one copy after the other, float32 (number, classes)."""
        seer = Backbone(self.name, self.teacher)
        said = [
            features_of(changed(self.images, copy), seer, device=self.device) for copy in COPIES
        ]
        outputs = np.concatenate(said)
        return softened(class_probabilities(self.teacher.architecture, outputs))

    def split(self, train: Split) -> Split:
        """Returns the student's images with their changed copies; labels as they lie."""
        images = np.concatenate([changed(train.images, copy) for copy in COPIES])
        return Split(images, np.tile(train.labels, len(COPIES)))


def changed(images: Images, copy: str) -> Images:
    """Returns a copy of images; the part that it shows does not depend on their size.

    Args:
        images: uint8 (number, height, width, channels).
        copy: One of `COPIES`.
    """
    found = np.asarray(images)
    if copy.startswith(("upper", "lower")):
        height, width = found.shape[1:3]
        rows, columns = round(height * SHARE), round(width * SHARE)
        parts = (
            found[:, :rows, :columns]
            if copy.startswith("upper")
            else found[:, height - rows :, width - columns :]
        )
        found = np.stack([brought_to(part, (height, width), "stretch") for part in parts])
    return found[:, :, ::-1] if copy.endswith("mirrored") else found


def softened(probabilities: NDArray[np.floating]) -> NDArray[np.float32]:
    """Returns probabilities at `TEMPERATURE`, float32 (number, classes)."""
    soft = np.maximum(probabilities.astype(np.float64), 1e-12) ** (1 / TEMPERATURE)
    return (soft / soft.sum(1, keepdims=True)).astype(np.float32)
