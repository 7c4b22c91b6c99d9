# left
"""A model written as a class with call."""

import os

import numpy as np
import tensorflow as tf

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = (x[..., None].astype("float32") / 255 for x in (x_train, x_test))


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.convolution = tf.keras.layers.Conv2D(32, 3, activation="relu")
        self.flat = tf.keras.layers.Flatten()
        self.hidden = tf.keras.layers.Dense(128, activation="relu")
        self.scores = tf.keras.layers.Dense(10)

    def call(self, inputs):
        return self.scores(self.hidden(self.flat(self.convolution(inputs))))


model = Net()
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=64)
print(model.evaluate(x_test, y_test, verbose=0))
