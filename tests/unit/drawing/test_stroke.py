"""Strokes survive JSON, and bad ones are refused with words."""

import pytest

from convscope.drawing import Stroke, strokes_from_json, strokes_to_json
from convscope.errors import ConvscopeError


def test_strokes_survive_json():
    strokes = (Stroke(((0.25, 0.5, 0.0), (0.75, 0.5, 12.0))), Stroke(((0.1, 0.2, 30.0, 0.7),)))
    assert strokes_from_json(strokes_to_json(strokes)) == strokes


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{", "Strokes are not JSON"),
        ("3", "Strokes are int"),
        ("[7]", "One stroke is 7"),
        ("[[7]]", r"One stroke is \[7\]"),
        ("[[[0.1, 0.2]]]", r"the point \[0.1, 0.2\].*\[x, y, time_ms\]"),
        ("[[[0.1, null, 2]]]", "finite numbers"),
        ("[[[0.1, NaN, 2]]]", "finite numbers"),
        ("[[[0.1, true, 2]]]", "finite numbers"),
    ],
)
def test_bad_strokes_are_refused(source, message):
    with pytest.raises(ConvscopeError, match=message):
        strokes_from_json(source)
