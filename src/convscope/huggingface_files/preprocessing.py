"""What becomes of a picture before a net of transformers, out of `preprocessor_config.json`.

A picture is resized with a filter, the middle may be cut out, bytes become numbers, and each
channel is brought to a mean and a deviation. The first two are a way to fit, see
`data.images.fitting`, the third is the net's range, the last its first layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, in_short
from convscope.huggingface_files.config import FIX, Config

FILTERS = ("nearest", "lanczos", "bilinear", "bicubic", "box", "hamming")
"""Pillow's filters, in the order of the numbers that files give them."""

_IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
_STANDARD = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
_CLIP = {
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
}
_SHORTER_SIDE = {"size": {"shortest_edge": 256}, "crop_size": {"height": 224, "width": 224}}
_MOBILE = {**_STANDARD, **_SHORTER_SIDE, "resample": 2, "do_center_crop": True}

PROCESSORS: dict[str, dict[str, Any]] = {
    "ConvNext": {**_STANDARD, "size": {"shortest_edge": 384}, "resample": 3, "crop_pct": 0.875},
    "MobileNetV1": _MOBILE,
    "MobileNetV2": _MOBILE,
    "EfficientNet": {
        **_STANDARD,
        "size": {"height": 346, "width": 346},
        "resample": 3,
        "include_top": True,
    },
    "ViT": {**_STANDARD, "size": {"height": 224, "width": 224}, "resample": 2},
    "Bit": {
        **_CLIP,
        "size": {"shortest_edge": 224},
        "crop_size": {"height": 224, "width": 224},
        "resample": 3,
        "do_center_crop": True,
    },
}
"""What each kind of preprocessing does where its file says nothing."""

_ENDINGS = ("ImageProcessorFast", "ImageProcessorPil", "ImageProcessor", "FeatureExtractor")


@dataclass(frozen=True)
class Preprocessing:
    """What becomes of a picture.

    Attributes:
        size: (height, width) of the net's input.
        fit: The way to get there.
        value_range: What the bytes 0 and 255 become.
        scale: float64 (channels,): what is multiplied then; None for nothing.
        offset: float64 (channels,): what is added then; None for nothing.
    """

    size: tuple[int, int]
    fit: str
    value_range: tuple[float, float]
    scale: NDArray[np.float64] | None
    offset: NDArray[np.float64] | None


def preprocessing_of(where: str, data: Mapping[str, Any], channels: int) -> Preprocessing:
    """Returns what a `preprocessor_config.json` says.

    Args:
        where: The file, for errors.
        data: What is in it.
        channels: Of the net's input.

    Raises:
        ConvscopeError: A kind that is not known, or steps that no way to fit takes.
    """
    kind = _kind(where, data)
    told = Config(where, data, PROCESSORS[kind])
    size, fit = _fitting(told, kind)
    low, high = 0.0, 255.0
    if told.flag("do_rescale", True):
        high *= told.number("rescale_factor", 1 / 255, 1e-6, 1e3)
        if told.flag("rescale_offset"):
            low, high = -1.0, high - 1
    scale, offset = np.ones(channels), np.zeros(channels)
    if told.flag("do_normalize", True):
        mean, std = (told.numbers(key, channels, [0.5]) for key in ("image_mean", "image_std"))
        scale, offset = 1 / _positive(told, std), -np.array(mean) / _positive(told, std)
    if told.flag("include_top"):  # divided by the deviation once more
        std = _positive(told, told.numbers("image_std", channels, [0.5]))
        scale, offset = scale / std, offset / std
    is_plain = bool((scale == 1).all() and (offset == 0).all())
    numbers = (None, None) if is_plain else (scale, offset)
    return Preprocessing(size, fit, (low, high), *numbers)


def _kind(where: str, data: Mapping[str, Any]) -> str:
    named = data.get("image_processor_type") or data.get("feature_extractor_type")
    for ending in _ENDINGS:
        if isinstance(named, str) and named.removesuffix(ending) in PROCESSORS:
            return named.removesuffix(ending)
    raise ConvscopeError(
        f"{where}: the preprocessing is {in_short(named)}.",
        f"Expected that of one of {', '.join(PROCESSORS)}.",
        FIX,
    )


def _positive(told: Config, deviation: list[float]) -> NDArray[np.float64]:
    if min(deviation) < 1e-6:
        raise told.wrong("image_std", "numbers above 0")
    return np.array(deviation)


def _fitting(told: Config, kind: str) -> tuple[tuple[int, int], str]:
    """Returns the size of the input, and the way to get there."""
    if not told.flag("do_resize", True):
        raise told.wrong("do_resize", "true: pictures come in all sizes")
    if told.flag("do_pad"):
        raise told.wrong("do_pad", "false")
    filters = told.data.get("resample", 2)
    if type(filters) is not int or not 0 <= filters < len(FILTERS):
        raise told.wrong("resample", f"a number from 0 to {len(FILTERS) - 1}")
    way = FILTERS[filters]
    edge, size = _size(told, "size", kind)
    if kind == "ConvNext" and edge:
        if edge >= 384:  # from here on the whole picture is taken
            return (edge, edge), f"stretch:{way}"
        wider = int(edge / told.number("crop_pct", 0.875, 0.01, 1))
        return (edge, edge), f"crop:{way}:{wider}"
    if told.flag("do_center_crop"):
        _, crop = _size(told, "crop_size", "")
        if edge:
            return crop, f"crop:{way}:{edge}"
        if crop != size:
            raise told.wrong("crop_size", f"{size} as size has, or a size by its shortest_edge")
    if edge:
        raise told.wrong("do_center_crop", "true: else pictures stay of different sizes")
    return size, f"stretch:{way}"


def _size(told: Config, key: str, kind: str) -> tuple[int, tuple[int, int]]:
    """Returns the shorter side, 0 where both sides are given, and (height, width)."""
    given = told.data.get(key)
    if isinstance(given, int) and kind not in ("", "ViT", "EfficientNet"):
        given = {"shortest_edge": given}  # as older files have it
    elif isinstance(given, int):
        given = {"height": given, "width": given}
    if not isinstance(given, Mapping):
        raise told.wrong(key, "an object with height and width, or shortest_edge")
    sides = Config(f"{told.where}: {key}", given)
    if "shortest_edge" in sides.data and set(sides.data) == {"shortest_edge"} and kind:
        edge = sides.whole("shortest_edge")
        return edge, (edge, edge)
    return 0, (sides.whole("height"), sides.whole("width"))
