"""Numbers of bytes as people write them."""

import re

from convscope.errors import ConvscopeError

_UNITS = {"": 1, "b": 1}
_UNITS |= {f"{letter}{b}": 1000**n for n, letter in enumerate("kmgt", 1) for b in ("", "b")}
_UNITS |= {f"{letter}ib": 1024**n for n, letter in enumerate("kmgt", 1)}


def parse_bytes(text: str | None, option: str) -> int | None:
    """Returns a number of bytes such as `"512MB"`, `"1.5GB"` or `"64MiB"`; None for None.

    Example:
        >>> parse_bytes("1.5GB", "--memory")
        1500000000

    Raises:
        ConvscopeError: The text is no size, or not above 0.
    """
    if text is None:
        return None
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*([a-z]*)", text.strip().lower())
    number = float(match[1]) * _UNITS.get(match[2], 0) if match else 0.0
    if not 1 <= number < 2**60:
        raise ConvscopeError(
            f'{option}: received "{text}".',
            "Expected a number of bytes above 0, with kB, MB or GB.",
            f"Try {option} 512MB or {option} 1.5GB",
        )
    return int(number)
