"""1s with a flag, 7s, and what lies between them, as pen strokes that vary without steps.

Most of Europe writes a 1 with a flag that rises to the stem's top. The longer and flatter the flag,
the more the 1 looks like a 7 without a bar; there the target is a share of both.
"""

from math import cos, exp, radians, sin, tan

import numpy as np

Template = tuple[str, ...]
Point = tuple[float, float]

STEM = 100.0
"""Height of all shapes; x and y as in `stroke_templates`, y down."""

HABITS = {
    1: (np.array((0.36, 42, 6)), np.array((0.14, 14, 7))),
    7: (np.array((0.58, 2, 18)), np.array((0.13, 8, 9))),
}
"""Mean and standard deviation of what `share_of_seven` takes, digit by digit.

A judgement of how people write, not a measurement.
"""


def one_or_seven(random: np.random.Generator) -> tuple[Template, float | None]:
    """Returns the strokes of a shape, and how far it is a 7, 0–1.

    None where only the two strokes, as a hand has drawn them, can tell: see `share_of_seven`. They
    are then all there is, upper stroke first, each of three control points.
    """
    kind = random.choice(("one", "seven", "between"), p=(0.5, 0.35, 0.15))
    return {"one": _one, "seven": _seven, "between": _between}[kind](random)


def share_of_seven(length: float, fall: float, lean: float) -> float:
    """Returns how far two plain strokes that meet at the top are a 7 rather than a 1, 0–1.

    Both digits are the same two strokes. A 7's upper one is long and level; a 1's is short, or
    falls steeply to the left. The share is the likelihood's, with both digits equally frequent.

    Args:
        length: Of the upper stroke, as a share of the stem.
        fall: Of its left end below the top, degrees from level.
        lean: Of the stem to the right, degrees from upright.
    """
    shape = np.array((length, fall, lean))
    one, seven = (
        float((-(((shape - usual) / spread) ** 2) / 2 - np.log(spread)).sum())
        for usual, spread in (HABITS[1], HABITS[7])
    )
    return 1 / (1 + exp(one - seven))


def _one(random: np.random.Generator) -> tuple[Template, float | None]:
    length, fall = random.uniform(0.1, 0.62), random.uniform(22, 70)
    if random.random() < 0.1:
        length, fall = random.uniform(0.6, 0.85), random.uniform(50, 68)
    lean = random.normal(3, 4)
    top, bottom = _stem(lean, random)
    joint = (top[0], top[1] + (random.uniform(0, 10) if random.random() < 0.25 else 0))
    tip = _left_of(joint, length, fall)
    flag, stem = _bowed(tip, joint, 3, random), _bowed(top, bottom, 3, random)
    if random.random() < 0.4 and length < 0.5 and fall > 30:
        return (*_written(flag, stem, random), _foot(bottom, random)), 0.0
    return _written(flag, stem, random), None


def _seven(random: np.random.Generator) -> tuple[Template, float | None]:
    length, fall, lean = random.uniform(0.42, 0.8), random.normal(0, 5), random.uniform(2, 30)
    top, bottom = _stem(lean, random)
    tip = _left_of(top, length, fall)
    bar = _bowed(tip, top, 4, random)
    bend = random.uniform(0, 14) if random.random() < 0.5 else 0.0
    stem = _bowed(top, bottom, 2, random, bend)
    extra = []
    if random.random() < 0.3:  # a serif at the left of the bar
        extra.append(
            _stroke("line", (tip[0] + random.normal(0, 3), tip[1] + random.uniform(6, 26)), tip)
        )
    if random.random() < 0.45:  # the bar across
        x, y = stem[1][0], stem[1][1] + random.uniform(-8, 8)
        half, rise = random.uniform(11, 28), random.normal(1, 4)
        extra.append(_stroke("line", (x - half, y + rise), (x + half, y - rise)))
    return (*_written(bar, stem, random), *extra), 1.0 if extra else None


def _between(random: np.random.Generator) -> tuple[Template, float | None]:
    length, fall, lean = random.uniform(0.2, 0.75), random.uniform(0, 40), random.normal(6, 6)
    top, bottom = _stem(lean, random)
    upper = _bowed(_left_of(top, length, fall), top, 3, random)
    stem = _bowed(top, bottom, 3, random)
    return _written(upper, stem, random), None


def _stem(lean: float, random: np.random.Generator) -> tuple[Point, Point]:
    x = random.uniform(30, 60)
    return (x, 0.0), (x - STEM * tan(radians(lean)), STEM)


def _left_of(end: Point, length: float, fall: float) -> Point:
    angle = radians(fall)
    return end[0] - STEM * length * cos(angle), end[1] + STEM * length * sin(angle)


def _bowed(
    start: Point, end: Point, spread: float, random: np.random.Generator, bend: float = 0.0
) -> list[Point]:
    """Start, middle and end of a stroke, the middle moved across by chance and by the bend."""
    across = np.array([end[1] - start[1], start[0] - end[0]])
    across /= max(float(np.hypot(*across)), 1e-6)
    middle = (np.add(start, end)) / 2 + across * (random.normal(0, spread) + bend)
    return [start, (float(middle[0]), float(middle[1])), end]


def _written(upper: list[Point], stem: list[Point], random: np.random.Generator) -> Template:
    """In one go with a rounded corner, or as two strokes that meet."""
    if random.random() < 0.2 and upper[-1] == stem[0]:
        return (_stroke("curve", *upper, *stem[1:]),)
    return _stroke("curve", *upper), _stroke("curve", *stem)


def _foot(bottom: Point, random: np.random.Generator) -> str:
    half, moved, rise = random.uniform(12, 36), random.normal(0, 5), random.normal(0, 3)
    x, y = bottom
    return _stroke("line", (x + moved - half, y + rise), (x + moved + half, y - rise))


def _stroke(kind: str, *points: Point) -> str:
    return " ".join((kind, *(f"{value:.1f}" for point in points for value in point)))
