"""Setting images aside: the last part, or a share of every class."""

import numpy as np

from convscope.arrays import Labels
from convscope.data.dataset import Split, names_at
from convscope.data.picked_images import pick_images
from convscope.errors import ConvscopeError


def validation_split(num_images: int, fraction: float) -> int:
    """Returns the index where the last `fraction` of the images begins, as Keras counts.

    Example:
        >>> validation_split(60_000, 0.1)
        54000
    """
    return int(num_images * (1 - fraction))


def stratified_indices(labels: Labels, fraction: float, seed: int) -> tuple[Labels, Labels]:
    """Returns the indices that stay and those set aside, a share of every class.

    Every class of at least two images has at least one on each side. Both keep the order of the
    images.

    Args:
        labels: int64 (number,).
        fraction: Share to set aside, above 0 and below 1.
        seed: The same seed sets the same images aside.

    Raises:
        ConvscopeError: The fraction is out of range.
    """
    if not 0 < fraction < 1:
        raise ConvscopeError(
            f"A share of {fraction} cannot be set aside.",
            "Expected above 0 and below 1.",
            "Try 0.2.",
        )
    random = np.random.default_rng([seed, 0x57A7])
    aside = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        count = min(max(round(len(members) * fraction), 1), len(members) - 1)
        aside[random.permutation(members)[:count]] = True
    return np.flatnonzero(~aside), np.flatnonzero(aside)


def stratified_split(split: Split, fraction: float, seed: int) -> tuple[Split, Split]:
    """Returns the images that stay and those set aside; see `stratified_indices`.

    Args:
        split: The images to divide.
        fraction: Share to set aside, above 0 and below 1.
        seed: The same seed sets the same images aside.

    Raises:
        ConvscopeError: The fraction is out of range.
    """
    stay, aside = stratified_indices(split.labels, fraction, seed)
    return _part(split, stay), _part(split, aside)


def _part(split: Split, indices: Labels) -> Split:
    files = None if split.files is None else names_at(split.files, indices)
    return Split(pick_images(split.images, indices), split.labels[indices], files)
