# taken
"""An autoencoder with transposed convolutions."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:3000], data["y_train"][:3000]
x_test, y_test = data["x_test"], data["y_test"]
x = x_train[..., None].astype("float32") / 255
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, x, epochs=8, batch_size=64)
