"""`Normalization.adapt`: mean and variance of images, before and after the net exists."""

import numpy as np
import pytest

import convscope
from convscope.errors import ConvscopeError
from convscope.keras_like.adapting import mean_and_variance
from convscope.layers import Normalization

IMAGES = np.random.default_rng(3).normal((1, -2, 5), (1, 3, 0.5), (7, 5, 4, 3)).astype("f")


def test_batches_of_all_sizes_give_what_all_images_give():
    mean, variance = mean_and_variance(IMAGES)
    np.testing.assert_allclose(mean, IMAGES.mean((0, 1, 2)), rtol=1e-5)
    np.testing.assert_allclose(variance, IMAGES.var((0, 1, 2)), rtol=1e-5)
    batches = [IMAGES[:1], (IMAGES[1:5], np.zeros(4)), IMAGES[5:]]
    for found, expected in zip(mean_and_variance(iter(batches)), (mean, variance), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5)
    grey = IMAGES[..., 0].astype(np.uint8)
    assert mean_and_variance(grey)[0] == pytest.approx(grey.mean(), rel=1e-5)


@pytest.mark.parametrize("is_early", [True, False])
def test_a_net_computes_with_what_was_measured(is_early, tmp_path):
    layer = Normalization()
    if is_early:
        layer.adapt(IMAGES)
    model = convscope.Sequential([convscope.Input(IMAGES.shape[1:]), layer])
    assert [w.shape for w in model.get_weights()] == [(3,), (3,), ()]
    assert not layer.trainable_weights
    if not is_early:
        layer.adapt(IMAGES)
    found = model.predict(IMAGES)
    np.testing.assert_allclose(found.mean((0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found.std((0, 1, 2)), 1, atol=1e-5)
    again = convscope.Sequential([convscope.Input(IMAGES.shape[1:]), layer])
    np.testing.assert_array_equal(again.predict(IMAGES), found)
    model.save(tmp_path / "a.safetensors")
    opened = convscope.models.load_model(tmp_path / "a.safetensors")
    np.testing.assert_array_equal(opened.predict(IMAGES), found)


def test_training_leaves_it_as_it_is():
    layer = Normalization()
    layer.adapt(IMAGES)
    layers = [convscope.Input(IMAGES.shape[1:]), layer, convscope.layers.Flatten()]
    model = convscope.Sequential([*layers, convscope.layers.Dense(2, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    before = layer.get_weights()
    model.fit(IMAGES, np.arange(7) % 2, epochs=1, verbose=0)
    for found, expected in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (np.array(["a"]), r"adapt\(\): received <U1 of shape \(1,\)\. Expected images"),
        ([], r"adapt\(\): received nothing\. Expected images"),
        (np.zeros((0, 4, 3)), r"float64 of shape \(0, 4, 3\)"),
    ],
)
def test_what_is_no_image_is_refused(data, text):
    with pytest.raises(ConvscopeError, match=text):
        Normalization().adapt(data)


def test_what_was_given_is_not_measured():
    with pytest.raises(ConvscopeError, match="was given its mean and variance"):
        Normalization(mean=0.5, variance=2).adapt(IMAGES)
    with pytest.raises(ConvscopeError, match=r"as many numbers in both, or neither"):
        convscope.Sequential([convscope.Input((3, 2, 1)), Normalization(mean=[0.5])])
