"""Writes drawn_strokes.json: plausible pen paths for tests that draw, with and without a browser.

Run: python tests/data/make_drawn_strokes.py

Each path is a smooth curve through a few points with a little tremor, put somewhere on the pad,
and sampled as a mouse is: a point every 12 ms. A drawing is {"name", "label", "strokes"}; labels
are digits, or null where there is no right answer.
"""

import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
SPEED = 1.6  # pad sides per second
INTERVAL_MS = 12
PAUSE_MS = 180

# name -> strokes -> control points (x, y) in a box about 0.7 wide and 1 high; "~" curves through
# them, "-" joins them with straight lines
STYLES = {
    "0_round": ["~ .38,.02 .12,.15 .02,.5 .12,.86 .36,1 .6,.86 .7,.5 .6,.14 .38,.02"],
    "0_narrow": ["~ .42,.0 .2,.2 .12,.55 .2,.9 .36,1 .52,.82 .58,.45 .52,.12 .36,.02"],
    "1_bar": ["- .35,0 .33,1"],
    "1_slanted": ["- .52,0 .22,1"],
    "1_flag_and_foot": ["- .14,.26 .38,0 .38,1", "- .12,1 .64,1"],
    "2_plain": ["~ .06,.24 .18,.05 .42,.0 .62,.14 .6,.36 .4,.62 .04,.98", "- .04,.98 .68,.97"],
    "2_looped": ["~ .1,.2 .3,.0 .55,.06 .6,.3 .42,.6 .16,.9 .05,.9 .14,.78 .32,.84 .5,.97 .7,.9"],
    "3_round": ["~ .08,.1 .32,.0 .56,.1 .56,.3 .3,.46 .56,.56 .66,.76 .48,.97 .22,1 .04,.88"],
    "3_flat": ["- .08,.02 .6,.02 .3,.4", "~ .3,.4 .56,.46 .66,.7 .5,.94 .24,1 .04,.9"],
    "4_open": ["- .1,.02 .06,.55 .68,.55", "- .52,.08 .5,1"],
    "4_closed": ["- .5,1 .5,0 .02,.66 .7,.66"],
    "5_two_strokes": ["~ .12,.02 .1,.42 .36,.36 .62,.5 .62,.8 .36,1 .06,.92", "- .12,.02 .64,.03"],
    "5_one_stroke": ["~ .64,.02 .36,.01 .16,.03 .1,.24 .1,.42 .4,.38 .6,.56 .56,.86 .3,1 .06,.92"],
    "6_curved": ["~ .56,.04 .28,.2 .1,.52 .12,.84 .34,1 .58,.88 .58,.66 .38,.54 .14,.68"],
    "6_straight": ["~ .5,0 .24,.34 .08,.7 .2,.96 .44,.98 .6,.8 .5,.62 .28,.62 .1,.76"],
    "7_plain": ["- .04,.04 .66,.02 .26,1"],
    "7_bar": ["- .04,.04 .66,.02 .28,1", "- .16,.52 .62,.5"],
    "7_serif": ["- .06,.2 .06,.04 .66,.04 .3,1"],
    "8_one_stroke": [
        "~ .6,.14 .36,.0 .12,.12 .18,.34 .42,.5 .62,.7 .54,.94 .3,1 .1,.88 .12,.68 .36,.5 .58,.32 "
        ".6,.14"
    ],
    "8_two_loops": [
        "~ .36,.0 .14,.1 .14,.36 .36,.46 .58,.36 .58,.1 .36,.0",
        "~ .36,.46 .08,.6 .08,.9 .36,1 .64,.9 .64,.6 .36,.46",
    ],
    "9_one_stroke": ["~ .58,.14 .36,.0 .12,.12 .12,.38 .34,.48 .56,.32 .6,.1 .58,.4 .52,.72 .44,1"],
    "9_straight_tail": [
        "~ .58,.1 .34,.0 .1,.16 .14,.42 .38,.46 .58,.28 .58,.08",
        "- .58,.08 .58,1",
    ],
    "9_hooked": ["~ .6,.14 .38,.0 .12,.14 .16,.4 .4,.46 .6,.2 .62,.5 .56,.84 .34,1 .1,.92"],
    "scribble": [
        "~ .0,.1 .7,.0 .1,.3 .8,.2 .0,.5 .75,.45 .1,.7 .8,.62 .05,.9 .7,.85 .3,1 .6,.1 .2,.95 .5,.0"
    ],
    "circle_cross": [
        "~ .5,.0 .15,.15 .0,.5 .15,.85 .5,1 .85,.85 1,.5 .85,.15 .5,.0",
        "- .3,.3 .7,.7",
        "- .7,.3 .3,.7",
    ],
    "dot": ["- .5,.5"],
}


def curve(control: np.ndarray) -> np.ndarray:
    """Catmull-Rom spline through the control points, 40 points a piece."""
    first, last = 2 * control[0] - control[1], 2 * control[-1] - control[-2]
    p = np.vstack([first, control, last])
    t = np.linspace(0, 1, 40, endpoint=False)[:, None]
    pieces = [
        0.5
        * (
            2 * p[i]
            + (p[i + 1] - p[i - 1]) * t
            + (2 * p[i - 1] - 5 * p[i] + 4 * p[i + 1] - p[i + 2]) * t**2
            + (3 * p[i] - p[i - 1] - 3 * p[i + 1] + p[i + 2]) * t**3
        )
        for i in range(1, len(p) - 2)
    ]
    return np.vstack([*pieces, control[-1:]])


def sampled(path: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Points at equal distances along the path, with a tremor."""
    steps = np.hypot(*np.diff(path, axis=0).T) if len(path) > 1 else np.zeros(0)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(2, round(along[-1] / (SPEED * INTERVAL_MS / 1000)) + 1) if along[-1] else 1
    at = np.linspace(0, along[-1], count)
    points = np.stack([np.interp(at, along, path[:, axis]) for axis in (0, 1)], axis=1)
    return points + rng.normal(0, 0.0015, points.shape)


def drawing(name: str, rng: np.random.Generator) -> dict[str, object]:
    size = rng.uniform(0.45, 0.75)
    corner = rng.uniform(0.08, 0.22, 2)
    time_ms, strokes = 0, []
    for text in STYLES[name]:
        kind, *numbers = text.split()
        control = np.array([[float(part) for part in pair.split(",")] for pair in numbers])
        path = curve(control) if kind == "~" else control
        points = corner + sampled(path * size, rng)
        strokes.append(
            [
                [round(x, 4), round(y, 4), time_ms + i * INTERVAL_MS]
                for i, (x, y) in enumerate(points)
            ]
        )
        time_ms += len(points) * INTERVAL_MS + PAUSE_MS
    label = int(name[0]) if name[0].isdigit() else None
    return {"name": name, "label": label, "strokes": strokes}


def main() -> None:
    rng = np.random.default_rng(20)
    drawings = [drawing(name, rng) for name in STYLES]
    lines = ",\n".join(json.dumps(d, separators=(",", ":")) for d in drawings)
    (FOLDER / "drawn_strokes.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
