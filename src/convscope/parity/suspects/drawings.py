"""Suspects where a drawing is found and placed: programs that take the picture as a whole."""

from functools import partial

import numpy as np

from convscope.arrays import Image
from convscope.parity.pipeline import Case
from convscope.parity.suspects.resizing import FILTERS, fitted
from convscope.parity.suspects.suspect import Suspect

_WAYS = {
    "stretch": ("stretch", True, "stretched to the input"),
    "pad": ("pad", True, "with margins where its aspect is another (pad)"),
    "crop": ("crop", True, "of which it cuts out the middle (crop)"),
    "pad, dark on light": ("pad", False, "dark on light as it is, with black margins (pad)"),
}
"""Way to fit, whether ink becomes bright before, and words; margins are black in all of them."""


def _whole(
    way: str, is_bright: bool, filter: str, picture: Image, size: tuple[int, int], _: str = ""
) -> Image:
    """Returns a picture in the input's size; one of that size as it lies."""
    if picture.shape[:2] == size:
        return picture
    if is_bright and _is_on_light_paper(picture):
        picture = 255 - picture
    return fitted(way, 1.0, "above", picture, size, filter)


def _is_on_light_paper(picture: Image) -> bool:
    edges = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
    return bool(np.median(np.concatenate([edge.ravel() for edge in edges])) > 127)


def _is_placed(way: str, is_bright: bool, case: Case) -> bool:
    """Whether drawings were placed; one way stands for all where they have the input's aspect."""
    height, width = case.images.shape[1:3]
    is_other = any(p.shape[0] * width != p.shape[1] * height for p in case.pictures)
    can_differ = is_bright or any(map(_is_on_light_paper, case.pictures))
    is_fitting = way == "stretch" or (is_other and can_differ)
    return case.own_fit is None and case.has_other_sizes and is_fitting


SUSPECTS = tuple(
    Suspect(
        f"whole picture, {name}, {filter}",
        "fit",
        partial(_whole, way, is_bright, filter),
        f"does not find and place the drawing: it takes the whole picture, {words}, with "
        f"{filter_words}",
        partial(_is_placed, way, is_bright),
    )
    for name, (way, is_bright, words) in _WAYS.items()
    for filter, (_, filter_words) in FILTERS.items()
)
