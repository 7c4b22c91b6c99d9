"""Windows of a first layer computed in registers, for sizes that fill no whole vector."""

import numpy as np
import pytest

numba = pytest.importorskip("numba", reason="pip install numba")

from convscope.engine.network.kernels.first_layer import first_layer_kernels  # noqa: E402
from convscope.engine.network.kernels.pooling import Pooling  # noqa: E402

LAYERS = [
    # kernel (rows, columns, inputs), filters, windows
    ((3, 3, 1), 32, Pooling(2, 2, 2, 2)),
    ((1, 2, 3), 43, Pooling(2, 3, 1, 2)),
    ((3, 3, 3), 16, Pooling(3, 3, 2, 2)),
    ((5, 2, 2), 1, Pooling(1, 4, 1, 4)),
]


def seen_by(images, size, pooling):
    """Returns what kernels see: (images, rows, columns, places, taps), written out."""
    height, width, channels = images.shape[1:]
    rows = (height - size[0] + 1 - pooling.rows) // pooling.row_stride + 1
    columns = (width - size[1] + 1 - pooling.columns) // pooling.column_stride + 1
    num_places, num_taps = pooling.rows * pooling.columns, size[0] * size[1] * channels
    seen = np.empty((len(images), rows, columns, num_places, num_taps), np.float32)
    for row, column, place in np.ndindex(rows, columns, num_places):
        top = row * pooling.row_stride + place // pooling.columns
        left = column * pooling.column_stride + place % pooling.columns
        part = images[:, top : top + size[0], left : left + size[1]]
        seen[:, row, column, place] = part.reshape(len(images), -1)
    return seen


def some_images(size, pooling, seed):
    """Returns images of which large parts are 0, of both signs."""
    random = np.random.default_rng(seed)
    shape = 3, size[0] + 3 * pooling.row_stride + 2, size[1] + 5 * pooling.column_stride + 3
    images = random.normal(size=(*shape, size[2])).astype(np.float32)
    images[:, : shape[1] // 2] = 0
    images[:, 1, 1] = -0.0
    return images


@pytest.mark.parametrize(("size", "num_filters", "pooling"), LAYERS)
@pytest.mark.parametrize("is_relu", [True, False])
def test_values_places_and_gradients_are_those_of_the_sums_written_out(
    size, num_filters, pooling, is_relu
):
    random = np.random.default_rng(num_filters)
    images = some_images(size, pooling, num_filters)
    seen = seen_by(images, size, pooling)
    kernel = random.normal(size=(seen.shape[-1], num_filters)).astype(np.float32)
    bias = random.normal(size=num_filters).astype(np.float32)
    places = seen @ kernel
    values = places.max(3) + bias
    expected = np.maximum(values, 0) if is_relu else values

    kernels = first_layer_kernels(size, num_filters, pooling, is_relu)
    outputs = np.full((len(images) + 2, *expected.shape[1:]), 77, np.float32)
    winners = np.full(outputs.shape, 77, np.uint8)
    lines = images.reshape(*images.shape[:2], -1)
    kernels.forward(0, 3, lines, kernel, bias, outputs[1:-1], winners[1:-1])
    np.testing.assert_allclose(outputs[1:-1], expected, atol=1e-4)
    chosen = np.take_along_axis(places, winners[1:-1, :, :, None].astype(np.int64), 3)[:, :, :, 0]
    np.testing.assert_allclose(chosen, places.max(3), atol=1e-5)
    assert (winners[1:-1][~seen.any((3, 4))] == 0).all()
    assert (outputs[[0, -1]] == 77).all()
    assert (winners[[0, -1]] == 77).all()

    gradient = random.normal(size=expected.shape).astype(np.float32)
    passed = np.where(is_relu & (expected <= 0), np.float32(0), gradient)
    is_winner = winners[1:-1, :, :, None] == np.arange(places.shape[3])[:, None]
    by_place = passed[:, :, :, None] * is_winner
    bias_sum, kernel_sum = np.full(num_filters, 7, np.float32), np.full(kernel.shape, 7, np.float32)
    given = lines, gradient, expected, winners[1:-1]
    kernels.gradients(0, 3, *given, bias_sum, kernel_sum)
    np.testing.assert_allclose(bias_sum, passed.sum((0, 1, 2)), atol=1e-3)
    np.testing.assert_allclose(kernel_sum, np.einsum("nrcpt,nrcpf->tf", seen, by_place), atol=1e-3)


def test_what_is_no_number_wins_its_window_and_stays():
    size, pooling = (1, 1, 1), Pooling(2, 2, 2, 2)
    images = np.ones((1, 2, 4, 1), np.float32)
    images[0, 1, 0] = np.nan
    kernel, bias = np.ones((1, 5), np.float32), np.zeros(5, np.float32)
    outputs, winners = np.empty((1, 1, 2, 5), np.float32), np.empty((1, 1, 2, 5), np.uint8)
    forward = first_layer_kernels(size, 5, pooling, is_relu=True).forward
    forward(0, 1, images.reshape(1, 2, 4), kernel, bias, outputs, winners)
    assert np.isnan(outputs[0, 0, 0]).all()
    assert (winners[0, 0, 0] == 2).all()
    assert (outputs[0, 0, 1] == 1).all()
