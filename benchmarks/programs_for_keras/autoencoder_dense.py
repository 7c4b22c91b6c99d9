# taken
"""A dense autoencoder that learns MNIST by binary cross-entropy."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:20000], data["y_train"][:20000]
x_test, y_test = data["x_test"], data["y_test"]
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
inputs = keras.Input(shape=(784,))
encoded = layers.Dense(128, activation="relu")(inputs)
encoded = layers.Dense(32, activation="relu")(encoded)
decoded = layers.Dense(128, activation="relu")(encoded)
decoded = layers.Dense(784, activation="sigmoid")(decoded)
autoencoder = keras.Model(inputs, decoded)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(
    x_train, x_train, epochs=12, batch_size=256, shuffle=True, validation_data=(x_test, x_test)
)
codes = keras.Model(inputs, encoded).predict(x_test)
print(codes.shape)
