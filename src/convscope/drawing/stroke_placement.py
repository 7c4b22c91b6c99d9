"""Strokes put into an image the way a data set's makers put theirs.

`web/core/drawing/stroke_placement.js` does the same arithmetic in the same order.
"""

from collections.abc import Iterable

from convscope.drawing.fitting import Box, Pair, begin, centre, fit, sample_on_grid
from convscope.drawing.ink import render_paths
from convscope.drawing.placed import Placed
from convscope.drawing.placements import Placement, find_placement
from convscope.drawing.slant import slant_of_paths
from convscope.drawing.stroke import Stroke
from convscope.drawing.stroke_width import stroke_width

SMALLEST_DRAWING = 0.03
"""Strokes within this share of the pad are not scaled to fill the box: a dot stays a dot."""


def place_strokes(strokes: Iterable[Stroke], placement: str | Placement) -> Placed | None:
    """Puts strokes into an image, or returns None when nothing is drawn.

    The strokes are scaled first and inked afterwards, so the result depends neither on the
    brush nor on the pad, nor (except for `none`) on where and how large one drew.

    Args:
        strokes: What was drawn.
        placement: A name or a row of `PLACEMENTS`.

    Raises:
        UnknownNameError: There is no such placement.

    Example:
        >>> seven = [Stroke(((0.1, 0.1, 0), (0.4, 0.1, 50), (0.2, 0.6, 99)))]
        >>> place_strokes(seven, "mnist").image.shape
        (28, 28)
    """
    rule = find_placement(placement) if isinstance(placement, str) else placement
    paths = [[(point[0], point[1]) for point in stroke.points] for stroke in strokes]
    points = [point for path in paths for point in path]
    if not points:
        return None
    slant = slant_of_paths(paths) if rule.upright else 0.0
    paths = [[(x - slant * y, y) for x, y in path] for path in paths]
    points = [point for path in paths for point in path]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    box = Box(top, left, bottom - top, right - left)
    if rule.box is None:
        scale: Pair = (float(rule.canvas), float(rule.canvas))
        start: Pair = (top * scale[0], left * scale[1])
    else:
        ink = rule.stroke_width
        room = (rule.box[0] - ink, rule.box[1] - ink)
        scale = fit(room, (box.height, box.width), SMALLEST_DRAWING, rule.stretch)
        start = (
            begin(rule.canvas, box.height * scale[0] + ink) + ink / 2,
            begin(rule.canvas, box.width * scale[1] + ink) + ink / 2,
        )
    scaled = [
        [((x - left) * scale[1] + start[1], (y - top) * scale[0] + start[0]) for x, y in path]
        for path in paths
    ]
    image = render_paths(scaled, rule.canvas, rule.canvas, rule.stroke_width)
    image, shift = centre(image, rule)
    image = sample_on_grid(image, rule)
    return Placed(image, box, scale, shift, slant, None, stroke_width(image), False, True)
