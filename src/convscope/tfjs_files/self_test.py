"""Images with what a net says of them, in a form that a page can read without unpacking."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import clear_errors

NAME = "self_test"
"""Of the entry in `userDefinedMetadata`; the same stands in the file `FILE`."""

FILE = "selftest.json"

TOLERANCE = 1e-4
"""Up to here two answers are the same: backends add up in different orders, some in half."""

MOST_BYTES = 2**26
"""Of the images."""


@dataclass(frozen=True)
class SelfTest:
    """What a model is tried with.

    Attributes:
        images: uint8 (number, height, width, channels), or (number, features), 0–255.
        expected: float32 (number, outputs); a picture as an answer lies there row by row.
        value_range: What the bytes 0 and 255 become before the net.
        tolerance: Up to here answers are the same, as a share of the largest where that is above 1.
    """

    images: NDArray[np.uint8]
    expected: NDArray[np.float32]
    value_range: tuple[float, float]
    tolerance: float = TOLERANCE

    def to_json(self) -> dict[str, Any]:
        """Returns data for JSON: images as bytes in base64, one after the other."""
        rows = self.expected.reshape(len(self.expected), -1)
        return {
            "shape": list(self.images.shape),
            "images": base64.b64encode(np.ascontiguousarray(self.images).tobytes()).decode(),
            "value_range": list(self.value_range),
            "expected": [[float(f"{value:.9g}") for value in row] for row in rows],
            "tolerance": self.tolerance,
        }

    @classmethod
    def from_json(cls, told: Any) -> "SelfTest":
        """Reads what `to_json` gave.

        Raises:
            ConvscopeError: It is something else.
        """
        expected = "Expected shape, images, value_range, expected and tolerance."
        with clear_errors("the self-test", expected, "Export the model again."):
            if not isinstance(told, Mapping):
                raise ValueError("it is no object")
            shape = tuple(int(size) for size in told["shape"])
            count = prod(shape)
            if len(shape) < 2 or min(shape) < 1 or count > MOST_BYTES:
                raise ValueError(f"images of shape {shape}")
            if len(told["images"]) > 4 * (count // 3 + 1):
                raise ValueError("too many bytes of images")
            images = np.frombuffer(base64.b64decode(told["images"]), np.uint8).reshape(shape)
            with np.errstate(over="ignore"):  # what is too large becomes infinite
                numbers = np.array(told["expected"], np.float64).astype(np.float32)
            if not np.isfinite(numbers).all():
                raise ValueError("answers that are no numbers")
            if numbers.ndim != 2 or len(numbers) != len(images):
                raise ValueError(f"answers of shape {numbers.shape}")
            low, high = (float(value) for value in told["value_range"])
            return cls(images, numbers, (low, high), float(told["tolerance"]))
