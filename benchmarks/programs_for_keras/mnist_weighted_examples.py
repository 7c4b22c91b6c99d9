# taken
"""Weights of examples, one logit, squared hinge beside it, validation every second epoch."""

import os

import numpy as np
from tensorflow import keras

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:12000], data["y_train"][:12000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
is_even, is_even_test = 1.0 - y_train % 2, 1.0 - y_test % 2
weights = np.where(y_train == 4, 3.0, 1.0)


def build():
    return keras.models.Sequential(
        [
            keras.layers.InputLayer(shape=(28, 28, 1)),
            keras.layers.Conv2D(24, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(48, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )


for loss, labels in (
    (keras.losses.BinaryCrossentropy(from_logits=True), (is_even, is_even_test)),
    ("squared_hinge", (2 * is_even - 1, 2 * is_even_test - 1)),
):
    model = build()
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
        loss=loss,
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
        weighted_metrics=["mae"],
    )
    history = model.fit(
        x_train,
        labels[0],
        sample_weight=weights,
        epochs=4,
        batch_size=50,
        validation_data=(x_test, labels[1], np.ones(len(x_test))),
        validation_freq=2,
        verbose=2,
    )
    print({name: len(values) for name, values in history.history.items()})
