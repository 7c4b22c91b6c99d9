# left
"""A net with two inputs."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
top, bottom = keras.Input((14, 28, 1)), keras.Input((14, 28, 1))
halves = [layers.Flatten()(layers.Conv2D(16, 3, activation="relu")(h)) for h in (top, bottom)]
model = keras.Model([top, bottom], layers.Dense(10, "softmax")(layers.concatenate(halves)))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
x = x_train[..., None] / 255.0
model.fit([x[:, :14], x[:, 14:]], y_train, epochs=5, batch_size=64)
