"""Pictures brought to another size."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from convscope.architecture import Resizing
from convscope.architecture.samples import sample
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


def nearest(building: Building, name: str, value: Value, axis: int, places: NDArray[Any]) -> Value:
    """Puts a resizing whose rows or columns are the nearest of those that arrive.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        axis: Of the rows, or of the columns.
        places: Which of them are taken.

    Raises:
        ConvscopeError: Others are taken.
    """
    axis %= len(value.axes)
    letter = value.axes[axis]
    if letter in ("H", "W") and places.ndim == 1 and places.size:
        length = value.length(letter)
        expected = [low for low, _ in sample(length, places.size, nearest=True).places]
        if places.tolist() == expected:
            height, width, _ = value.shape
            sides = (places.size, width) if letter == "H" else (height, places.size)
            is_not_negative = building.never_negative(value)
            layer = Resizing(*sides, "nearest")
            found = building.put(name, layer, [value], is_not_negative=is_not_negative)
            return replace(found, axes=value.axes)
    raise ConvscopeError(
        "it chooses rows, columns or channels.", "Expected all of them.", "It has no layer here."
    )


def _two(value: Any) -> Sequence[Any]:
    return tuple(value) if isinstance(value, list | tuple) else (value, value)
