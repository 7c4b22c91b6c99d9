# taken
"""Residual blocks in functional style, AdamW on a cosine schedule."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:3000], data["y_train"][:3000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, y_train = x_train.astype("float32") / 255, keras.utils.to_categorical(y_train, 10)
inputs = keras.Input(shape=(32, 32, 3))
x = layers.Conv2D(16, 3, padding="same", use_bias=False)(inputs)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
for filters, strides in ((16, 1), (32, 2), (64, 2)):
    shortcut = x
    if strides == 2:
        shortcut = layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
    x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.add([x, shortcut])
    x = layers.ReLU()(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
rate = keras.optimizers.schedules.CosineDecay(3e-3, 4 * 47)
loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
model.compile(keras.optimizers.AdamW(rate), loss, metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=4)
