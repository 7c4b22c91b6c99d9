"""The data set that needs no download: handwritten digits inside scikit-learn."""

from typing import Any

import numpy as np

from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.data.split import stratified_indices

TEST_SPLIT, SEED = 0.2, 0
SIZE = 28


def decode_digits(_allocate: Allocate | None = None) -> Decoded:
    """Returns 1,797 digits, 8×8 with ink 0–16, enlarged to 28×28 with ink 0–255.

    Source: Alpaydin, Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998; the test
    part, as scikit-learn ships it.
    """
    from PIL import Image
    from sklearn.datasets import load_digits

    digits: Any = load_digits()
    small = np.round(digits.images * (255 / 16)).astype(np.uint8)
    images = np.stack(
        [
            np.asarray(Image.fromarray(image).resize((SIZE, SIZE), Image.Resampling.BICUBIC))
            for image in small
        ]
    )[..., None]
    labels = digits.target.astype(np.int64)
    parts = stratified_indices(labels, TEST_SPLIT, SEED)
    splits = {
        name: DecodedSplit(images[part], labels[part])
        for name, part in zip(("train", "test"), parts, strict=True)
    }
    # Their order inside scikit-learn is the writers'; shuffled, the last tenth is like the rest.
    order = np.random.default_rng(SEED).permutation(len(splits["train"].labels))
    train = splits["train"]
    splits["train"] = DecodedSplit(train.images[order], train.labels[order])
    return Decoded(tuple(map(str, range(10))), splits)
