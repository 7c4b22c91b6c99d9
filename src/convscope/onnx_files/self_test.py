"""Images with what a net says of them, inside its ONNX file: whoever has the file can try it."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, clear_errors
from convscope.onnx_files.running import Session
from convscope.texts import to_json_text

NAME = "self_test"
"""Of the text in the metadata."""

TOLERANCE = 1e-4
"""Up to here two answers are the same: runtimes add up in different orders."""

MOST_BYTES = 2**26
"""Of the images, unpacked."""


@dataclass(frozen=True)
class SelfTest:
    """What an ONNX file is tried with.

    Attributes:
        images: uint8 (number, height, width, channels), 0–255.
        expected: float32 (number, outputs).
        tolerance: Up to here answers are the same.
    """

    images: NDArray[np.uint8]
    expected: NDArray[np.float32]
    tolerance: float = TOLERANCE

    def to_text(self) -> str:
        """Returns the text for the metadata: images as packed bytes in base64."""
        packed = zlib.compress(np.ascontiguousarray(self.images).tobytes(), 9)
        rows = self.expected.reshape(len(self.expected), -1)
        return to_json_text(
            {
                "shape": list(self.images.shape),
                "images": base64.b64encode(packed).decode(),
                "expected": [[float(f"{value:.9g}") for value in row] for row in rows],
                "tolerance": self.tolerance,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> "SelfTest":
        """Reads what `to_text` wrote.

        Raises:
            ConvscopeError: It is something else.
        """
        expected = "Expected shape, images, expected and tolerance."
        with clear_errors("the self-test", expected, "Export the file again."):
            told = json.loads(text)
            shape = tuple(int(size) for size in told["shape"])
            count = prod(shape)
            if not 0 < count <= MOST_BYTES or min(shape) < 1:
                raise ValueError(f"images of shape {shape}")
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(base64.b64decode(told["images"]), count + 1)
            images = np.frombuffer(content, np.uint8).reshape(shape)
            with np.errstate(over="ignore"):  # what is too large becomes infinite
                numbers = np.array(told["expected"], np.float64).astype(np.float32)
            if not np.isfinite(numbers).all():
                raise ValueError("answers that are no numbers")
            if numbers.ndim != 2 or len(numbers) != len(images):
                raise ValueError(f"answers of shape {numbers.shape}")
            return cls(images, numbers, float(told["tolerance"]))


def form_for(metadata: Mapping[str, str], images: NDArray[np.uint8]) -> NDArray[Any]:
    """Returns images as a file takes them that says so in its metadata.

    Args:
        metadata: Texts by name; `takes` and `value_range` count.
        images: uint8 (number, height, width, channels), 0–255.
    """
    takes = metadata.get("takes", "values")
    if takes == "picture":
        return images
    found = images.astype(np.float32)
    if takes == "values":
        low, high = json.loads(metadata.get("value_range", "[0, 1]"))
        found = (low + images.astype(np.float64) * (high - low) / 255).astype(np.float32)
    return np.ascontiguousarray(found.transpose(0, 3, 1, 2)) if found.ndim == 4 else found


def run_self_test(content: bytes) -> float:
    """Returns by how much a file's answers differ at most from those that it promises.

    Args:
        content: Bytes of an ONNX file that convscope wrote.

    Raises:
        ConvscopeError: It has no self-test, cannot be run, or answers otherwise.
    """
    session = Session(content, num_threads=1)
    metadata = session.metadata
    if NAME not in metadata:
        raise ConvscopeError(
            "The file has no self-test.", "Expected one that convscope wrote.", "Export it again."
        )
    test = SelfTest.from_text(metadata[NAME])
    found = session.run(form_for(metadata, test.images)).reshape(test.expected.shape)
    largest = float(np.abs(found - test.expected).max())
    if not largest <= test.tolerance * max(1.0, float(np.abs(test.expected).max())):
        raise ConvscopeError(
            f"The file's answers differ by {largest:.2g} from those that it promises.",
            f"Expected at most {test.tolerance:g}.",
            "Take another version of ONNX Runtime, and report it.",
        )
    return largest
