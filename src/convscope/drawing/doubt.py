"""What makes it doubtful that the ink found in a photograph is its characters, and nothing else.

`web/core/drawing/doubt.js` does the same arithmetic in the same order.
"""

from collections.abc import Sequence

from convscope.drawing.grouping import Group


def are_doubtful(groups: Sequence[Group], shape: tuple[int, ...], is_spread: bool) -> bool:
    """Whether something else may be among the characters, or two of them be one.

    Args:
        groups: The characters, at least one.
        shape: Height and width of the picture.
        is_spread: Whether all are parts of one character, which may differ and lie anywhere.
    """
    if is_spread:
        return all(_is_small(group, shape) for group in groups) or any(
            _is_at_edge(group, shape) for group in groups
        )
    return (
        any(_is_small(group, shape) for group in groups)
        or any(_is_at_edge(group, shape) for group in groups)
        or any(_is_long_line(group, shape) for group in groups)
        or _are_crowded(groups)
        or _are_unlike(groups)
    )


def _is_small(group: Group, shape: tuple[int, ...]) -> bool:
    """Whether a character takes less than a 16th of the picture's longer side."""
    return 16 * group.extent < max(shape)


def _is_at_edge(group: Group, shape: tuple[int, ...]) -> bool:
    """Whether ink nearly touches the border, as what lies around the paper does."""
    near = max(shape) // 40
    return (
        group.top < near
        or group.left < near
        or group.bottom > shape[0] - near
        or group.right > shape[1] - near
    )


def _is_long_line(group: Group, shape: tuple[int, ...]) -> bool:
    """Whether ink may as well be the side of a printed box: thin, straight, level or upright."""
    pen = group.largest.width
    narrow = min(group.bottom - group.top, group.right - group.left)
    return 3 * group.extent > max(shape) and 20 * pen < group.extent and narrow <= 2 * pen + 2


def _are_crowded(groups: Sequence[Group]) -> bool:
    """Whether two characters may as well be parts of one."""
    for index, one in enumerate(groups):
        for other in groups[:index]:
            across = max(one.left, other.left) - min(one.right, other.right)
            down = max(one.top, other.top) - min(one.bottom, other.bottom)
            if 10 * max(across, down) < max(one.extent, other.extent):
                return True
    return False


def _are_unlike(groups: Sequence[Group]) -> bool:
    """Whether characters differ in size, or in the width of the pen, as those of one hand do not.

    One of them may be a corner of a shadow, or a piece of what lies around.
    """
    extents = [group.extent for group in groups]
    pens = [group.largest.width for group in groups]
    return 10 * min(extents) < 6 * max(extents) or 10 * min(pens) < 6 * max(pens)
