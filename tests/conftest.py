"""Fixtures that every room's tests may use. Imports nothing heavy: the unit tests stay light."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D

NO_DATA = (
    "needs the real data sets: set CONVSCOPE_DATA to their folder; "
    '"convscope data get mnist" fetches one'
)

# A busy machine is no failure.
settings.register_profile("convscope", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("convscope")


def pytest_runtest_setup(item):
    if item.get_closest_marker("real_data") and _data_root() is None:
        pytest.skip(NO_DATA)


@pytest.fixture(scope="session")
def data_root():
    """The folder of the real data sets; without one the test is skipped."""
    root = _data_root()
    if root is None:
        pytest.skip(NO_DATA)
    return root


@pytest.fixture
def tiny_images():
    """uint8 (13, 7, 5, 1) and int64 labels 0–2: prime, all different, three classes."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (13, 7, 5, 1), dtype=np.uint8)
    return images, random.integers(0, 3, 13)


@pytest.fixture
def tiny_net():
    """A convolution, a pooling and a softmax for `tiny_images`."""
    layers = (Conv2D(2, (3, 3), activation="relu"), MaxPooling2D(), Flatten(), Dense(3, "softmax"))
    return Architecture(Input((7, 5, 1)), layers)


def _data_root():
    root = os.environ.get("CONVSCOPE_DATA")
    return Path(root) if root and Path(root).is_dir() else None
