"""`predict` for few images: the same numbers as in batches, without being made ready for them."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import Input, Sequential, callbacks, layers
from convscope.engine.answers import examples

SHAPE = (9, 7, 1)


def pictures(kind):
    random = np.random.default_rng(0)
    values = random.random((3, *SHAPE), np.float32)
    if kind == "read-only":
        values.flags.writeable = False
    return {
        "bytes": random.integers(0, 256, (3, *SHAPE), np.uint8),
        "float64": values.astype(np.float64),
        "reversed": values[::-1],
        "without channels": values[..., 0],
    }.get(kind, values)


@pytest.mark.parametrize(
    "kind", ["float32", "float64", "bytes", "reversed", "read-only", "without channels"]
)
def test_images_at_once_and_in_batches_give_the_same(kind):
    model, images = small_net(), pictures(kind)
    before = images.copy()
    # One that listens is told of batches, which are made ready for it.
    in_batches = model.predict(images, callbacks=[Listening()])
    at_once = model.predict(images)
    assert at_once.dtype == np.float32
    np.testing.assert_array_equal(at_once, in_batches)
    np.testing.assert_array_equal(images, before)


def test_one_image_is_not_made_ready_for_batches(monkeypatch):
    model = small_net()
    images = pictures("float32")
    expected = model.predict(images)

    def refuse(self):
        raise AssertionError("made ready for batches")

    monkeypatch.setattr(examples.Examples, "__post_init__", refuse)
    np.testing.assert_allclose(model.predict(images[:1]), expected[:1], atol=1e-6)
    with pytest.raises(AssertionError, match="made ready"):
        model.predict(images, batch_size=2)


def test_outputs_are_an_array_of_their_own():
    model = Sequential([Input((4,)), layers.Activation("linear")])
    images = np.ones((1, 4), np.float32)
    model.predict(images)[:] = 5
    assert (images == 1).all()


def test_a_net_that_is_training_goes_on_training():
    model = Sequential([Input((4,)), layers.Dropout(0.5), layers.Dense(2)])
    images = np.ones((1, 4), np.float32)
    expected = model.predict(images)
    model.network.train()
    np.testing.assert_array_equal(model.predict(images), expected)  # nothing is dropped
    assert model.network.training


def test_a_net_without_tensors_has_a_device_as_well():
    model = Sequential([Input((2, 2, 1)), layers.Flatten()])
    assert model.network.device is None
    assert model.predict(np.ones((1, 2, 2, 1))).tolist() == [[1, 1, 1, 1]]
    assert str(small_net().network.device) == "cpu"


class Listening(callbacks.Callback):
    def on_predict_batch_end(self, batch, logs=None):
        pass
