"""How a window slides over one axis: output size and padding, with the rule in words."""

from dataclasses import dataclass
from typing import TypeAlias

Shape: TypeAlias = tuple[int, ...]
"""(height, width, channels) or (features,); the batch axis is never part of it."""


@dataclass(frozen=True)
class Sliding:
    """A window sliding along one axis of length `length`.

    Attributes:
        length: Values on the axis before padding.
        window: How far the window reaches: values from its first to its last, gaps included.
        stride: Steps between two positions.
        before: Zeros (for max-pooling: nothing) put before the first value.
        after: The same behind the last value.
        positions: How often the window fits: the output's length.
        rule: The formula with its numbers, for people.
        dilation: Distance between two values under the window; 1 where they are neighbours.
    """

    length: int
    window: int
    stride: int
    before: int
    after: int
    positions: int
    rule: str
    dilation: int = 1

    @property
    def taps(self) -> int:
        """Values under the window, without the gaps between them."""
        return (self.window - 1) // self.dilation + 1

    def places(self, position: int) -> range:
        """Returns the indices under the window at a position; some may lie in the padding."""
        first = position * self.stride - self.before
        return range(first, first + self.window, self.dilation)


def slide(length: int, window: int, stride: int, padding: str, dilation: int = 1) -> Sliding:
    """Returns how `window` values slide along `length` values.

    `same` puts the odd padding value at the end, as TensorFlow does.

    Args:
        length: Values on the axis.
        window: Values under the window.
        stride: Step, at least 1.
        padding: `"valid"` (no padding) or `"same"` (output = ceil(length / stride)).
        dilation: Distance between two values under the window.

    Example:
        >>> slide(28, 3, 1, "valid").positions
        26
        >>> same = slide(6, 3, 2, "same")
        >>> same.positions, same.before, same.after
        (3, 0, 1)
        >>> slide(28, 3, 1, "valid", 2).rule
        'reach (3 − 1) × 2 + 1 = 5; valid: floor((28 − 5) / 1) + 1 = 24'

    Source: TensorFlow API documentation, `tf.nn`, "Notes on padding".
    """
    reach = (window - 1) * dilation + 1
    said = f"reach ({window} − 1) × {dilation} + 1 = {reach}; " if dilation > 1 else ""
    if padding == "same":
        positions = -(-length // stride)
        total = max((positions - 1) * stride + reach - length, 0)
        before = total // 2
        rule = f"{said}same: ceil({length} / {stride}) = {positions}"
        return Sliding(length, reach, stride, before, total - before, positions, rule, dilation)
    positions = (length - reach) // stride + 1 if length >= reach else 0
    rule = f"{said}valid: floor(({length} − {reach}) / {stride}) + 1 = {positions}"
    return Sliding(length, reach, stride, 0, 0, positions, rule, dilation)
