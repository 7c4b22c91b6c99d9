"""What a person drew: strokes as paths of points, and their JSON form shared with the page."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from convscope.errors import ConvscopeError, in_short
from convscope.texts.json_text import parse_json

Point: TypeAlias = tuple[float, ...]
"""(x, y, time_ms) or (x, y, time_ms, pressure): x right and y down, 0–1 of the pad's side."""

EXPECTED = (
    "Expected a list of strokes, each a list of points [x, y, time_ms] or "
    "[x, y, time_ms, pressure] with x and y 0–1 of the pad's side."
)


@dataclass(frozen=True)
class Stroke:
    """One path from pen down to pen up.

    Coordinates are fractions of the pad's side, so neither the pad's size nor the screen's
    density matters. Pressure is kept for whoever wants it; ink has one width.

    Args:
        points: At least one (x, y, time_ms) or (x, y, time_ms, pressure).

    Raises:
        ConvscopeError: A point has the wrong length or a number that is not finite.

    Example:
        >>> Stroke(((0.2, 0.5, 0.0), (0.8, 0.5, 120.0))).points[1][0]
        0.8
    """

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        for point in self.points:
            if len(point) not in (3, 4) or not all(map(_is_finite_number, point)):
                raise ConvscopeError(
                    f"A stroke has the point {in_short(list(point))}.",
                    EXPECTED,
                    "Leave the point out or give it finite numbers.",
                )


def strokes_from_json(source: str | Sequence[Any]) -> tuple[Stroke, ...]:
    """Reads strokes from JSON text, or from the lists that JSON text became.

    Args:
        source: `[[[x, y, time_ms], ...], ...]`.

    Raises:
        ConvscopeError: Not JSON, or not a list of lists of points.

    Example:
        >>> len(strokes_from_json("[[[0.1, 0.2, 0], [0.3, 0.2, 16]]]"))
        1
    """
    fix = "Give what `strokes_to_json` or the page's drawing pad wrote."
    is_text = isinstance(source, str)
    lists = _parse(source, fix) if is_text else source
    if not isinstance(lists, list | tuple):
        raise ConvscopeError(f"Strokes are {type(lists).__name__}.", EXPECTED, fix)
    for stroke in lists:
        if not isinstance(stroke, list | tuple) or not all(
            isinstance(point, list | tuple) for point in stroke
        ):
            raise ConvscopeError(f"One stroke is {in_short(stroke)}.", EXPECTED, fix)
    return tuple(Stroke(tuple(tuple(point) for point in stroke)) for stroke in lists)


def strokes_to_json(strokes: Iterable[Stroke]) -> str:
    """Writes strokes as JSON text that `strokes_from_json` and the page read back."""
    return json.dumps([stroke.points for stroke in strokes])


def _parse(text: str, fix: str) -> Any:
    try:
        return parse_json(text, "The text", EXPECTED, fix)
    except ConvscopeError as error:
        raise ConvscopeError(f"Strokes are not JSON: {error.received}", EXPECTED, fix) from None


def _is_finite_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max  # math.isfinite overflows at larger whole numbers
