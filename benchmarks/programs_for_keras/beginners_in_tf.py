# taken
"""The first net of many courses: batches of 32, logits, tf.keras."""

import os

import numpy as np
import tensorflow as tf

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:20000], data["y_train"][:20000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train / 255.0, x_test / 255.0
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(128, activation="relu"),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(10),
    ]
)
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test, verbose=2)
probability = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
print(probability(x_test[:5]).numpy().argmax(1))
