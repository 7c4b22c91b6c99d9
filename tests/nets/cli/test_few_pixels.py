"""Images that are smaller than most: trained as they come, they are learned all the same."""

import json

import numpy as np
import pytest

PLACES = [(0, 0), (0, 4), (2, 2), (4, 0), (4, 4), (2, 4)]
"""Row and column, in pixels of a 7×7 image, where the square of each class lies."""


@pytest.mark.parametrize(("scale", "channels"), [(1, 1), (2, 3)])
def test_small_images_are_learned_without_any_option(command, tmp_path, scale, channels):
    random = np.random.default_rng(3)
    labels = np.arange(600) % len(PLACES)
    images = random.integers(0, 120, (600, 7, 7))
    for image, label in zip(images, labels, strict=True):
        row, column = PLACES[label]
        image[row : row + 3, column : column + 3] += 90
    images = np.repeat(images.repeat(scale, 1).repeat(scale, 2)[..., None], channels, -1)
    images = images.astype(np.uint8)
    np.savez(
        tmp_path / "squares.npz",
        x_train=images[:480],
        y_train=labels[:480],
        x_test=images[480:],
        y_test=labels[480:],
    )
    answer = command("train", "squares.npz", "--epochs", 6, "--augment", "none", "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["test_accuracy"] > 0.85  # guessing: a sixth
