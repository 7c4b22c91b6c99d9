# taken
"""Rare classes that count more; Nadam; precision and recall."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:12000], data["y_train"][:12000]
x_test, y_test = data["x_test"], data["y_test"]
kept = (y_train % 2 == 1) | (np.arange(len(y_train)) % 6 == 0)
x, y = x_train[kept][..., None].astype("float32") / 255, (y_train[kept] % 2).astype("float32")
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
metrics = ["accuracy", keras.metrics.Precision(), keras.metrics.Recall()]
model.compile("nadam", "binary_crossentropy", metrics=metrics)
model.fit(x, y, epochs=8, batch_size=64, class_weight={0: 6.0, 1: 1.0}, validation_split=0.2)
