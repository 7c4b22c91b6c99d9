# taken
"""Blocks of two convolutions with normalization, dropout and weight decay."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:3000], data["y_train"][:3000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255
model = keras.Sequential([keras.Input((32, 32, 3))])
for filters in (32, 64):
    for _ in range(2):
        model.add(layers.Conv2D(filters, 3, padding="same", kernel_regularizer="l2"))
        model.add(layers.BatchNormalization())
        model.add(layers.Activation("relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Dropout(0.25))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
optimizer = keras.optimizers.RMSprop(1e-3, weight_decay=1e-6)
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=3, validation_data=(x_test[:500], y_test[:500]))
