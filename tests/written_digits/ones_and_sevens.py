"""Shapes of 1s with a flag and of 7s; sizes and angles are chosen at random."""

from collections.abc import Callable

from written_digits.curves import Path, Random, bezier, end_of, join


def one(
    flag: tuple[float, float], from_stem: tuple[float, float], has_foot: bool
) -> Callable[[Random], list[Path]]:
    """A 1: the flag's share of the stem, its angle from the stem in degrees."""

    def shape(random: Random) -> list[Path]:
        bottom = (random.normal(0, 0.04), 1.0)
        tip = end_of((0, 0), random.uniform(*flag), 90 + random.uniform(*from_stem))
        bow, swing = random.normal(0, 0.02), random.normal(0, 0.02)
        upward = bezier(tip, (tip[0] / 2 + swing, tip[1] / 2 + swing), (0, 0))
        stem = bezier((0, 0), (bottom[0] / 2 + bow, 0.5), bottom)
        paths = [join(upward, stem)] if random.random() < 0.75 else [stem, upward]
        if has_foot:
            half = random.uniform(0.14, 0.32)
            rise = random.normal(0, 0.02)
            paths.append(
                bezier(
                    (bottom[0] - half, 1 + rise),
                    (bottom[0] + half * random.uniform(0.8, 1.2), 1 - rise),
                )
            )
        return paths

    return shape


def seven(is_curved: bool, has_bar: bool, has_serif: bool) -> Callable[[Random], list[Path]]:
    """A 7: bar at the top, stem straight or curved, with or without the bar across."""

    def shape(random: Random) -> list[Path]:
        width, tilt = random.uniform(0.45, 0.68), random.normal(0, 0.03)
        corner = (width, tilt)
        bottom = (width - random.uniform(0.12, 0.42), 1.0)
        sag = random.normal(0, 0.02)
        top = bezier((0, 0), (width / 2, tilt / 2 + sag), corner)
        middle = (width - random.uniform(0, 0.06), 0.4) if is_curved else None
        stem = bezier(corner, *([middle] if middle else []), bottom)
        first = [bezier((random.normal(0, 0.015), random.uniform(0.08, 0.24)), (0, 0))]
        written = join(*(first if has_serif else []), top, stem)
        paths = [written]
        if has_bar:
            x, y = stem[int(len(stem) * random.uniform(0.42, 0.6))]
            half, rise = random.uniform(0.13, 0.26), random.normal(0.01, 0.025)
            paths.append(bezier((x - half, y + rise), (x + half, y - rise)))
        return paths

    return shape


ONES = {
    "1, flag a third to a half": one((0.33, 0.5), (30, 55), False),
    "1, short flag": one((0.12, 0.33), (25, 65), False),
    "1, long flag": one((0.5, 0.65), (26, 46), False),
    "1, flag and foot": one((0.2, 0.55), (28, 60), True),
}
SEVENS = {
    "7": seven(False, False, False),
    "7, curved": seven(True, False, False),
    "7, bar": seven(False, True, False),
    "7, curved, bar": seven(True, True, False),
    "7, serif": seven(False, False, True),
    "7, serif, bar": seven(True, True, True),
}
BETWEEN = {"1, long level flag": one((0.45, 0.6), (70, 80), False)}
"""Without the writer nobody knows whether this is a 1 or a 7."""
