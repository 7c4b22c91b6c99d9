# taken
"""Smoothed labels, and many of Keras' metrics at once; a piecewise rate."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:12000], keras.utils.to_categorical(data["y_train"][:12000], 10)
x_test, y_test = data["x_test"], keras.utils.to_categorical(data["y_test"], 10)
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(32, 3, strides=2, activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, strides=2, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
rate = keras.optimizers.schedules.PiecewiseConstantDecay([300, 500], [1e-3, 5e-4, 1e-4])
model.compile(
    keras.optimizers.Adam(rate),
    keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    metrics=[
        "accuracy",
        keras.metrics.TopKCategoricalAccuracy(k=3, name="top_3"),
        keras.metrics.Precision(name="precision"),
        keras.metrics.Recall(name="recall"),
        keras.metrics.AUC(name="auc", multi_label=True),
        keras.metrics.F1Score(average="macro"),
    ],
)
history = model.fit(x_train, y_train, epochs=6, batch_size=128, validation_data=(x_test, y_test))
for name, value in model.evaluate(x_test, y_test, verbose=0, return_dict=True).items():
    print(f"{name}: {value:.3f}")
