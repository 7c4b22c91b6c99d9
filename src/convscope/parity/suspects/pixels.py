"""Suspects of order and tone: red and blue, axes, dark and light."""

import numpy as np

from convscope.arrays import Images
from convscope.parity.pipeline import Case
from convscope.parity.suspects.suspect import Suspect


def _bgr(images: Images) -> Images:
    return images[..., ::-1]


def _last_as_first(images: Images) -> Images:
    """What lies channels last in memory, read as if channels came first."""
    number, height, width, channels = images.shape
    read = np.ascontiguousarray(images).reshape(number, channels, height, width)
    return read.transpose(0, 2, 3, 1)


def _first_as_last(images: Images) -> Images:
    """What lies channels first in memory, read as if channels came last."""
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2)).reshape(images.shape)


def _rows_as_columns(images: Images) -> Images:
    return images.transpose(0, 2, 1, 3)


def _upside_down(images: Images) -> Images:
    return images[:, ::-1]


def _inverted(images: Images) -> Images:
    return 255 - images


def _has_color(case: Case) -> bool:
    return case.images.shape[-1] == 3


def _has_channels(case: Case) -> bool:
    return case.images.shape[-1] > 1


def _is_square(case: Case) -> bool:
    return case.images.shape[1] == case.images.shape[2]


SUSPECTS = (
    Suspect("BGR", "arrange", _bgr, "feeds blue, green, red (BGR) in place of RGB", _has_color),
    Suspect(
        "channels last read as first",
        "arrange",
        _last_as_first,
        "hands over pixels that lie channels last (NHWC) as if channels came first (NCHW)",
        _has_channels,
    ),
    Suspect(
        "channels first read as last",
        "arrange",
        _first_as_last,
        "hands over pixels that lie channels first (NCHW) as if channels came last (NHWC)",
        _has_channels,
    ),
    Suspect(
        "rows read as columns",
        "arrange",
        _rows_as_columns,
        "exchanges rows and columns",
        _is_square,
    ),
    Suspect("upside down", "arrange", _upside_down, "turns pictures upside down"),
    Suspect("inverted", "invert", _inverted, "hands over dark as light, and light as dark"),
)
