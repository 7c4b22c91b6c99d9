"""Tiny images and a net for them, fresh for every test."""

import pytest
from small_nets import small_net, striped_images


@pytest.fixture
def stripes():
    return striped_images()


@pytest.fixture
def net():
    """Compiled for class indices, with a fixed seed."""
    model = small_net(seed=5)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
