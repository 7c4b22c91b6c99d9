"""What images look like to a net that has seen millions, where one is installed.

Labels that are wrong stand out by it far more than by edges and colours.
"""

import numpy as np

from convscope.arrays import Images, Numbers
from convscope.backbones import BACKBONES, features_of, is_installed

FEWEST_PIXELS = 48
"""Side below which pictures show too little to a net that was trained on photographs."""


def best_installed() -> str | None:
    """Returns the largest backbone of the table that can be had; None where none can."""
    return next((name for name in reversed(BACKBONES) if is_installed(name)), None)


def borrowed_features(
    images: Images, backbone: str = "auto", progress: bool | None = None
) -> Numbers | None:
    """Returns features for `judged_by_others`; None where nothing is borrowed.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        backbone: What `--backbone` takes; `auto` takes the largest that is installed, for
            photographs in colour that are large enough; `none` takes none.
        progress: Whether a bar is shown; None shows it on a terminal, lines elsewhere.

    Returns:
        float32 (number, features); each row has length 1.

    Raises:
        ConvscopeError: The backbone that was named is not there.
    """
    if backbone == "none" or not len(images):
        return None
    if backbone == "auto":
        best = best_installed()
        is_photograph = images.shape[3] == 3 and min(images.shape[1:3]) >= FEWEST_PIXELS
        if best is None or not is_photograph:
            return None
        backbone = best
    return of_equal_length(features_of(images, backbone, fit="stretch", progress=progress))


def of_equal_length(features: Numbers) -> Numbers:
    """Returns features around their mean, each row of length 1."""
    rows = features - features.mean(0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
