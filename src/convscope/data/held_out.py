"""Test images of sets that are whole arrays: set aside where there are none, else checked."""

from dataclasses import replace

import numpy as np

from convscope.data.decoded import Decoded, DecodedSplit
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError


def with_test(decoded: Decoded, source: str, test_split: float, seed: int) -> Decoded:
    """Returns a set that has both training and test images.

    Args:
        decoded: With both, which stay as they are, or with one split, which is divided.
        source: What the user typed.
        test_split: Share of each class to set aside.
        seed: Which images are set aside follows from it.

    Raises:
        ConvscopeError: A class has test images and none to train on.
    """
    if {"train", "test"} <= set(decoded.splits):
        _expect_trained_classes(decoded, source)
        return decoded
    everything = next(iter(decoded.splits.values()))
    parts = stratified_indices(everything.labels, test_split, seed)
    splits = {
        name: DecodedSplit(everything.images[part], everything.labels[part])
        for name, part in zip(("train", "test"), parts, strict=True)
    }
    return replace(decoded, splits=splits, notes=(*decoded.notes, no_test_note(test_split, seed)))


def no_test_note(test_split: float, seed: int) -> str:
    """Returns the words for images that were set aside as test."""
    return (
        f"there are no test images: {100 * test_split:g} % of each class was set aside as test "
        f"(seed {seed})"
    )


def _expect_trained_classes(decoded: Decoded, source: str) -> None:
    train, test = (decoded.splits[name].labels for name in ("train", "test"))
    unknown = np.setdiff1d(test, train)
    if len(unknown):
        number = int(np.isin(test, unknown).sum())
        names = ", ".join(f'"{decoded.class_names[label]}"' for label in unknown[:3])
        more = " …" if len(unknown) > 3 else ""
        raise ConvscopeError(
            f"{source}: {number:,} test images are of classes that no training image has: "
            f"{names}{more}.",
            "Expected training images of every class: a net cannot name what it never saw.",
            "Add training images of these classes, or take their test images out.",
        )
