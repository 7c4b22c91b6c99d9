"""What is read from an HDF5 file, and its form on the way between two processes."""

import json
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from numpy.typing import NDArray

Attributes: TypeAlias = dict[str, dict[str, list[str]]]
"""Texts by the path of a group and the attribute's name; a single text is a list of one."""


@dataclass(frozen=True)
class Content:
    """Texts and arrays of an HDF5 file.

    Attributes:
        attributes: Texts by group (`""` is the whole file) and name.
        arrays: Numbers in floating point, or uint8, by path such as `"layers/conv2d/vars/0"`.
    """

    attributes: Attributes = field(default_factory=dict)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)

    def text(self, name: str, group: str = "") -> str | None:
        """Returns the one text of an attribute, or None where there is no such attribute."""
        texts = self.attributes.get(group, {}).get(name, [])
        return texts[0] if len(texts) == 1 else None

    def texts(self, name: str, group: str = "") -> list[str]:
        """Returns the texts of an attribute; one too long for HDF5 is numbered in parts."""
        found = self.attributes.get(group, {})
        if name in found:
            return found[name]
        texts: list[str] = []
        part = 0
        while f"{name}{part}" in found:
            texts += found[f"{name}{part}"]
            part += 1
        return texts

    def packed(self) -> bytes:
        """Returns the content as bytes that hold no code; `unpacked` is the inverse."""
        from safetensors.numpy import save

        return save(self.arrays, {"attributes": json.dumps(self.attributes)})


def unpacked(packed: bytes) -> Content:
    """Returns the content that `Content.packed` gave as bytes."""
    from safetensors.numpy import load

    length = int.from_bytes(packed[:8], "little")
    metadata = json.loads(packed[8 : 8 + length])["__metadata__"]
    return Content(json.loads(metadata["attributes"]), load(packed))
