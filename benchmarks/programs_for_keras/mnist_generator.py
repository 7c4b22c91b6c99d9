# taken
"""A Python generator without an end, steps per epoch, tf.keras."""

import os

import numpy as np
import tensorflow as tf

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:10000], data["y_train"][:10000]
x_test, y_test = data["x_test"], data["y_test"]


def batches(x, y, size, seed):
    random = np.random.default_rng(seed)
    while True:
        rows = random.integers(0, len(x), size)
        images = x[rows, :, :, None].astype("float32") / 255
        yield images + random.normal(0, 0.05, images.shape), y[rows]


model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)),
        tf.keras.layers.Conv2D(64, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(pool_size=(2, 2)),
        tf.keras.layers.Dropout(0.25),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(128, activation="relu"),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    loss=tf.keras.losses.sparse_categorical_crossentropy,
    optimizer=tf.keras.optimizers.Adadelta(learning_rate=1.0),
    metrics=["accuracy"],
)
model.fit(
    batches(x_train, y_train, 128, 0),
    steps_per_epoch=60,
    epochs=3,
    validation_data=batches(x_test, y_test, 128, 1),
    validation_steps=10,
)
score = model.evaluate(x_test[..., None] / 255.0, y_test, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])
