"""Pictures put into an image the way a data set's makers put theirs.

`web/core/drawing/image_placement.js` does the same arithmetic in the same order.
"""

import math

import numpy as np
from numpy.typing import NDArray

from convscope.drawing.fitting import (
    Box,
    Pair,
    begin,
    centre,
    fit,
    ink_box,
    lies_right,
    sample_on_grid,
)
from convscope.drawing.leftover_ink import leftover_ink
from convscope.drawing.placed import Placed
from convscope.drawing.placements import Placement, find_placement
from convscope.drawing.raster_ink import channels_of, find_ink, is_clean, to_grey
from convscope.drawing.resample import area_average
from convscope.drawing.slant import slant_of_ink, stand_upright
from convscope.drawing.stroke_width import change_width, stroke_width
from convscope.drawing.writing import find_writing, joined

LARGEST_PICTURE = 640
"""Larger pictures are reduced to this side first: no stroke needs more pixels."""

DETAIL = 4
"""Pixels along the side of a canvas pixel while the stroke width of a picture is changed."""


SMALLEST_PHOTOGRAPH = 64
"""Pictures with a shorter longer side are images of a data set: they hold nothing but ink."""


def place_image(picture: NDArray[np.uint8], placement: str | Placement) -> Placed | None:
    """Puts all ink of a picture into one image, or returns None for blank paper.

    Bright ink on dark and dark ink on light are told apart. Strokes wider or narrower than the
    training set's are brought to its nearest usual width. In a photograph, shadows, printed lines
    and what surrounds the paper are left out.

    Args:
        picture: uint8 (height, width), (height, width, 1) or (height, width, 3), any size.
        placement: A name or a row of `PLACEMENTS`.

    Raises:
        ConvscopeError: Another shape or dtype.
        UnknownNameError: There is no such placement.
    """
    placed = _place(picture, placement, is_one=True)
    return placed[0] if placed else None


def place_characters(picture: NDArray[np.uint8], placement: str | Placement) -> list[Placed]:
    """Puts each character of a picture into an image of its own, in reading order.

    Args:
        picture: uint8 (height, width), (height, width, 1) or (height, width, 3), any size.
        placement: A name or a row of `PLACEMENTS`; under some, all ink is one character.

    Returns:
        Nothing for blank paper.

    Raises:
        ConvscopeError: Another shape or dtype.
        UnknownNameError: There is no such placement.
    """
    return _place(picture, placement, is_one=False)


def _place(picture: NDArray[np.uint8], placement: str | Placement, is_one: bool) -> list[Placed]:
    rule = find_placement(placement) if isinstance(placement, str) else placement
    grey = to_grey(picture)
    reduction = max(1.0, max(grey.shape) / LARGEST_PICTURE)
    if rule.box is None:
        return [_place_as_it_lies(_reduced(grey, reduction), rule, reduction)]
    if max(grey.shape) < SMALLEST_PHOTOGRAPH:
        found = find_ink(grey)
        if found is None or ink_box(found.ink) is None:
            return []
        return [_place_ink(found.ink, rule, (0, 0, 1.0), found.is_inverted, True)]
    planes = [_reduced(plane, reduction) for plane in channels_of(picture)]
    clean = find_ink(_reduced(grey, reduction)) if is_clean(grey) else None
    writing = find_writing(planes, is_spread=rule.is_spread)
    if writing is None and clean is not None:
        left = leftover_ink(clean.ink)
        where = (0, 0, reduction)
        return [] if left is None else [_place_ink(left, rule, where, clean.is_inverted, False)]
    if writing is None:
        writing = find_writing(planes, at_border=True)
    if writing is None:
        return []
    characters = writing.characters
    if is_one or rule.is_spread:
        characters = (joined(characters),)
    return [
        _place_ink(
            character.ink,
            rule,
            (character.top, character.left, reduction),
            not writing.is_bright,
            writing.is_sure,
        )
        for character in characters
    ]


