"""Drawings to images: strokes, ink, and placement as each data set's makers did it."""

from convscope.drawing.fitting import Box
from convscope.drawing.image_placement import place_characters, place_image
from convscope.drawing.ink import render
from convscope.drawing.placed import Placed
from convscope.drawing.placement_choice import measure_placement, placement_for
from convscope.drawing.placements import PLACEMENTS, Placement, find_placement
from convscope.drawing.stroke import Stroke, strokes_from_json, strokes_to_json
from convscope.drawing.stroke_placement import place_strokes
from convscope.drawing.stroke_width import stroke_width

__all__ = [
    "PLACEMENTS",
    "Box",
    "Placed",
    "Placement",
    "Stroke",
    "find_placement",
    "measure_placement",
    "place_characters",
    "place_image",
    "place_strokes",
    "placement_for",
    "render",
    "stroke_width",
    "strokes_from_json",
    "strokes_to_json",
]
