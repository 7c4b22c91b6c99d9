"""The hand paths of tests/data/drawn_strokes.json, as strokes."""

import json
from pathlib import Path

from convscope.drawing import Stroke, strokes_from_json

DATA = Path(__file__).parents[2] / "data"

DRAWINGS: dict[str, tuple[Stroke, ...]] = {
    each["name"]: strokes_from_json(each["strokes"])
    for each in json.loads((DATA / "drawn_strokes.json").read_text(encoding="utf-8"))
}


def moved(strokes: tuple[Stroke, ...], scale: float, x: float, y: float) -> tuple[Stroke, ...]:
    """The same drawing elsewhere on the pad and larger or smaller."""
    return tuple(
        Stroke(tuple((px * scale + x, py * scale + y, time) for px, py, time in stroke.points))
        for stroke in strokes
    )
