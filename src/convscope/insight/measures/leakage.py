"""Test images that the net has all but seen: near-duplicates between all splits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.data import Split
from convscope.data.quality.near_duplicates import NearDuplicates, find_near_duplicates
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier
from convscope.insight.measures.judging import judge

SEEN = ("train", "validation")
"""Splits that shaped the net: trained on, and chosen by."""


@dataclass(frozen=True)
class NearDuplicate:
    """A test image with the image that the net has seen and that it resembles most.

    Attributes:
        test: Its place among the test images.
        split: Where the other one lies, `train` or `validation`.
        other: Its place there.
        kind: What tells them apart, a key of `data.quality.near_duplicates.KINDS`.
        difference: What is left of one when the other is taken away, as a share of its contrast.
        same_label: Whether both have the same label.
    """

    test: int
    split: str
    other: int
    kind: str
    difference: float
    same_label: bool


@dataclass(frozen=True, eq=False)
class Leakage:
    """How much of the test the net has all but seen.

    Attributes:
        duplicates: All pairs, within and between all splits.
        pairs: One per test image that has a near-duplicate among those seen, the most alike first.
        num_seen: Training and validation images.
        num_test: Test images.
        accuracy: On all test images, 0–1.
        accuracy_without: On test images without a near-duplicate; NaN if there are none.
        accuracy_of_pairs: On test images with one; NaN if there are none.
    """

    duplicates: NearDuplicates
    pairs: tuple[NearDuplicate, ...]
    num_seen: int
    num_test: int
    accuracy: float
    accuracy_without: float
    accuracy_of_pairs: float

    @property
    def num_copies(self) -> int:
        """Test images whose very pixels are among those seen."""
        return sum(pair.kind == "copy" for pair in self.pairs)

    @property
    def share(self) -> float:
        """Share of the test images that have a near-duplicate, 0–1."""
        return len(self.pairs) / self.num_test

    @property
    def summary(self) -> str:
        """The finding in a sentence."""
        text = (
            f"{len(self.pairs):,} of {self.num_test:,} test images ({100 * self.share:.1f} %) have "
            f"a near-duplicate among {self.num_seen:,} images that the net was trained on or "
            f"chosen by, {self.num_copies:,} of them an exact copy."
        )
        if not self.pairs:
            return text
        without = self.accuracy_without
        rest = (
            "no test image is left without them"
            if np.isnan(without)
            else f"{100 * without:.2f} % without them"
        )
        return f"{text} Test accuracy is {100 * self.accuracy:.2f} %, {rest}."


def find_leakage(
    classifier: Classifier, train: Split, test: Split, validation: Split | None = None
) -> Leakage:
    """Returns which test images have near-duplicates among the images that shaped the net.

    What counts follows from the pixels alone, at a fixed size: see `find_near_duplicates`.

    Args:
        classifier: The classifier, asked for its accuracy only.
        train: Images that it was trained on.
        test: Test images.
        validation: Images that it was chosen by; None if there are none.

    Raises:
        ConvscopeError: There are no training or no test images.
    """
    if not len(train) or not len(test):
        raise ConvscopeError(
            f"Received {len(train)} training and {len(test)} test images.",
            "Expected images on both sides.",
            "Give splits that have some.",
        )
    splits = {"train": train, "test": test}
    if validation is not None and len(validation):
        splits = {"train": train, "validation": validation, "test": test}
    return leakage_of(splits, find_near_duplicates(splits), judge(classifier, test).is_right)


def leakage_of(
    splits: dict[str, Split], duplicates: NearDuplicates, is_right: NDArray[np.bool_]
) -> Leakage:
    """Returns what near-duplicates mean for the test accuracy.

    Args:
        splits: `train`, `test`, perhaps `validation`.
        duplicates: What `find_near_duplicates` found in them.
        is_right: bool (test images,): which are judged right.
    """
    test = splits["test"]
    closest: dict[int, NearDuplicate] = {}
    number = duplicates.split_names.index("test")
    for seen in (name for name in SEEN if name in splits):
        for index in duplicates.between(seen, "test"):
            first, second = int(duplicates.first[index]), int(duplicates.second[index])
            is_first = duplicates.first_split[index] == number
            place, other = (first, second) if is_first else (second, first)
            pair = NearDuplicate(
                place,
                seen,
                other,
                duplicates.kinds[index],
                float(duplicates.differences[index]),
                bool(test.labels[place] == splits[seen].labels[other]),
            )
            known = closest.get(place)
            if known is None or pair.difference < known.difference:
                closest[place] = pair
    is_pair = np.zeros(len(test), bool)
    is_pair[list(closest)] = True
    return Leakage(
        duplicates,
        tuple(sorted(closest.values(), key=lambda pair: pair.difference)),
        sum(len(split) for name, split in splits.items() if name in SEEN),
        len(test),
        float(is_right.mean()),
        _mean(is_right[~is_pair]),
        _mean(is_right[is_pair]),
    )


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")
