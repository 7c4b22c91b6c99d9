"""What a JSON file of a stranger says, value by value: of the right kind, and bounded."""

from collections.abc import Mapping, Sequence
from typing import Any

from convscope.errors import ConvscopeError, in_short

FIX = "Save the model again with save_pretrained, or export it to ONNX and give that file."

MOST_STAGES = 64


class Config:
    """A JSON object of a file.

    Args:
        where: The file, for errors.
        data: The object.
        defaults: What holds where it says nothing.
    """

    def __init__(
        self, where: str, data: Mapping[str, Any], defaults: Mapping[str, Any] | None = None
    ) -> None:
        self.where = where
        self.data = {**(defaults or {}), **{k: v for k, v in data.items() if v is not None}}

    def wrong(self, key: str, expected: str) -> ConvscopeError:
        """Returns the error for a value that cannot be."""
        return ConvscopeError(
            f"{self.where}: {key} is {in_short(self.data.get(key))}.", f"Expected {expected}.", FIX
        )

    def flag(self, key: str, default: bool = False) -> bool:
        """Returns a value that is true or false."""
        found = self.data.get(key, default)
        if not isinstance(found, bool):
            raise self.wrong(key, "true or false")
        return found

    def text(self, key: str, default: str = "") -> str:
        """Returns a text."""
        found = self.data.get(key, default)
        if not isinstance(found, str):
            raise self.wrong(key, "a text")
        return found

    def whole(self, key: str, default: int | None = None, most: int = 2**16) -> int:
        """Returns a whole number.

        Args:
            key: Its name.
            default: Where the file says nothing; None where it has to.
            most: The largest that may be; the smallest is 1.
        """
        found = self.data.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
            raise self.wrong(key, f"a whole number from 1 to {most:,}")
        return found

    def number(self, key: str, default: float, low: float = 0.0, high: float = 1e6) -> float:
        """Returns a number within bounds.

        Args:
            key: Its name.
            default: Where the file says nothing.
            low: The smallest that may be.
            high: The largest that may be.
        """
        found = self.data.get(key, default)
        if not _is_number(found) or not low <= found <= high:
            raise self.wrong(key, f"a number from {low:g} to {high:g}")
        return float(found)

    def wholes(self, key: str, default: Sequence[int] = ()) -> list[int]:
        """Returns a list of whole numbers from 0 on, one for each stage."""
        found = self.data.get(key, default)
        is_list = isinstance(found, list | tuple) and len(found) <= MOST_STAGES
        if not is_list or any(type(n) is not int or not 0 <= n <= 2**16 for n in found):
            raise self.wrong(key, f"at most {MOST_STAGES} whole numbers")
        return list(found)

    def numbers(self, key: str, count: int, default: Sequence[float]) -> list[float]:
        """Returns a number for each channel, which may be given as one for all.

        Args:
            key: Its name.
            count: How many channels there are.
            default: Where the file says nothing.
        """
        found = self.data.get(key, default)
        found = [found] * count if _is_number(found) else found
        if not isinstance(found, list | tuple) or not all(_is_number(n) for n in found):
            raise self.wrong(key, f"{count} numbers")
        if len(found) != count or any(not abs(n) <= 1e6 for n in found):
            raise self.wrong(key, f"{count} numbers")
        return [float(n) for n in found]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
