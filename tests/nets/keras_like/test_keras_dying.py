"""A program whose training dies is told so, once; a healthy one is not."""

import warnings

import numpy as np
import pytest

from convscope import layers, models, optimizers


def images_and_labels():
    random = np.random.default_rng(0)
    labels = np.arange(300) % 3
    images = random.uniform(0, 0.2, (300, 8, 6, 1)).astype(np.float32)
    images += 0.4 * labels[:, None, None, None]
    return images, labels


def compiled(rate):
    model = models.Sequential(
        [
            layers.Input((8, 6, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizers.Adam(learning_rate=rate), loss, metrics=["accuracy"])
    return model


def test_a_dying_training_is_told_once_and_goes_on():
    with pytest.warns(UserWarning, match=r"Epoch 1, step \d+: .*Try learning_rate=2\.5\.") as told:
        history = compiled(10.0).fit(*images_and_labels(), batch_size=4, epochs=3, verbose=0)
    assert len(told) == 1
    assert len(history.history["loss"]) == 3


def test_a_healthy_training_is_left_alone():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled(0.003).fit(*images_and_labels(), batch_size=4, epochs=2, verbose=0)
