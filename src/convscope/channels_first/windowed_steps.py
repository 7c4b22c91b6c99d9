"""Convolution and pooling with margins as other programs put them, exactly."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    AveragePooling2D,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    DepthwiseConv2D,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    MaxPooling2D,
    ZeroPadding2D,
    slide,
    spread,
)
from convscope.channels_first.building import Building
from convscope.channels_first.pointwise_steps import affine
from convscope.channels_first.values import Value
from convscope.errors import ConvscopeError

Pads = tuple[int, int, int, int]
"""(top, left, bottom, right)."""


def conv(
    building: Building,
    name: str,
    value: Value,
    kernel: NDArray[Any],
    bias: NDArray[Any] | None,
    strides: Sequence[int],
    pads: Pads,
    dilations: Sequence[int],
    groups: int,
) -> Value:
    """Puts a convolution; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        kernel: (out, in / groups, height, width).
        bias: (out,) or None.
        strides: Down and to the right.
        pads: Zeros around the picture.
        dilations: Distances between two values under the window.
        groups: Of channels.

    Raises:
        ConvscopeError: A kernel that does not fit, or a stride and a dilation together.
    """
    value = building.as_maps(value)
    height, width, channels = value.shape
    _expect_kernel(kernel, channels, groups)
    size = kernel.shape[2:]
    lengths = (height, width)
    names = "valid" if not any(pads) else "same"
    is_same = all(
        _is_same(lengths[a], size[a], strides[a], dilations[a], pads[a], pads[a + 2])
        for a in range(2)
    )
    if any(pads) and not is_same:
        value, names = _zeros_around(building, name, value, pads), "valid"
    step = {
        "strides": tuple(strides),
        "padding": names,
        "use_bias": bias is not None,
        "dilation_rate": tuple(dilations),
    }
    tensors = {} if bias is None else {"bias": bias}
    if groups == channels and groups > 1:
        maps = len(kernel) // groups
        layer = DepthwiseConv2D(size, depth_multiplier=maps, **step)
        turned = kernel.reshape(channels, maps, *size).transpose(2, 3, 0, 1)
    else:
        layer = Conv2D(len(kernel), size, groups=groups, **step)
        turned = kernel.transpose(2, 3, 1, 0)
    return building.put(name, layer, [value], {"kernel": turned, **tensors})


def conv_transpose(
    building: Building,
    name: str,
    value: Value,
    kernel: NDArray[Any],
    bias: NDArray[Any] | None,
    strides: Sequence[int],
    pads: Pads,
    more: Sequence[int],
    dilations: Sequence[int],
) -> Value:
    """Puts a transposed convolution; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        kernel: (in, out, height, width).
        bias: (out,) or None.
        strides: Rows and columns between two windows.
        pads: What is cut off around what it makes.
        more: Rows and columns behind, before that is cut off.
        dilations: Distances between two places under the window.

    Raises:
        ConvscopeError: A kernel that does not fit, or options that Keras' layer has not together.
    """
    value = building.as_maps(value)
    *lengths, channels = value.shape
    if kernel.ndim != 4 or len(kernel) != channels:
        raise ConvscopeError(
            f"a transposed convolution has weights of shape {kernel.shape} for {channels} "
            "channels.",
            "Expected (channels, filters, height, width).",
            "Give the size of the images as (height, width, channels).",
        )
    size = kernel.shape[2:]
    same = [spread(lengths[a], size[a], strides[a], "same", dilations[a]) for a in range(2)]
    wanted = [(pads[a], pads[a + 2] - more[a]) for a in range(2)]
    is_same = [(way.before, way.after) for way in same] == wanted
    reaches = [(size[a] - 1) * dilations[a] + 1 for a in range(2)]
    is_usual = is_same or all(more[a] == max(strides[a] - reaches[a], 0) for a in range(2))
    layer = Conv2DTranspose(
        kernel.shape[1],
        size,
        tuple(strides),  # type: ignore[arg-type]
        "same" if is_same else "valid",
        None if is_usual else tuple(more),  # type: ignore[arg-type]
        tuple(dilations),  # type: ignore[arg-type]
        use_bias=bias is not None,
    )
    tensors = {} if bias is None else {"bias": bias}
    tensors["kernel"] = kernel.transpose(2, 3, 1, 0)
    grown = building.put(name, layer, [value], tensors)
    if is_same or not any(pads):
        return grown
    top, left, bottom, right = (-pad for pad in pads)
    return margins(building, f"{name}_cut", grown, (top, left, bottom, right))


def expect_one_group(groups: int) -> None:
    """Checks that the channels of a transposed convolution are not divided among groups.

    Raises:
        ConvscopeError: They are.
    """
    if groups != 1:
        raise ConvscopeError(
            f"a transposed convolution has {groups} groups.",
            "Expected one: the layer here has no more, as in Keras.",
            "Divide the channels before it and join them again.",
        )


def max_pool(
    building: Building,
    name: str,
    value: Value,
    size: Sequence[int],
    strides: Sequence[int],
    pads: Pads,
    is_rounded_up: bool = False,
) -> Value:
    """Puts a max pooling, whose margin never wins; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        size: Of the window.
        strides: Down and to the right.
        pads: The margin.
        is_rounded_up: Whether a last window may reach beyond the margin.

    Raises:
        ConvscopeError: A margin that none of our poolings has.
    """
    value = building.as_maps(value)
    if value.layer in building.lowest and not is_rounded_up:
        value, around = building.lowest[value.layer]
        top, left, bottom, right = (a + b for a, b in zip(pads, around, strict=True))
        pads = (top, left, bottom, right)
    positions = _positions(value, size, strides, pads, is_rounded_up)
    is_positive = building.never_negative(value)
    return _pool(building, name, value, MaxPooling2D, size, strides, pads, positions, is_positive)


def average_pool(
    building: Building,
    name: str,
    value: Value,
    size: Sequence[int],
    strides: Sequence[int],
    pads: Pads,
    is_rounded_up: bool = False,
    counts_margin: bool = True,
) -> Value:
    """Puts an average pooling; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        size: Of the window.
        strides: Down and to the right.
        pads: The margin, of zeros.
        is_rounded_up: Whether a last window may reach beyond the margin, where nothing is counted.
        counts_margin: Whether the zeros of the margin count.

    Raises:
        ConvscopeError: A margin that none of our poolings has.
    """
    value = building.as_maps(value)
    positions = _positions(value, size, strides, pads, is_rounded_up)
    if counts_margin and any(pads):
        value, reach = _zeros_around(building, name, value, pads), value.shape
        ends = [(positions[a] - 1) * strides[a] + size[a] for a in range(2)]
        if any(ends[a] > reach[a] + pads[a] + pads[a + 2] for a in range(2)):
            raise ConvscopeError(
                f"an average pooling of {_shown(size)} counts its margin {pads} and reaches "
                f"beyond it on a picture of {_shown(reach[:2])}.",
                "Expected count_include_pad=False, or ceil_mode=False.",
                "Train it with one of these, or on another image size.",
            )
        pads = (0, 0, 0, 0)
    return _pool(building, name, value, AveragePooling2D, size, strides, pads, positions, False)


def global_pool(
    building: Building, name: str, value: Value, is_mean: bool, keepdims: bool
) -> Value:
    """Puts a pooling over all rows and columns; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        is_mean: Whether the mean is taken; else the largest.
        keepdims: Whether rows and columns stay, each 1 long.
    """
    value = building.as_maps(value)
    kind = GlobalAveragePooling2D if is_mean else GlobalMaxPooling2D
    return building.put(
        name, kind(keepdims=keepdims), [value], is_not_negative=building.never_negative(value)
    )


def adaptive_pool(
    building: Building, name: str, value: Value, size: Sequence[int | None], is_mean: bool
) -> Value:
    """Puts a pooling to a given size; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        size: Rows and columns that leave; None for those that arrive.
        is_mean: Whether the mean is taken; else the largest.

    Raises:
        ConvscopeError: Its windows are not all of one size, equally far apart.
    """
    value = building.as_maps(value)
    wanted = [n or value.shape[a] for a, n in enumerate(size)]
    if wanted == [1, 1]:
        return global_pool(building, name, value, is_mean, keepdims=True)
    windows = [_even_windows(value.shape[a], wanted[a]) for a in range(2)]
    if None in windows:
        raise ConvscopeError(
            f"an adaptive pooling makes {_shown(wanted)} of {_shown(value.shape[:2])}, with "
            "windows of different sizes.",
            "Expected windows of one size, equally far apart.",
            "Take an image size for which the division has no rest.",
        )
    pooled, strides = zip(*(w for w in windows if w), strict=True)
    pool = average_pool if is_mean else max_pool
    return pool(building, name, value, pooled, strides, (0, 0, 0, 0))


def margins(building: Building, name: str, value: Value, pads: Pads, fill: float = 0.0) -> Value:
    """Puts a margin around a picture, or cuts it where `pads` are negative.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        pads: The margin.
        fill: What stands in it.
    """
    value = building.as_maps(value)
    if fill == -np.inf and min(pads) >= 0:
        found = _zeros_around(building, name, value, pads)
        building.lowest[found.layer] = (value, pads)
        return found
    if not np.isfinite(fill):
        raise ConvscopeError(f"a margin is filled with {fill}.", "Expected a number.", "Use one.")
    if max(pads) > 0 and fill:  # as zeros, where everything is that much less
        less = affine(building, f"{name}_less", value, np.array(1.0), np.array(-fill))
        around = margins(building, name, less, pads)
        return affine(building, f"{name}_fill", around, np.array(1.0), np.array(fill))
    if max(pads) > 0:
        top, left, bottom, right = (max(p, 0) for p in pads)
        value = _zeros_around(building, name, value, (top, left, bottom, right))
    if min(pads) < 0:
        top, left, bottom, right = (max(-p, 0) for p in pads)
        cut = Cropping2D(((top, bottom), (left, right)))
        value = building.put(name, cut, [value], is_not_negative=building.never_negative(value))
    return value


def same_pads(
    value: Value,
    size: Sequence[int],
    strides: Sequence[int],
    dilations: Sequence[int],
    is_upper: bool = True,
) -> Pads:
    """Returns the margin that gives ceil(length / stride) positions.

    Args:
        value: What arrives, a picture.
        size: Of the window.
        strides: Down and to the right.
        dilations: Distances between two values under the window.
        is_upper: Whether an odd one goes to the end, as TensorFlow has it.
    """
    begins, ends = [], []
    for axis in range(2):
        found = slide(value.shape[axis], size[axis], strides[axis], "same", dilations[axis])
        sides = (found.before, found.after)
        begins.append(sides[0] if is_upper else sides[1])
        ends.append(sides[1] if is_upper else sides[0])
    return (*begins, *ends)  # type: ignore[return-value]


def _expect_kernel(kernel: NDArray[Any], channels: int, groups: int) -> None:
    is_fit = kernel.ndim == 4 and groups > 0 and kernel.shape[1] * groups == channels
    if is_fit and len(kernel) % groups == 0:
        return
    raise ConvscopeError(
        f"a convolution has weights of shape {kernel.shape} for {channels} channels in {groups} "
        "groups.",
        "Expected (filters, channels / groups, height, width).",
        "Give the size of the images as (height, width, channels).",
    )


def _is_same(length: int, size: int, stride: int, dilation: int, before: int, after: int) -> bool:
    """Whether a margin gives what our "same" gives."""
    reach = (size - 1) * dilation + 1
    positions = (length + before + after - reach) // stride + 1
    found = slide(length, size, stride, "same", dilation)
    return (found.before, found.positions) == (before, positions)


def _positions(
    value: Value, size: Sequence[int], strides: Sequence[int], pads: Pads, is_rounded_up: bool
) -> list[int]:
    found = []
    for axis in range(2):
        length = value.shape[axis]
        room = length + pads[axis] + pads[axis + 2] - size[axis]
        if room < 0 or pads[axis] >= size[axis] or strides[axis] < 1:
            raise ConvscopeError(
                f"a pooling of {_shown(size)} with strides {_shown(strides)} and margin {pads} "
                f"arrives at a picture of {_shown(value.shape[:2])}.",
                "Expected that its window fits into the picture.",
                "Take larger images.",
            )
        positions = room // strides[axis] + 1
        if is_rounded_up and room % strides[axis]:
            # A window that would begin in the margin at the end is left out.
            positions += positions * strides[axis] < length + pads[axis]
        found.append(positions)
    return found


def _pool(
    building: Building,
    name: str,
    value: Value,
    kind: type[MaxPooling2D] | type[AveragePooling2D],
    size: Sequence[int],
    strides: Sequence[int],
    pads: Pads,
    positions: list[int],
    may_add_zeros: bool,
) -> Value:
    """Puts a pooling whose margin counts nowhere.

    Ours has no margin, or that of "same". Any other is made of the pooling with stride 1 and
    "same", which has a window for every pixel: of these, the rows and columns that are wanted.
    """
    size, strides = (size[0], size[1]), (strides[0], strides[1])
    is_not_negative = building.never_negative(value)
    for padding in ("valid", "same"):
        found = [slide(value.shape[a], size[a], strides[a], padding) for a in range(2)]
        if all((found[a].before, found[a].positions) == (pads[a], positions[a]) for a in range(2)):
            layer = kind(size, strides, padding)
            return building.put(name, layer, [value], is_not_negative=is_not_negative)
    if may_add_zeros:  # where nothing is below 0, zeros do not win
        ends = [(positions[a] - 1) * strides[a] + size[a] for a in range(2)]
        after = [max(ends[a] - value.shape[a] - pads[a], 0) for a in range(2)]
        value = _zeros_around(building, name, value, (pads[0], pads[1], after[0], after[1]))
        return _pool(building, name, value, kind, size, strides, (0, 0, 0, 0), positions, False)
    cuts = []
    for axis in range(2):
        length = value.shape[axis]
        first = slide(length, size[axis], 1, "same").before - pads[axis]
        last = first + (positions[axis] - 1) * strides[axis]
        if first < 0 or last >= length:
            raise ConvscopeError(
                f"a pooling of {_shown(size)} with strides {_shown(strides)} and the margin {pads} "
                f"has windows that lie mostly outside of a picture of {_shown(value.shape[:2])}.",
                "Expected that at least half of every window lies inside.",
                "Take a window of odd size, smaller strides, or another image size.",
            )
        cuts.append((first, length - 1 - last))
    every = building.put(
        f"{name}_every", kind(size, (1, 1), "same"), [value], is_not_negative=is_not_negative
    )
    if any(map(any, cuts)):
        every = building.put(
            f"{name}_cut", Cropping2D(tuple(cuts)), [every], is_not_negative=is_not_negative
        )
    return building.put(
        name, MaxPooling2D((1, 1), strides), [every], is_not_negative=is_not_negative
    )


def _zeros_around(building: Building, name: str, value: Value, pads: Pads) -> Value:
    top, left, bottom, right = pads
    layer = ZeroPadding2D(((top, bottom), (left, right)))
    is_not_negative = building.never_negative(value)
    return building.put(f"{name}_pad", layer, [value], is_not_negative=is_not_negative)


def _even_windows(length: int, wanted: int) -> tuple[int, int] | None:
    """Returns (size, stride) of the windows that divide an axis, if they have one."""
    begins = [i * length // wanted for i in range(wanted)]
    sizes = {-(-(i + 1) * length // wanted) - begins[i] for i in range(wanted)}
    strides = {b - a for a, b in pairwise(begins)} or {length}
    if len(sizes) > 1 or len(strides) > 1 or 0 in strides:
        return None
    size, stride = sizes.pop(), strides.pop()
    return (size, stride) if (length - size) // stride + 1 == wanted else None


def _shown(sizes: Sequence[int]) -> str:
    return "×".join(map(str, sizes))


__all__ = [
    "Pads",
    "adaptive_pool",
    "average_pool",
    "conv",
    "conv_transpose",
    "expect_one_group",
    "global_pool",
    "margins",
    "max_pool",
    "same_pads",
]
