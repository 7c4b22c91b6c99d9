"""Receptive fields against the truth: change one pixel of the input, see which outputs change."""

from itertools import product

import numpy as np
import pytest
import torch

from convscope.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
    ZeroPadding2D,
)
from convscope.engine.network import build_network

HEIGHT, WIDTH = 11, 7

ROUNDING = 1e-12
"""How far equal sums may lie apart: some processors add up differently from image to image."""

EXACT = {
    "a convolution": (Conv2D(1, (3, 2)),),
    "padded": (Conv2D(1, (5, 4), padding="same"),),
    "padded with strides": (Conv2D(1, (3, 4), (2, 3), "same"),),
    "gaps between windows": (Conv2D(1, 2, (3, 4)),),
    "max-pooling": (MaxPooling2D((3, 2)),),
    "overlapping pooling": (AveragePooling2D(3, 2, "same"),),
    "zeros around": (ZeroPadding2D(((2, 1), (0, 3))), Conv2D(1, (4, 3))),
    "two": (Conv2D(1, 3), Conv2D(1, (2, 3))),
    "two with strides": (Conv2D(1, 3, 2), MaxPooling2D((2, 1))),
    "three": (Conv2D(2, 2), MaxPooling2D(2), Conv2D(2, (2, 1), padding="same")),
    "the whole picture": (Conv2D(1, 2), GlobalAveragePooling2D()),
    "dense": (Conv2D(1, 2), Flatten(), Dense(2)),
    "softmax over everything": (Flatten(), Activation("softmax")),
}
"""Nets whose fields have no holes: every pixel of the window matters."""

WITH_HOLES = {
    "gaps, then a window": (Conv2D(1, 2, 3), Conv2D(1, 2)),
    "rows that no window reaches": (MaxPooling2D(2), Conv2D(1, 3, padding="same")),
}
"""Here the window also covers pixels that no window of a layer in between reaches."""


def dependencies(layers):
    """Returns bool (input rows, input columns, *output shape): which pixel moves which output."""
    net = Architecture(Input((HEIGHT, WIDTH, 1)), layers)
    random = np.random.default_rng(0)
    weights = {
        name: random.uniform(0.5, 1, shape).astype(np.float32)
        for name, shape in net.parameter_shapes.items()
    }
    images = np.tile(random.uniform(1, 2, (1, HEIGHT, WIDTH, 1)), (HEIGHT * WIDTH + 1, 1, 1, 1))
    for index, (row, column) in enumerate(product(range(HEIGHT), range(WIDTH))):
        images[index, row, column] += 5  # large enough to win every max-pooling
    network = build_network(net, weights).double().eval()
    with torch.no_grad():
        outputs = network(torch.from_numpy(images))
    outputs = outputs if outputs.dim() == 4 else outputs[:, None, None, :]
    changed = ((outputs[:-1] - outputs[-1]).abs() > ROUNDING).numpy().any(-1)
    return net, changed.reshape(HEIGHT, WIDTH, *changed.shape[1:])


@pytest.mark.parametrize("name", EXACT)
def test_a_neuron_sees_its_window_and_nothing_else(name):
    net, changed = dependencies(EXACT[name])
    field = net.steps[-1].receptive_field
    for row, column in np.ndindex(*changed.shape[2:]):
        expected = np.zeros((HEIGHT, WIDTH), bool)
        rows, columns = field.window(row, column)
        expected[rows.start : rows.stop, columns.start : columns.stop] = True
        np.testing.assert_array_equal(changed[:, :, row, column], expected, f"{row}, {column}")


@pytest.mark.parametrize("name", WITH_HOLES)
def test_a_neuron_sees_nothing_outside_its_window(name):
    net, changed = dependencies(WITH_HOLES[name])
    field = net.steps[-1].receptive_field
    for row, column in np.ndindex(*changed.shape[2:]):
        rows, columns = field.window(row, column)
        inside = changed[rows.start : rows.stop, columns.start : columns.stop, row, column]
        assert inside.any()
        assert inside.sum() == changed[:, :, row, column].sum()
