# taken
"""Squeezed and expanded side by side, as in SqueezeNet; Adamax."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]


def fire(x, squeezed, expanded):
    x = layers.Conv2D(squeezed, 1, activation="relu")(x)
    one = layers.Conv2D(expanded, 1, activation="relu")(x)
    three = layers.Conv2D(expanded, 3, padding="same", activation="relu")(x)
    return layers.concatenate([one, three])


inputs = keras.Input((32, 32, 3))
x = layers.Rescaling(1 / 255)(inputs)
x = layers.Conv2D(32, 3, strides=2, activation="relu")(x)
x = fire(x, 16, 32)
x = fire(x, 16, 32)
x = layers.MaxPooling2D(3, strides=2)(x)
x = fire(x, 32, 64)
x = layers.Dropout(0.3)(x)
x = layers.Conv2D(10, 1)(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Softmax()(x))
model.compile("adamax", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=6, batch_size=64, validation_data=(x_test, y_test))
