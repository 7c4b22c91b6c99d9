"""Pictures brought to another size."""

from collections.abc import Sequence
from typing import Any

from convscope.architecture import Resizing
from convscope.channels_first.building import Building
from convscope.channels_first.values import Value
from convscope.errors import ConvscopeError


def interpolate(
    building: Building,
    name: str,
    value: Value,
    size: Any,
    factor: Any,
    mode: str,
    align_corners: bool | None = None,
) -> Value:
    """Puts a resizing; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        size: New rows and columns, or None.
        factor: By what rows and columns are multiplied, where `size` is None.
        mode: `"bilinear"`, `"nearest-exact"`, or `"nearest"`, which rounds down.
        align_corners: Whether corners stay corners.

    Raises:
        ConvscopeError: Another mode, or new pixels that lie elsewhere than ours.
    """
    value = building.as_maps(value)
    height, width, _ = value.shape
    if size is None:
        factors = _two(factor)
        size = [int(length * f) for length, f in zip((height, width), factors, strict=True)]
    rows, columns = (int(length) for length in _two(size))
    is_whole = rows % height == 0 and columns % width == 0
    modes = {"bilinear": "bilinear", "nearest-exact": "nearest"}
    if is_whole:  # then both ways of rounding are the same
        modes["nearest"] = "nearest"
    if align_corners or mode not in modes:
        raise ConvscopeError(
            f"a picture of {height}×{width} becomes {rows}×{columns} with {mode}"
            f"{', corners aligned' if align_corners else ''}.",
            "Expected bilinear or nearest-exact without aligned corners.",
            "Resize images before the net.",
        )
    is_not_negative = building.never_negative(value)
    layer = Resizing(rows, columns, modes[mode])
    return building.put(name, layer, [value], is_not_negative=is_not_negative)


def _two(value: Any) -> Sequence[Any]:
    return tuple(value) if isinstance(value, list | tuple) else (value, value)
