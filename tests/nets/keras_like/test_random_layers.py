"""Random image layers as programs write them: inside the net, from the seed of the training."""

import numpy as np

import convscope
from convscope import layers

IMAGES = np.random.default_rng(5).integers(0, 256, (16, 8, 7, 3)).astype(np.uint8)
LABELS = np.arange(16) % 2


def trained(seed):
    convscope.utils.set_random_seed(seed)
    model = convscope.Sequential(
        [
            convscope.Input((8, 7, 3)),
            layers.RandomFlip("horizontal", seed=1),
            layers.RandomRotation(0.1, fill_mode="nearest"),
            layers.RandomZoom(0.2, seed=2),
            layers.RandomTranslation(0.1, 0.1),
            layers.RandomContrast(0.2),
            layers.RandomBrightness(0.1),
            layers.RandomCrop(6, 5, seed=3),
            layers.Rescaling(1 / 255),
            layers.Conv2D(2, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(IMAGES, LABELS, epochs=2, batch_size=5, verbose=0)
    return model


def test_the_seed_of_the_training_settles_all_random_numbers():
    first, again, other = (trained(seed).get_weights() for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(first[:1], other, strict=False))


def test_a_trained_net_answers_the_same_every_time():
    model = trained(6)
    np.testing.assert_array_equal(model.predict(IMAGES), model.predict(IMAGES))
