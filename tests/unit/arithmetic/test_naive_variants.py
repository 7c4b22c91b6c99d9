"""The loops written out and the fast variants compute the same, for sizes nobody thought of."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from convscope.architecture import spread
from convscope.arithmetic.convolution import (
    convolve,
    convolve_backward,
    convolve_naive,
    convolve_naive_backward,
)
from convscope.arithmetic.dense import dense, dense_backward, dense_naive, dense_naive_backward
from convscope.arithmetic.depthwise import (
    depthwise_convolve,
    depthwise_convolve_naive,
    effective_kernel,
    separable_convolve,
)
from convscope.arithmetic.pooling import (
    average_pool,
    average_pool_naive,
    max_pool,
    max_pool_naive,
)
from convscope.arithmetic.transposed_convolution import (
    convolve_transposed,
    convolve_transposed_backward,
    convolve_transposed_naive,
    convolve_transposed_naive_backward,
)

size = st.integers(1, 5)
pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
padding = st.sampled_from(["valid", "same"])
seeds = st.integers(0, 1000)


def random_images(seed, shape, least):
    height, width = (max(s, m) for s, m in zip(shape, least, strict=True))
    return np.random.default_rng(seed).normal(size=(2, height, width, 2))


@settings(max_examples=40, deadline=None)
@given(seeds, st.tuples(size, size), pair, pair, padding)
def test_convolution(seed, shape, window, strides, padding):
    random = np.random.default_rng(seed)
    images = random_images(seed, shape, window)
    kernel, bias = random.normal(size=(*window, 2, 3)), random.normal(size=3)
    z = convolve(images, kernel, bias, strides, padding)
    np.testing.assert_allclose(z, convolve_naive(images, kernel, bias, strides, padding))
    gradient = random.normal(size=z.shape)
    fast = convolve_backward(images, kernel, gradient, strides, padding)
    slow = convolve_naive_backward(images, kernel, gradient, strides, padding)
    for ours, theirs in zip(fast, slow, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds, pair, pair, padding, st.sampled_from([1, 2]))
def test_convolution_with_gaps_and_in_groups(seed, window, dilation, padding, groups):
    random = np.random.default_rng(seed)
    images = random.normal(size=(2, 8, 7, 2))
    kernel, bias = random.normal(size=(*window, 2 // groups, 4)), random.normal(size=4)
    options = (1, 1), padding, dilation, groups
    z = convolve(images, kernel, bias, *options)
    np.testing.assert_allclose(z, convolve_naive(images, kernel, bias, *options))
    gradient = random.normal(size=z.shape)
    fast = convolve_backward(images, kernel, gradient, *options)
    slow = convolve_naive_backward(images, kernel, gradient, *options)
    for ours, theirs in zip(fast, slow, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(seeds, pair, pair, padding, st.integers(1, 3))
def test_depthwise_and_separable_convolution(seed, window, dilation, padding, multiplier):
    random = np.random.default_rng(seed)
    images = random.normal(size=(2, 8, 7, 2))
    kernel = random.normal(size=(*window, 2, multiplier))
    bias = random.normal(size=2 * multiplier)
    options = (1, 1), padding, dilation
    z = depthwise_convolve(images, kernel, bias, *options)
    np.testing.assert_allclose(z, depthwise_convolve_naive(images, kernel, bias, *options))
    pointwise = random.normal(size=(1, 1, 2 * multiplier, 3))
    whole = convolve(images, effective_kernel(kernel, pointwise), None, *options)
    np.testing.assert_allclose(
        separable_convolve(images, (kernel, pointwise), None, *options), whole, atol=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(seeds, st.tuples(size, size), pair, pair, padding, st.booleans(), st.none() | size)
def test_transposed_convolution(seed, shape, window, steps, padding, has_gaps, more):
    random = np.random.default_rng(seed)
    strides, dilation = ((1, 1), steps) if has_gaps else (steps, (1, 1))
    ways = tuple(
        spread(length, taps, s, padding, d, more if more is None else max(more % s, 1 - taps % 2))
        for length, taps, s, d in zip(shape, window, strides, dilation, strict=True)
    )
    images, kernel = random.normal(size=(2, *shape, 2)), random.normal(size=(*window, 3, 2))
    bias = random.normal(size=3)
    z = convolve_transposed(images, kernel, bias, ways)
    np.testing.assert_allclose(z, convolve_transposed_naive(images, kernel, bias, ways))
    gradient = random.normal(size=z.shape)
    fast = convolve_transposed_backward(images, kernel, gradient, ways)
    slow = convolve_transposed_naive_backward(images, kernel, gradient, ways)
    for ours, theirs in zip(fast, slow, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds, st.tuples(size, size), pair, pair, padding)
def test_pooling(seed, shape, window, strides, padding):
    images = random_images(seed, shape, window)
    options = (window, strides, padding)
    np.testing.assert_array_equal(max_pool(images, *options), max_pool_naive(images, *options))
    np.testing.assert_allclose(average_pool(images, *options), average_pool_naive(images, *options))


@settings(max_examples=20, deadline=None)
@given(seeds, size, size)
def test_dense(seed, features, units):
    random = np.random.default_rng(seed)
    x, kernel = random.normal(size=(2, features)), random.normal(size=(features, units))
    bias, gradient = random.normal(size=units), random.normal(size=(2, units))
    np.testing.assert_allclose(dense(x, kernel, bias), dense_naive(x, kernel, bias))
    fast, slow = dense_backward(x, kernel, gradient), dense_naive_backward(x, kernel, gradient)
    for ours, theirs in zip(fast, slow, strict=True):
        np.testing.assert_allclose(ours, theirs)
