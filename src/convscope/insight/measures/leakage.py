"""Test images that the net has all but seen: near-duplicates between training and test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images
from convscope.data import Split
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier
from convscope.insight.measures.embeddings import embed, nearest
from convscope.insight.measures.image_hash import content_hashes, difference_hashes, thumbnails

SIDE = 32
"""Images are compared over at most 32×32 cells, so that compression and grain do not count."""

MOST_DIFFERENCE = 0.05
"""Root of the mean squared difference up to which two images count as near-duplicates, 0–1."""

WAYS = {
    "copy": "equal pixels",
    "hash": "nearest by perceptual hash",
    "embedding": "nearest by the net's embedding",
}
"""How a pair is found."""


@dataclass(frozen=True)
class NearDuplicate:
    """A test image with the training image that it resembles.

    Attributes:
        test: Its place among the test images.
        train: The other's place among the training images.
        way: How the pair was found, a key of `WAYS`.
        difference: Root of the mean squared difference of their pixels, 0–1.
        same_label: Whether both have the same label.
    """

    test: int
    train: int
    way: str
    difference: float
    same_label: bool


@dataclass(frozen=True)
class Leakage:
    """How much of the test the net has all but seen.

    Attributes:
        pairs: One per test image that has a near-duplicate, the most alike first.
        differences: float32 (test images,): to the most alike training image found, 0–1.
        num_train: Training images.
        num_test: Test images.
        accuracy: On all test images, 0–1.
        accuracy_without: On test images without a near-duplicate; NaN if there are none.
        accuracy_of_pairs: On test images with one; NaN if there are none.
        rule: What counts as a near-duplicate, in words.
    """

    pairs: tuple[NearDuplicate, ...]
    differences: NDArray[np.float32]
    num_train: int
    num_test: int
    accuracy: float
    accuracy_without: float
    accuracy_of_pairs: float
    rule: str

    @property
    def num_copies(self) -> int:
        """Test images whose very pixels are among the training images."""
        return sum(pair.way == "copy" for pair in self.pairs)

    @property
    def share(self) -> float:
        """Share of the test images that have a near-duplicate, 0–1."""
        return len(self.pairs) / self.num_test

    @property
    def summary(self) -> str:
        """The finding in a sentence."""
        text = (
            f"{len(self.pairs):,} of {self.num_test:,} test images ({100 * self.share:.1f} %) have "
            f"a near-duplicate among {self.num_train:,} training images, {self.num_copies:,} of "
            "them an exact copy."
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
    classifier: Classifier,
    train: Split,
    test: Split,
    most_difference: float = MOST_DIFFERENCE,
) -> Leakage:
    """Returns which test images have near-duplicates among the training images.

    For every test image two candidates are looked up among all training images: the nearest by
    perceptual hash and the nearest by the net's embedding. The pixels decide.

    Args:
        classifier: The classifier that was trained on `train`.
        train: Training images.
        test: Test images.
        most_difference: Largest root of the mean squared difference of two near-duplicates, 0–1.

    Raises:
        ConvscopeError: A split is empty, or the largest difference is out of range.
    """
    if not len(train) or not len(test) or not 0 <= most_difference <= 1:
        raise ConvscopeError(
            f"Received {len(train)} training and {len(test)} test images, difference "
            f"{most_difference}.",
            "Expected images on both sides, and a difference from 0 to 1.",
            f"Leave the difference out for {MOST_DIFFERENCE}.",
        )
    answers = embed(classifier, test.images)
    seen = embed(classifier, train.images).vectors
    _, by_embedding = nearest(answers.vectors, seen)
    _, by_hash = nearest(difference_hashes(test.images), difference_hashes(train.images))
    small_train, small_test = thumbnails(train.images, SIDE), thumbnails(test.images, SIDE)
    candidates = np.concatenate((by_hash, by_embedding), 1)  # (test images, 2)
    distances = np.stack([_differences(small_test, small_train, c) for c in candidates.T], 1)
    best = distances.argmin(1)
    numbers = np.arange(len(test))
    partners, differences = candidates[numbers, best], distances[numbers, best]
    copies = _copies(train.images, test.images)
    ways = np.array(["hash", "embedding"])[best]
    for place, original in copies.items():
        partners[place], differences[place], ways[place] = original, 0.0, "copy"
    found = np.flatnonzero(differences <= most_difference)
    order = found[np.argsort(differences[found], kind="stable")]
    is_right = answers.probabilities.argmax(1) == test.labels
    is_pair = differences <= most_difference
    return Leakage(
        tuple(
            NearDuplicate(
                int(i),
                int(partners[i]),
                str(ways[i]),
                float(differences[i]),
                bool(test.labels[i] == train.labels[partners[i]]),
            )
            for i in order
        ),
        differences,
        len(train),
        len(test),
        float(is_right.mean()),
        _mean(is_right[~is_pair]),
        _mean(is_right[is_pair]),
        _rule(small_test.shape[1:3], most_difference),
    )


def _differences(
    test: NDArray[np.float32], train: NDArray[np.float32], partners: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Returns each test image's difference to its partner, float32 (test images,)."""
    parts = []
    for start in range(0, len(test), 1000):
        block = slice(start, start + 1000)
        parts.append(np.sqrt(((test[block] - train[partners[block]]) ** 2).mean((1, 2, 3))))
    return np.concatenate(parts)


def _copies(train: Images, test: Images) -> dict[int, int]:
    """Returns the places of training images by those of test images with equal pixels."""
    places = {digest: place for place, digest in enumerate(content_hashes(train))}
    hashes = content_hashes(test)
    return {i: places[digest] for i, digest in enumerate(hashes) if digest in places}


def _rule(cells: tuple[int, ...], most_difference: float) -> str:
    return (
        "A test image counts as a near-duplicate if its pixels equal those of a training image, "
        "or if it differs from the training image that is nearest by perceptual hash or by the "
        f"net's embedding by at most {100 * most_difference:g} % of full scale (root mean square "
        f"over {cells[0]}×{cells[1]} cells)."
    )


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")
