"""How a window slides over one axis: output size and padding, with the rule in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sliding:
    """A window sliding along one axis of length `length`.

    Attributes:
        length: Values on the axis before padding.
        window: Values under the window.
        stride: Steps between two positions.
        before: Zeros (for max-pooling: nothing) put before the first value.
        after: The same behind the last value.
        positions: How often the window fits: the output's length.
        rule: The formula with its numbers, for people.
    """

    length: int
    window: int
    stride: int
    before: int
    after: int
    positions: int
    rule: str


def slide(length: int, window: int, stride: int, padding: str) -> Sliding:
    """Returns how `window` slides along `length` values.

    `same` puts the odd padding value at the end, as TensorFlow does.

    Args:
        length: Values on the axis.
        window: Values under the window.
        stride: Step, at least 1.
        padding: `"valid"` (no padding) or `"same"` (output = ceil(length / stride)).

    Example:
        >>> slide(28, 3, 1, "valid").positions
        26
        >>> same = slide(6, 3, 2, "same")
        >>> same.positions, same.before, same.after
        (3, 0, 1)

    Source: TensorFlow API documentation, `tf.nn`, "Notes on padding".
    """
    if padding == "same":
        positions = -(-length // stride)
        total = max((positions - 1) * stride + window - length, 0)
        before = total // 2
        rule = f"same: ceil({length} / {stride}) = {positions}"
        return Sliding(length, window, stride, before, total - before, positions, rule)
    positions = (length - window) // stride + 1 if length >= window else 0
    rule = f"valid: floor(({length} − {window}) / {stride}) + 1 = {positions}"
    return Sliding(length, window, stride, 0, 0, positions, rule)
