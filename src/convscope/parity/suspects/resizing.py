"""Suspects where pictures are brought to the input's size: the part taken, and the filter."""

from collections.abc import Callable
from functools import partial

import numpy as np

from convscope.arrays import Image
from convscope.data.images.fitting import parse_fit, scaled_size
from convscope.data.images.one_image import brought_to
from convscope.parity.pipeline import Case, Fit
from convscope.parity.suspects.suspect import Suspect

INNER = 224 / 256
"""Share of the shorter side that many programs keep when they cut out the middle."""


def _smooth(name: str) -> Callable[[Image, tuple[int, int]], Image]:
    """Pillow's filters, which look at all pixels when a picture shrinks (but for nearest)."""

    def resize(picture: Image, size: tuple[int, int]) -> Image:
        from PIL.Image import Resampling, fromarray

        filter = Resampling[name.upper()]
        height, width = size
        planes = [
            np.asarray(fromarray(np.ascontiguousarray(plane)).resize((width, height), filter))
            for plane in np.moveaxis(picture, 2, 0)
        ]
        return np.stack(planes, axis=2)

    return resize


def _pointwise(name: str) -> Callable[[Image, tuple[int, int]], Image]:
    """Filters that look at a fixed number of neighbours, as OpenCV and torch by default."""

    def resize(picture: Image, size: tuple[int, int]) -> Image:
        import torch

        planes = torch.from_numpy(picture.transpose(2, 0, 1)[None].astype(np.float32))
        options = {} if name == "nearest" else {"align_corners": False}
        found = torch.nn.functional.interpolate(planes, size, mode=name, **options)[0]
        return np.rint(found.clamp(0, 255).permute(1, 2, 0).numpy()).astype(np.uint8)

    return resize


FILTERS: dict[str, tuple[Callable[[Image, tuple[int, int]], Image], str]] = {
    "bilinear": (_smooth("bilinear"), "a bilinear filter with antialiasing"),
    "bilinear without antialiasing": (
        _pointwise("bilinear"),
        "a bilinear filter without antialiasing",
    ),
    "bicubic": (_smooth("bicubic"), "a bicubic filter with antialiasing"),
    "bicubic without antialiasing": (
        _pointwise("bicubic"),
        "a bicubic filter without antialiasing",
    ),
    "lanczos": (_smooth("lanczos"), "a Lanczos filter"),
    "box": (_smooth("box"), "the mean of the pixels that fall together (box)"),
    "nearest": (_smooth("nearest"), "the nearest pixel"),
    "nearest, from the corner": (
        _pointwise("nearest"),
        "the nearest pixel, counted from the upper left corner,",
    ),
}
"""Ways to give a picture another size, with words for them."""

DEFAULT = "bicubic"
"""What convscope takes."""

SHRUNK_BEFORE = 6.0
"""How many times the input's side a picture has that convscope shrinks by whole numbers before."""


def fitted(
    fit: str, inner: float, margin: str, picture: Image, size: tuple[int, int], filter: str
) -> Image:
    """Returns a picture in the input's size.

    Args:
        fit: `pad`, `crop` or `stretch`.
        margin: Where the larger part of an odd margin lies: `above`, as convscope does, or
            `below`; `corner` leaves the picture in the upper left corner.
        inner: Share of the shorter side that is kept of what `crop` takes; 1 for all.
        picture: uint8 (height, width, channels).
        size: (height, width).
        filter: One of `FILTERS`; empty for convscope's own.
    """
    if not filter and inner == 1 and margin == "above":
        return brought_to(picture, size, fit)
    height, width = size
    larger = (round(height / inner), round(width / inner))
    scaled_width, scaled_height = scaled_size(picture.shape[1], picture.shape[0], larger, fit)
    scaled = (scaled_height, scaled_width)
    resize = FILTERS[filter or DEFAULT][0]
    image = picture if picture.shape[:2] == scaled else resize(picture, scaled)
    odd = {"above": 0, "below": 1}.get(margin, 0)
    top, left = (image.shape[0] - height + odd) // 2, (image.shape[1] - width + odd) // 2
    if margin == "corner":
        top, left = max(0, top), max(0, left)
    found = np.zeros((height, width, image.shape[2]), np.uint8)
    rows, columns = min(height, image.shape[0]), min(width, image.shape[1])
    there, here = (max(0, -top), max(0, -left)), (max(0, top), max(0, left))
    found[there[0] : there[0] + rows, there[1] : there[1] + columns] = image[
        here[0] : here[0] + rows, here[1] : here[1] + columns
    ]
    return found


FITS: dict[str, Fit] = {
    "pad": partial(fitted, "pad", 1.0, "above"),
    "pad, odd line below": partial(fitted, "pad", 1.0, "below"),
    "pad in the corner": partial(fitted, "pad", 1.0, "corner"),
    "crop": partial(fitted, "crop", 1.0, "above"),
    "stretch": partial(fitted, "stretch", 1.0, "above"),
    "inner crop": partial(fitted, "crop", INNER, "above"),
}
"""Ways to bring a picture to the input's size."""


def own_fit(fit: str) -> Fit:
    """Returns what a model does with a picture, by the name that its file gives it.

    Args:
        fit: A name of `FITS`, or one that `data.images.fitting` reads.
    """
    return FITS.get(fit) or partial(_as_named, fit)


def _as_named(fit: str, picture: Image, size: tuple[int, int], filter: str = "") -> Image:
    """Returns a picture in the size wanted by a way to fit that names its filter."""
    told = parse_fit(fit)
    if not filter:
        return brought_to(picture, size, fit)
    inner = min(size) / told.edge if told.edge else 1
    return fitted(told.way, inner, "above", picture, size, filter)


_WORDS = {
    "pad": "puts margins around the picture (pad)",
    "pad, odd line below": "puts the odd line of a margin below or to the right of the picture",
    "pad in the corner": "leaves the picture in the upper left corner, margins below or right",
    "crop": "cuts out the middle of the picture (crop)",
    "stretch": "stretches the picture to the input, whatever its aspect",
    "inner crop": "scales to 256/224 of the input and cuts out the middle",
}


def _is_fitted(case: Case) -> bool:
    """Whether pictures had to be brought to the input's size, as a whole."""
    return case.own_fit is not None and case.has_other_sizes


def _is_other_filter(name: str, case: Case) -> bool:
    """Our own filter is another one where pictures are so large that they are shrunk before."""
    told = parse_fit(case.model.fit)
    height, width = case.images.shape[1:3]
    times = max(max(p.shape[0] / height, p.shape[1] / width) for p in case.pictures)
    is_own = name == (told.filter or DEFAULT) and (told.filter != "" or times < SHRUNK_BEFORE)
    return _is_fitted(case) and not is_own


def _is_not_own(fit: Fit, case: Case) -> bool:
    return _is_fitted(case) and case.own_fit is not fit


SUSPECTS = (
    *(
        Suspect(name, "fit", fit, _WORDS[name], partial(_is_not_own, fit))
        for name, fit in FITS.items()
    ),
    *(
        Suspect(
            f"{name} filter",
            "filter",
            name,
            f"resizes with {words}",
            partial(_is_other_filter, name),
        )
        for name, (_, words) in FILTERS.items()
    ),
)
