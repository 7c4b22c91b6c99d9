"""Where an operation of an ONNX file stands, and what it says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from convscope.channels_first import Building


@dataclass(frozen=True)
class Step:
    """One node.

    Attributes:
        building: The net so far.
        name: What the file calls it.
        attributes: By name: numbers, texts, lists of numbers, arrays.
        opset: Version of ONNX's operations in the file.
    """

    building: Building
    name: str
    attributes: Mapping[str, Any]
    opset: int

    def number(self, name: str, default: float) -> float:
        """Returns an attribute that is a number."""
        return float(self.attributes.get(name, default))

    def whole(self, name: str, default: int) -> int:
        """Returns an attribute that is a whole number."""
        return int(self.attributes.get(name, default))

    def text(self, name: str, default: str) -> str:
        """Returns an attribute that is a text."""
        return str(self.attributes.get(name, default))

    def list(self, name: str, default: Sequence[int] | None = None) -> list[int] | None:
        """Returns an attribute that is a list of whole numbers."""
        found = self.attributes.get(name, default)
        return None if found is None else [int(each) for each in found]

    def wholes(self, name: str, given: Any, default: Sequence[int] | None = None) -> Any:
        """Returns whole numbers that are an attribute in old files, and an input in new ones.

        Args:
            name: The attribute's.
            given: The input; None where there is none.
            default: What stands where neither says anything.
        """
        if given is not None:
            return [int(each) for each in given.ravel()]
        return self.list(name, default)
