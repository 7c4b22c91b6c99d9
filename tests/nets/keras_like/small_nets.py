"""Tiny images, and nets that train on them in a moment."""

import numpy as np

from convscope import Input, Sequential, layers


def striped_images(number=30, height=9, width=7):
    """float32 (number, height, width, 1), 0–1, with a bright band that tells the class 0–2."""
    random = np.random.default_rng(3)
    labels = np.arange(number) % 3
    images = random.uniform(0, 0.3, (number, height, width, 1)).astype(np.float32)
    for image, label in zip(images, labels, strict=True):
        image[label * 3 : label * 3 + 3] += 0.7
    return images, labels


def small_net(**options):
    return Sequential(
        [
            Input(shape=(9, 7, 1)),
            layers.Conv2D(4, (3, 3), activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ],
        **options,
    )
