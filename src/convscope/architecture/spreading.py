"""How every value of an axis is spread over several of a longer one: transposed convolution."""

from dataclasses import dataclass

from convscope.architecture.windows import Sliding


@dataclass(frozen=True)
class Spreading:
    """Values of an axis, each spread over the values under a window that moves with it.

    It is the way of a `Sliding` walked backwards: value `place` reaches the positions `place` ×
    stride + tap × dilation − before, one for each tap of the window.

    Attributes:
        length: Values on the axis.
        taps: Values under the window.
        stride: Positions between the windows of two neighbouring values.
        dilation: Distance between two positions under the window.
        before: Positions cut off before the first one.
        positions: How many are kept from there on: the output's length. Those that no window
            reaches get nothing.
        rule: The formula with its numbers, for people.
    """

    length: int
    taps: int
    stride: int
    dilation: int
    before: int
    positions: int
    rule: str

    @property
    def reach(self) -> int:
        """Positions from the first to the last under a window, gaps included."""
        return (self.taps - 1) * self.dilation + 1

    @property
    def after(self) -> int:
        """Positions cut off behind the last one; negative where as many get nothing."""
        return (self.length - 1) * self.stride + self.reach - self.before - self.positions

    def arriving(self, position: int) -> list[tuple[int, int]]:
        """Returns (place, tap) of every value that reaches a position, in the order of the places.

        Example:
            >>> spread(3, 3, 2, "same").arriving(2)
            [(0, 2), (1, 0)]
        """
        taps = reversed(range(self.taps))
        ways = ((position + self.before - tap * self.dilation, tap) for tap in taps)
        found = ((divmod(way, self.stride), tap) for way, tap in ways)
        return [
            (place, tap) for (place, rest), tap in found if not rest and 0 <= place < self.length
        ]

    def reached(self, place: int) -> list[tuple[int, int]]:
        """Returns (position, tap) of every position that a value reaches."""
        first = place * self.stride - self.before
        ways = ((first + tap * self.dilation, tap) for tap in range(self.taps))
        return [(position, tap) for position, tap in ways if 0 <= position < self.positions]

    def under(self, bounds: tuple[int, int]) -> tuple[int, int]:
        """Returns the values around all that reach some neighbouring positions.

        Args:
            bounds: First, and first behind the last; of what is returned, both 0 for none.

        Example:
            >>> spread(28, 3, 2, "same").under((4, 6)), spread(28, 2, 5, "same").under((3, 5))
            ((1, 3), (0, 0))
        """
        if bounds[1] <= bounds[0]:
            return 0, 0
        if self.dilation > 1:  # the first or last value that would reach them may not be there
            seen = [place for p in range(*bounds) for place, _ in self.arriving(p)]
            return (min(seen), max(seen) + 1) if seen else (0, 0)
        low = -((self.reach - 1 - self.before - bounds[0]) // self.stride)
        high = (bounds[1] - 1 + self.before) // self.stride
        first, end = max(low, 0), min(high + 1, self.length)
        return (first, end) if first < end else (0, 0)

    @property
    def window(self) -> Sliding:
        """The smallest window that, moving by a whole stride, holds all that each position sees.

        Where positions lie closer together than values, that is one window around all values.
        """
        if self.stride > 1:
            return Sliding(self.length, self.length, 0, 0, 0, self.positions, self.rule)
        before = self.reach - 1 - self.before
        return Sliding(self.length, self.reach, 1, before, 0, self.positions, self.rule)


def spread(
    length: int,
    taps: int,
    stride: int,
    padding: str,
    dilation: int = 1,
    output_padding: int | None = None,
) -> Spreading:
    """Returns how `length` values are spread, each over `taps` positions.

    `same` cuts off as much as a convolution with `same` would have added, half of it before and,
    where it is odd, one more behind.

    Args:
        length: Values on the axis.
        taps: Values under the window.
        stride: Positions between two windows, at least 1.
        padding: `"valid"` (nothing is cut off) or `"same"` (output = length × stride).
        dilation: Distance between two positions under the window.
        output_padding: Positions more behind the last; None for as many as give the output above,
            or with `"valid"` for the rest of a stride that is larger than the window.

    Source: Keras, `compute_conv_transpose_output_shape`, and TensorFlow's padding.

    Example:
        >>> spread(7, 3, 2, "same").positions, spread(7, 3, 2, "valid").positions
        (14, 15)
        >>> spread(7, 3, 2, "same", output_padding=0).rule
        'same: (7 − 1) × 2 + 1 + 0 = 13'
    """
    reach = (taps - 1) * dilation + 1
    said = f"reach ({taps} − 1) × {dilation} + 1 = {reach}; " if dilation > 1 else ""
    steps = f"({length} − 1) × {stride}"
    if padding == "valid":
        more = max(stride - reach, 0) if output_padding is None else output_padding
        positions = (length - 1) * stride + reach + more
        rule = f"{said}valid: {steps} + {reach} + {more} = {positions}"
        return Spreading(length, taps, stride, dilation, 0, positions, rule)
    if output_padding is None:
        positions = length * stride
        rule = f"{said}same: {length} × {stride} = {positions}"
    else:
        positions = (length - 1) * stride + reach % 2 + output_padding
        rule = f"{said}same: {steps} + {reach % 2} + {output_padding} = {positions}"
    cut = max((length - 1) * stride + reach - positions, 0)
    return Spreading(length, taps, stride, dilation, cut // 2, positions, rule)