def _place_ink(
    ink: NDArray[np.uint8],
    rule: Placement,
    where: tuple[int, int, float],
    is_inverted: bool,
    is_sure: bool,
) -> Placed:
    """Scales and centres ink.

    Args:
        ink: uint8 (height, width), at least one pixel that is not faint.
        rule: Says how.
        where: Row and column of the ink in the picture, and by how much that was reduced.
        is_inverted: Whether the picture was dark ink on light paper.
        is_sure: Whether it is beyond doubt what is ink.
    """
    box = ink_box(ink) or Box(0, 0, *ink.shape)
    top, left, reduction = where
    if lies_right(ink, box, rule):
        width = stroke_width(ink)
        return Placed(ink, box, (1.0, 1.0), (0, 0), 0.0, width, width, is_inverted, is_sure)
    slant = slant_of_ink(ink) if rule.upright else 0.0
    cropped = _cropped(stand_upright(ink, slant) if slant else ink)
    scale = fit(rule.box or (1, 1), cropped.shape, 1.0, rule.stretch)
    own_width = stroke_width(cropped)
    before = own_width * math.sqrt(scale[0] * scale[1])
    wanted = min(max(before, rule.usual_widths[0]), rule.usual_widths[1])
    if wanted == before:
        image = _scaled(cropped, scale, rule)
    else:
        scale = _scale_for_width(rule.box or (1, 1), rule.stretch, cropped.shape, own_width, wanted)
        image = _scaled_to_width(cropped, scale, rule, own_width, wanted)
    image, shift = centre(image, rule)
    image = sample_on_grid(image, rule)
    in_picture = (box.top + top, box.left + left, box.height, box.width)
    return Placed(
        image,
        Box(*(length * reduction for length in in_picture)),
        (scale[0] / reduction, scale[1] / reduction),
        shift,
        slant,
        before,
        stroke_width(image),
        is_inverted,
        is_sure,
    )


def _cropped(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of the ink inside its box."""
    box = ink_box(ink)
    if box is None:
        return ink
    top, left = int(box.top), int(box.left)
    return ink[top : top + int(box.height), left : left + int(box.width)]


def _reduced(grey: NDArray[np.uint8], reduction: float) -> NDArray[np.uint8]:
    if reduction == 1:
        return grey
    rows, columns = (max(1, math.floor(side / reduction)) for side in grey.shape)
    return _to_uint8(area_average(grey, (0.0, reduction, rows), (0.0, reduction, columns)))


def _place_as_it_lies(grey: NDArray[np.uint8], rule: Placement, reduction: float) -> Placed:
    """The whole picture, its aspect kept, in the middle of the canvas."""
    scale = fit((rule.canvas, rule.canvas), grey.shape, 1.0, rule.stretch)
    image = _scaled(grey, scale, rule)
    box = Box(0.0, 0.0, grey.shape[0] * reduction, grey.shape[1] * reduction)
    own_scale = (scale[0] / reduction, scale[1] / reduction)
    width = stroke_width(image)
    return Placed(image, box, own_scale, (0, 0), 0.0, width, width, False, True)


def _scaled(ink: NDArray[np.uint8], scale: Pair, rule: Placement) -> NDArray[np.uint8]:
    """Ink scaled into the middle of the canvas, uint8 (canvas, canvas)."""
    starts = [begin(rule.canvas, n * s) for n, s in zip(ink.shape, scale, strict=True)]
    rows, columns = ((-a / s, 1 / s, rule.canvas) for a, s in zip(starts, scale, strict=True))
    return _to_uint8(area_average(ink, rows, columns))


def _scale_for_width(
    room: Pair, stretch: float, extent: Pair, own_width: float, wanted: float
) -> Pair:
    """The scales after which ink fills the box once its strokes have the wanted width."""
    path = (extent[0] - own_width, extent[1] - own_width)
    if max(path) < own_width / 2:  # a dot or a blob has no path to scale
        return wanted / own_width, wanted / own_width
    return fit((room[0] - wanted, room[1] - wanted), path, own_width / 4, stretch)


def _scaled_to_width(
    ink: NDArray[np.uint8], scale: Pair, rule: Placement, own_width: float, wanted: float
) -> NDArray[np.uint8]:
    """Ink scaled into the middle of the canvas with its strokes made wider or narrower."""
    mean_scale = math.sqrt(scale[0] * scale[1])
    change = wanted - own_width * mean_scale
    starts = [
        begin(rule.canvas, n * s + change) + change / 2
        for n, s in zip(ink.shape, scale, strict=True)
    ]
    rows, columns = (
        (-a / s, 1 / (s * DETAIL), rule.canvas * DETAIL) for a, s in zip(starts, scale, strict=True)
    )
    fine = area_average(ink, rows, columns)
    fine_width = own_width * mean_scale * DETAIL
    # thinner than two pixels, ink is only grey
    threshold = min(127.5 * min(1.0, fine_width / 2), float(fine.max()) / 2)
    binary = np.where(fine >= threshold, 255, 0).astype(np.uint8)
    changed = change_width(binary > 0, wanted * DETAIL - stroke_width(binary), DETAIL)
    coarse = (0.0, float(DETAIL), rule.canvas)
    return _to_uint8(area_average(changed, coarse, coarse))


def _to_uint8(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.floor(values + 0.5).astype(np.uint8)
