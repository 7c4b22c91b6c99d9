# taken
"""Depthwise separable convolutions with shortcuts, as in Xception."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:3000], data["y_train"][:3000]
x_test, y_test = data["x_test"], data["y_test"]
inputs = keras.Input((32, 32, 3))
x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
x = layers.Conv2D(32, 3, padding="same", use_bias=False)(x)
for filters in (64, 128):
    shortcut = layers.Conv2D(filters, 1, strides=2, padding="same")(x)
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    x = layers.add([x, shortcut])
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=64)
