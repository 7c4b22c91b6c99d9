"""Shapes of digits other than 1 and 7, as they are written in one place or another."""

from collections.abc import Callable

import numpy as np

from written_digits.curves import Path, Random, arc, bezier, join


def _four_closed(random: Random) -> list[Path]:
    across, height = random.uniform(0.5, 0.68), random.uniform(0.58, 0.7)
    stem_x = random.uniform(0.36, across - 0.1)
    apex = (stem_x, 0.0)
    one_stroke = join(bezier((stem_x, 1), apex), bezier(apex, (0, height)))
    side = bezier((0, height), (across, height + random.normal(0, 0.02)))
    if random.random() < 0.5:
        return [join(one_stroke, side)]
    return [
        join(bezier(apex, (0, height)), side),
        bezier((stem_x, random.uniform(0, 0.3)), (stem_x, 1)),
    ]


def _four_open(random: Random) -> list[Path]:
    height, reach = random.uniform(0.42, 0.6), random.uniform(0.42, 0.58)
    top = (random.uniform(0, 0.16), random.uniform(0, 0.08))
    bend = (random.uniform(0, 0.06), height)
    left = bezier(top, bend) if random.random() < 0.6 else bezier(top, (-0.08, height), bend)
    x = reach - random.uniform(0.02, 0.14)
    stem = bezier((x + random.normal(0.02, 0.03), random.uniform(-0.05, 0.2)), (x, 1))
    return [join(left, bezier(bend, (reach, height + random.normal(0, 0.03)))), stem]


def nine(tail: str) -> Callable[[Random], list[Path]]:
    """A 9 whose tail is "straight", "hooked" or "leaning"."""

    def shape(random: Random) -> list[Path]:
        rx, ry = random.uniform(0.2, 0.28), random.uniform(0.2, 0.27)
        bowl = arc((rx, ry), (rx, ry), random.uniform(-50, -10), -360)
        x = 2 * rx
        if tail == "straight":
            down = bezier((x, ry), (x + random.normal(0, 0.03), 1))
        elif tail == "leaning":
            down = bezier((x, ry), (x - random.uniform(0.1, 0.3), 1))
        else:
            left = random.uniform(0, 0.15)
            down = bezier(
                (x, ry), (x + 0.03, 1.05), (x - 0.25, 1.08), (left, random.uniform(0.8, 0.95))
            )
        return [join(bowl, down)] if random.random() < 0.7 else [bowl, down]

    return shape


def _two_looped(random: Random) -> list[Path]:
    width, loop = random.uniform(0.5, 0.62), random.uniform(0.05, 0.1)
    top = bezier(
        (0.02, random.uniform(0.15, 0.3)),
        (0.15, -0.12),
        (width * 1.25, -0.08),
        (width * 0.95, 0.45),
        (0.12, 0.92),
    )
    x, y = top[-1]
    curl = arc((x - loop * 0.3, y - loop * 0.2), (loop * 1.3, loop), 60, 60 + 330)
    tail = bezier(tuple(curl[-1]), (0.35, 0.88), (width, random.uniform(0.9, 1.02)))
    return [join(top, curl, tail)]


def _two_plain(random: Random) -> list[Path]:
    width = random.uniform(0.5, 0.65)
    top = bezier(
        (0.02, random.uniform(0.12, 0.28)),
        (0.12, -0.12),
        (width * 1.3, -0.1),
        (width, 0.45),
        (0, 1),
    )
    return [join(top, bezier((0, 1), (width, 1 + random.normal(0, 0.02))))]


def zero(mark: str) -> Callable[[Random], list[Path]]:
    """A 0: "plain", with a gap ("open"), or with a slash inside ("slash") or beyond ("long")."""

    def shape(random: Random) -> list[Path]:
        rx, start = random.uniform(0.26, 0.36), random.uniform(-130, -50)
        gap = random.uniform(12, 38) if mark == "open" else random.uniform(-15, 5)
        ring = arc((0.35, 0.5), (rx, 0.5), start, start - 360 + gap)
        if mark in ("plain", "open"):
            return [ring]
        share = random.uniform(0.6, 0.85) if mark == "slash" else random.uniform(1.0, 1.2)
        dx, dy = rx * 0.75 * share, 0.36 * share
        return [ring, bezier((0.35 + dx, 0.5 - dy), (0.35 - dx, 0.5 + dy))]

    return shape


