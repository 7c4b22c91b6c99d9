"""Steps that move axes and no numbers: they change how a value is told, and put no layer."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from convscope.architecture import Reshape
from convscope.channels_first.building import Building, shown_axes, stripped
from convscope.channels_first.values import BATCH, NUM, Value
from convscope.channels_first.windowed_steps import global_pool
from convscope.errors import ConvscopeError


def reshape(building: Building, name: str, value: Value, sizes: Sequence[int]) -> Value:
    """Returns a value whose axes are counted anew.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What is counted anew.
        sizes: Of the new axes; one of them may be −1.

    Raises:
        ConvscopeError: Axes would be divided, as a shuffle of channels does, or images mixed.
    """
    sizes = list(sizes)
    if sizes and sizes[0] == building.num_images:
        sizes[0] = BATCH
    count = prod(value.their_shape)
    if sizes.count(-1) == 1 and (known := prod(n for n in sizes if n != -1)) > 0:
        sizes[sizes.index(-1)] = count // known
    rest = prod(sizes[1:])
    if not sizes or sizes[0] not in (1, BATCH) or rest != count // BATCH or min(sizes) < 1:
        raise ConvscopeError(
            f"{shown_axes(value)} is counted anew as {shown_sizes(sizes)}.",
            "Expected the images as the first axis, and as many values as before.",
            "Write for example x.flatten(1).",
        )
    atoms = [letter for letters in stripped(value)[1:] for letter in letters]
    axes = [NUM]
    for size in sizes[1:]:
        letters, length = "", 1
        while length < size and atoms:
            letters += atoms[0]
            length *= value.length(atoms.pop(0))
        if length != size:
            return _divided(building, name, value, sizes[1:])
        axes.append(letters)
    return replace(value, axes=tuple(axes))


def flatten(value: Value, first: int, last: int) -> Value:
    """Returns a value whose axes from `first` to `last` are one.

    Args:
        value: What is told anew.
        first: The first of the axes.
        last: The last of them.
    """
    num = len(value.axes)
    first, last = first % num, last % num
    if first == 0 or last < first:
        raise ConvscopeError(
            f"{shown_axes(value)} is flattened from axis {first} to axis {last}.",
            "Expected the images as the first axis.",
            "Write x.flatten(1).",
        )
    joined = "".join(value.axes[first : last + 1])
    return replace(value, axes=(*value.axes[:first], joined, *value.axes[last + 1 :]))


def transpose(value: Value, order: Sequence[int]) -> Value:
    """Returns a value with its axes in another order."""
    order = [axis % len(value.axes) for axis in order]
    if sorted(order) != list(range(len(value.axes))) or order[0] != 0:
        raise ConvscopeError(
            f"the axes of {shown_axes(value)} are put in the order {tuple(order)}.",
            "Expected that the images stay the first axis.",
            "Leave axis 0 where it is.",
        )
    return replace(value, axes=tuple(value.axes[axis] for axis in order))


def squeeze(value: Value, axes: Sequence[int] | None) -> Value:
    """Returns a value without axes of length 1; None for all of them."""
    sizes = value.their_shape
    gone = range(len(sizes)) if axes is None else [axis % len(sizes) for axis in axes]
    kept = [a for a in range(len(sizes)) if a not in gone or sizes[a] != 1]
    return replace(value, axes=tuple(value.axes[axis] for axis in kept))


def unsqueeze(value: Value, axes: Sequence[int]) -> Value:
    """Returns a value with more axes of length 1, where `axes` are in what comes out."""
    found = list(value.axes)
    num = len(found) + len(axes)
    for axis in sorted(each % num for each in axes):
        if axis == 0:
            raise ConvscopeError(
                f"{shown_axes(value)} gets a new first axis.",
                "Expected the images as the first axis.",
                "Leave it out.",
            )
        found.insert(axis, "")
    return replace(value, axes=tuple(found))


def pool_axes(
    building: Building, name: str, value: Value, axes: Sequence[int], is_kept: bool, is_mean: bool
) -> Value:
    """Puts the mean, or the largest, over axes that are all rows and columns.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        axes: Of the value.
        is_kept: Whether axes of length 1 stay.
        is_mean: Whether the mean is taken; else the largest.

    Raises:
        ConvscopeError: They are others.
    """
    num = len(value.axes)
    gone = sorted({axis % num for axis in axes})
    bare = stripped(value)
    letters = set("".join(bare[axis] for axis in gone))
    if not letters:
        return value if is_kept else squeeze(value, gone)
    places = {each for each in "HW" if value.is_picture and value.length(each) > 1}
    if letters != places:
        raise ConvscopeError(
            f"a mean or a maximum goes over axes {tuple(gone)} of {shown_axes(value)}.",
            "Expected all rows and columns.",
            "Take it over both, for example x.mean((2, 3)).",
        )
    told = replace(value, axes=(NUM, "C", "H", "W"))
    found = global_pool(building, name, told, is_mean, keepdims=is_kept)
    left = ["C" if "C" in letters else NUM if NUM in letters else "" for letters in bare]
    if not is_kept:
        left = [letters for axis, letters in enumerate(left) if axis not in gone]
    # Channels that are 1 long have lost their letter, which a vector needs.
    if "C" not in left and (len(left) == 2 or is_kept):
        free = [a for a, each in enumerate(left) if not each and (not is_kept or a not in gone)]
        left[free[0] if free else -1] = "C"
    return replace(found, axes=tuple(left))


def shown_sizes(sizes: Sequence[int]) -> str:
    """Returns sizes as people read them."""
    return f"({', '.join('images' if size == BATCH else str(size) for size in sizes)})"


def _divided(building: Building, name: str, value: Value, sizes: Sequence[int]) -> Value:
    """Returns a vector as a picture whose channels run fastest, as ours do."""
    if len(sizes) == 3:
        is_flat = len(value.axes) == 2
        vector = building.as_vector(value if is_flat else flatten(value, 1, -1))
        if vector.order is None:
            found = building.put(name, Reshape(tuple(sizes)), [vector])
            return replace(found, axes=(NUM, "H", "W", "C"))
    raise ConvscopeError(
        f"{shown_axes(value)} is counted anew as {shown_sizes([BATCH, *sizes])}, which divides "
        "an axis.",
        "Expected that axes are joined, or taken apart as they were joined.",
        "Shuffled or split channels have no layer here: use groups in a convolution instead.",
    )
