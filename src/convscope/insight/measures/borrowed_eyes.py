"""What images look like to a net that has seen millions, where one is installed.

Labels that are wrong stand out by it far more than by edges and colours.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Numbers
from convscope.backbones import BACKBONES, Backbone, features_of, is_installed, open_backbone
from convscope.backbones.features import PART
from convscope.data import DataSet
from convscope.errors import ConvscopeError

FEWEST_PIXELS = 48
"""Side below which pictures show too little to a net that was trained on photographs."""

PAIR = ("efficientnet-lite2", "efficientnet-lite0")
"""Backbones that together find more wrong labels than either; see docs/backbones.md."""

Reload = Callable[[tuple[int, int], str], DataSet]
"""Loads the same data set in colour with its pictures brought to (height, width), fitted so."""


def best_installed() -> str | None:
    """Returns the largest backbone of the table that can be had; None where none can."""
    return next((name for name in reversed(BACKBONES) if is_installed(name)), None)


def eyes_installed() -> tuple[str, ...]:
    """Returns the backbones that look for wrong labels: the pair, or the largest that is there."""
    best = best_installed()
    return tuple(filter(is_installed, PAIR)) or ((best,) if best else ())


def eyes_for(images: Images) -> str | None:
    """Returns the backbone that is to look at images; None where none suits or is installed.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
    """
    is_photograph = images.shape[3] == 3 and min(images.shape[1:3]) >= FEWEST_PIXELS
    return best_installed() if is_photograph and len(images) else None


def borrowed_features(
    images: Images,
    backbone: str = "auto",
    progress: bool | None = None,
    files: Sequence[str] | None = None,
    reload: Reload | None = None,
) -> Numbers | None:
    """Returns features for `judged_by_others`; None where nothing is borrowed.

    A backbone looks at pictures as it was trained to: brought to its own size from the files, if
    there are any, and not from images that have been brought to another size and padded.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        backbone: What `--backbone` takes; `auto` takes what `eyes_for` says; `none` takes none.
        progress: Whether a bar is shown; None shows it on a terminal, lines elsewhere.
        files: The images' names in their data set.
        reload: Loads that data set anew; None looks at the images as they are.

    Returns:
        float32 (number, features); each row has length 1.

    Raises:
        ConvscopeError: The backbone that was named is not there.
    """
    name = eyes_for(images) if backbone == "auto" else backbone
    if name is None or name == "none" or not len(images):
        return None
    seer = open_backbone(name)
    pictures, places = images, np.arange(len(images))
    if reload is not None and files is not None and images.shape[1:3] != seer.image_shape[:2]:
        pictures, places = _pictures(seer, files, reload) or (pictures, places)
    parts = [
        features_of(pictures[places[at : at + PART]], seer, fit=seer.model.fit, progress=progress)
        for at in range(0, len(places), PART)
    ]
    return of_equal_length(np.concatenate(parts))


def _pictures(
    seer: Backbone, files: Sequence[str], reload: Reload
) -> tuple[Images, NDArray[np.int64]] | None:
    """Returns pictures as a backbone takes them, and where each file is; None without files."""
    try:
        data = reload(seer.image_shape[:2], seer.model.fit)
    except ConvscopeError:
        return None  # no image files: they stay in the size that they have
    for split in data.splits.values():
        at = {name: place for place, name in enumerate(split.files or ())}
        if all(name in at for name in files):
            return split.images, np.array([at[name] for name in files], np.int64)
    return None


def of_equal_length(features: Numbers) -> Numbers:
    """Returns features around their mean, each row of length 1."""
    rows = features - features.mean(0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
