# taken
"""A frozen base of a net from keras.applications, and a head on it."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:1500], data["y_train"][:1500]
x_test, y_test = data["x_test"], data["y_test"]
base = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(96, 96, 3))
base.trainable = False
inputs = keras.Input((96, 96, 3))
x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
large = x_train.repeat(3, 1).repeat(3, 2)
model.fit(large, y_train, epochs=3, batch_size=32, validation_split=0.1)
