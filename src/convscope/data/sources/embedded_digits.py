"""The data set that needs no download: handwritten digits inside scikit-learn."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.data.split import stratified_indices

TEST_SPLIT, SEED = 0.2, 0
SIZE, STRONGEST = 28, 16


def decode_digits(_allocate: Allocate | None = None) -> Decoded:
    """Returns 1,797 digits, 8×8 with ink 0–16, enlarged to 28×28 with ink 0–255."""
    from PIL import Image

    splits = {}
    for name, (small, labels) in small_digits().items():
        inks = np.round(small * (255 / STRONGEST)).astype(np.uint8)
        size, filter_ = (SIZE, SIZE), Image.Resampling.BICUBIC
        images = [np.asarray(Image.fromarray(ink).resize(size, filter_)) for ink in inks]
        splits[name] = DecodedSplit(np.stack(images)[..., None], labels)
    return Decoded(tuple(map(str, range(10))), splits)


def small_digits() -> dict[str, tuple[NDArray[np.uint8], Labels]]:
    """Returns the digits as they lie in scikit-learn, as `train` and `test`.

    Returns:
        Images, uint8 (number, 8, 8), 0 for paper to 16 for ink; labels, int64 (number,).

    Source: Alpaydin, Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998; the test
    part, as scikit-learn ships it.
    """
    from sklearn.datasets import load_digits

    digits: Any = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.int64)
    train, test = stratified_indices(labels, TEST_SPLIT, SEED)
    # Their order inside scikit-learn is the writers'; shuffled, the last tenth is like the rest.
    train = train[np.random.default_rng(SEED).permutation(len(train))]
    return {name: (images[i], labels[i]) for name, i in (("train", train), ("test", test))}
