"""Tiny images and a net for them, fresh for every test."""

import pytest
import torch
from small_nets import small_net, striped_images

torch.set_num_threads(1)  # tiny nets: more threads would only wait for each other


@pytest.fixture
def stripes():
    return striped_images()


@pytest.fixture
def net():
    """Compiled for class indices, with a fixed seed."""
    model = small_net(seed=5)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