def six(is_straight: bool) -> Callable[[Random], list[Path]]:
    """A 6 with a round or straight back, the bowl small to large."""

    def shape(random: Random) -> list[Path]:
        ry = random.uniform(0.2, 0.32)
        rx = ry * random.uniform(0.85, 1.15)
        middle = (rx, 1 - ry)
        top = (random.uniform(0.9, 1.7) * rx, 0.0)
        back = (
            bezier(top, (0.02, 1 - ry))
            if is_straight
            else bezier(top, (random.uniform(0, 0.1), 0.25), (0, 1 - ry))
        )
        return [join(back, arc(middle, (rx, ry), 180, -180 + random.uniform(-20, 25)))]

    return shape


def five(kind: str) -> Callable[[Random], list[Path]]:
    """A 5: "plain" in one stroke, "S" without corners, "hat" with the top drawn afterwards."""

    def shape(random: Random) -> list[Path]:
        ry = random.uniform(0.25, 0.31)
        rx = random.uniform(0.28, 0.36)
        bowl = arc((0.24, 1 - ry), (rx, ry), -115, random.uniform(105, 140))
        width = random.uniform(0.42, 0.6)
        if kind == "S":
            upper = bezier(
                (width, random.uniform(0.04, 0.1)),
                (0.2, -0.1),
                (-0.12, 0.3),
                (0.12, 1 - 2 * ry + 0.02),
            )
            return [join(upper, bowl[6:])]
        left = (random.uniform(0.03, 0.12), 0.0)
        down = bezier(left, tuple(bowl[0]))
        if kind == "plain":
            return [join(bezier((width, random.normal(0, 0.02)), left), down, bowl)]
        high = random.uniform(-0.03, 0.03)
        hat = bezier(
            (left[0] + random.uniform(-0.02, 0.05), high),
            (width, high + random.normal(-0.02, 0.02)),
        )
        return [join(down, bowl), hat]

    return shape


def three(is_flat: bool) -> Callable[[Random], list[Path]]:
    """A 3 with two bows, or with a flat top and a slanted way to the lower bow (Ʒ)."""

    def shape(random: Random) -> list[Path]:
        ry = random.uniform(0.26, 0.33)
        rx = random.uniform(0.26, 0.36)
        if is_flat:
            width, meet = random.uniform(0.4, 0.55), random.uniform(0.16, 0.26)
            top = join(
                bezier((0, random.normal(0, 0.02)), (width, 0)),
                bezier((width, 0), (meet, 1 - 2 * ry)),
            )
            return [join(top, arc((meet, 1 - ry), (rx, ry), -85, random.uniform(115, 150)))]
        upper = 0.5 - ry
        first = arc((0.24, upper), (rx * 0.85, upper), random.uniform(-160, -130), 95)
        second = arc((0.22, 1 - ry), (rx, ry), -95, random.uniform(115, 150))
        return [join(first, second)]

    return shape


def eight(kind: str) -> Callable[[Random], list[Path]]:
    """An 8 of "two" circles, touching or nearly, or in "one" stroke."""

    def shape(random: Random) -> list[Path]:
        if kind == "two":
            lower = random.uniform(0.24, 0.3)
            gap = random.uniform(-0.04, 0.02)
            upper = 0.5 - lower - gap / 2
            shift = random.normal(0, 0.03)
            turns = random.uniform(-180, 180, 2)
            wide = random.uniform(0.8, 1.15)
            return [
                arc((0.3 + shift, upper), (upper * wide, upper), turns[0], turns[0] + 355),
                arc((0.3, 1 - lower), (lower * wide, lower), turns[1], turns[1] - 355),
            ]
        t = np.linspace(0, 2 * np.pi, 80) + random.uniform(-0.3, 0.3)
        size = 1 + 0.2 * np.cos(t) * random.uniform(0, 1)
        x = 0.3 + random.uniform(0.42, 0.52) * np.sin(2 * t) * 0.55 * (2 - size)
        return [np.stack([x, 0.5 - 0.5 * np.cos(t)], 1)]

    return shape


OTHER_DIGITS = {
    "0, plain": zero("plain"),
    "0, gap": zero("open"),
    "0, slash inside": zero("slash"),
    "0, long slash": zero("long"),
    "2, plain": _two_plain,
    "2, loop": _two_looped,
    "3, round": three(False),
    "3, flat top": three(True),
    "4, closed": _four_closed,
    "4, open": _four_open,
    "5, one stroke": five("plain"),
    "5, like S": five("S"),
    "5, hat": five("hat"),
    "6, round back": six(False),
    "6, straight back": six(True),
    "8, one stroke": eight("one"),
    "8, two circles": eight("two"),
    "9, straight": nine("straight"),
    "9, hooked": nine("hooked"),
    "9, leaning": nine("leaning"),
}
