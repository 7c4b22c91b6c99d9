# taken
"""Convolutions that take noise out of pictures, mean squared error."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
clean = x_train[..., None].astype("float32") / 255
rng = np.random.default_rng(0)
noisy = np.clip(clean + 0.4 * rng.normal(size=clean.shape), 0, 1).astype("float32")
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
    ]
)
model.compile("adam", "mse", metrics=["mae"])
model.fit(noisy, clean, epochs=4, batch_size=64, validation_split=0.1)
print(model.predict(noisy[:100]).shape)
