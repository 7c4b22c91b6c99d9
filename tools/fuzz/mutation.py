"""Changes on numbers, names, JSON and bytes, drawn from one random stream."""

from random import Random
from typing import Any

from fuzz.json_mutation import change_json, json_bytes

NUMBERS = (
    0,
    1,
    -1,
    2,
    3,
    7,
    255,
    256,
    65_535,
    2**24,
    2**24 + 1,
    300_000_000,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**53,
    2**63 - 1,
    2**64 - 1,
    10**30,
)
"""Sizes at which readers have failed: nothing, one too many, more than fits or than there is."""

NAMES = (
    "../outside.txt",
    "../../outside.txt",
    "/tmp/outside.txt",
    "C:\\outside.txt",
    "..\\outside.txt",
    "",
    ".",
    "..",
    "a/" * 1500 + "a.png",
    "x" * 300 + ".png",
    "\x1b[31mred.png",
    "new\nline.png",
    "nul.txt",
    "CON",
    "-rf.png",
    "=1+1.png",
    "\u202egnp.exe",
    "__MACOSX/._a.png",
    "\udcff\udcfe.png",
    "a//b.png",
    "./a.png",
    "__proto__",
    "constructor",
)
"""Names of entries, tensors and layers that lead outside, say too much, or mean something."""


class Mutation:
    """A source of changes; a reader asks it at every field that a stranger could set.

    Args:
        random: Where the changes come from.
        strength: Mean number of changes per case, as far as it can be known.
    """

    def __init__(self, random: Random, strength: float = 1.0) -> None:
        self.random = random
        self.strength = strength

    def happens(self, share: float = 0.08) -> bool:
        """Returns whether something that a case could hold is in this one."""
        return self.random.random() < share * self.strength

    def number(self, value: int, bits: int | None = None, share: float = 0.08) -> int:
        """Returns a number or another one; with `bits`, one that an unsigned field can hold."""
        if self.happens(share):
            other = self.random.choice((*NUMBERS, value + 1, value - 1, value * 2, -value))
            value = other
        return value if bits is None else value % (1 << bits)

    def name(self, value: str, share: float = 0.06) -> str:
        """Returns a name or one of `NAMES`."""
        return self.random.choice(NAMES) if self.happens(share) else value

    def choice(self, usual: Any, others: tuple[Any, ...], share: float = 0.1) -> Any:
        """Returns the usual value or one of the others."""
        return self.random.choice(others) if self.happens(share) else usual

    def json(self, data: Any, share: float = 0.5) -> bytes:
        """Returns data as JSON text, up to three of its values changed."""
        while self.happens(share):
            data = change_json(data, self.random)
            share /= 2
        return json_bytes(data)

    def content(self, content: bytes, share: float = 0.25) -> bytes:
        """Returns bytes, a few of them changed, moved, lost or cut off."""
        while self.happens(share):
            content = self._changed(content)
            share /= 1.5
        return content

    def _changed(self, content: bytes) -> bytes:
        random, length = self.random, len(content)
        if not length:
            return random.randbytes(random.randrange(1, 9))
        first = random.randrange(length)
        last = min(length, first + random.choice((1, 2, 4, 8, 16, 100)))
        match random.randrange(7):
            case 0:
                changed = content[first] ^ (1 << random.randrange(8))
                return content[:first] + bytes([changed]) + content[first + 1 :]
            case 1:
                return content[:first]
            case 2:
                return content[:first] + content[last:]
            case 3:
                return content[:last] + content[first:]
            case 4:
                return content[:first] + random.randbytes(last - first) + content[last:]
            case 5:
                size = random.choice((1, 2, 4, 8))
                value = random.choice(NUMBERS) % (1 << 8 * size)
                field = value.to_bytes(size, random.choice(("little", "big")))
                return content[:first] + field + content[first + size :]
            case _:
                fill = random.choice((b"\0", b"\xff", b"[", b'"', b"\n", b"9", b","))
                return content[:first] + fill * random.choice((1, 8, 100, 5000)) + content[first:]
