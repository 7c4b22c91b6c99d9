# taken
"""Branches of several widths, joined, and a gate on the channels; a decaying rate."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:4000], data["y_train"][:4000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255


def convolved(x, filters, size, strides=1):
    x = layers.Conv2D(
        filters, size, strides=strides, padding="same", kernel_initializer="he_normal"
    )(x)
    x = layers.BatchNormalization()(x)
    return layers.Activation("relu")(x)


def inception(x, filters):
    one = convolved(x, filters, 1)
    three = convolved(convolved(x, filters, 1), filters, 3)
    five = convolved(convolved(x, filters // 2, 1), filters // 2, 5)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    return layers.Concatenate()([one, three, five, convolved(pooled, filters // 2, 1)])


def gated(x, ratio=8):
    channels = x.shape[-1]
    gate = layers.GlobalAveragePooling2D()(x)
    gate = layers.Reshape((1, 1, channels))(gate)
    gate = layers.Dense(channels // ratio, activation="relu")(gate)
    gate = layers.Dense(channels, activation="sigmoid")(gate)
    return layers.multiply([x, gate])


inputs = keras.Input((32, 32, 3))
x = convolved(inputs, 32, 3, strides=2)
x = gated(inception(x, 24))
x = layers.MaxPooling2D()(x)
x = gated(inception(x, 40))
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
rate = keras.optimizers.schedules.ExponentialDecay(2e-3, 100, 0.9, staircase=True)
model.compile(keras.optimizers.Nadam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=64, validation_data=(x_test, y_test), verbose=2)
