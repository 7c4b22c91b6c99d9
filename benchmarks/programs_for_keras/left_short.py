# left
"""A small training that is over before anything else would be loaded."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:1000], data["y_train"][:1000]
x_test, y_test = data["x_test"], data["y_test"]
model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train / 255.0, y_train, epochs=2)
print(model.evaluate(x_test / 255.0, y_test, verbose=0))
