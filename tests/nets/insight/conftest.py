"""Nets whose answers are known because their weights are set by hand, and images for them."""

import numpy as np
import pytest
from insight_nets import SIDE

from convscope import architecture as arch
from convscope.data import Split
from convscope.insight import from_model
from convscope.model_file import Model

BLOB = 200


@pytest.fixture
def blob_model():
    """Class 1 if the picture has a bright blob anywhere: a mean cannot see where it is."""
    net = arch.Architecture(
        arch.Input((SIDE, SIDE, 1)),
        (
            arch.Conv2D(2, (3, 3), padding="same", activation="relu"),
            arch.GlobalAveragePooling2D(),
            arch.Dense(2, "softmax"),
        ),
    )
    kernel = np.zeros((3, 3, 1, 2), np.float32)
    kernel[..., 0] = 1 / 9
    kernel[..., 1] = -1 / 9
    weights = {
        "conv2d.kernel": kernel,
        "conv2d.bias": np.zeros(2, np.float32),
        "dense.kernel": np.array([[0, 200], [0, 0]], np.float32),
        "dense.bias": np.array([0, -3], np.float32),
    }
    return Model(net, weights, ("empty", "blob"))


@pytest.fixture
def blob_classifier(blob_model):
    return from_model(blob_model)


@pytest.fixture
def place_classifier():
    """Class 1 if the pixel in the middle is bright: it cares about nothing but the place."""
    net = arch.Architecture(arch.Input((SIDE, SIDE, 1)), (arch.Flatten(), arch.Dense(2)))
    kernel = np.zeros((SIDE * SIDE, 2), np.float32)
    kernel[SIDE * SIDE // 2, 1] = 20
    weights = {"dense.kernel": kernel, "dense.bias": np.array([0, -5], np.float32)}
    return from_model(Model(net, weights, ("dark", "bright")))


@pytest.fixture
def blobs():
    """30 pictures, every other one with a blob of 3×3 pixels in the middle."""
    images = np.zeros((30, SIDE, SIDE, 1), np.uint8)
    labels = np.arange(30) % 2
    middle = slice(SIDE // 2 - 1, SIDE // 2 + 2)
    images[labels == 1, middle, middle] = BLOB
    return Split(images, labels)


@pytest.fixture
def colour_images():
    random = np.random.default_rng(3)
    images = random.integers(0, 256, (12, 13, 11, 3), dtype=np.uint8)
    return Split(images, np.arange(12) % 3)
