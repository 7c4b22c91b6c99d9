# taken
"""Three folds of a small net with L2 penalties and clipped gradients."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:9000], data["y_train"][:9000]
x_test, y_test = data["x_test"], data["y_test"]
x, y = x_train[..., None].astype("float32") / 255, y_train
scores = []
for fold in range(3):
    held = np.arange(len(x)) % 3 == fold
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", kernel_regularizer=keras.regularizers.l2(1e-4)),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(100, activation="relu", kernel_regularizer="l2"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.SGD(0.01, momentum=0.9, clipnorm=1.0)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x[~held], y[~held], epochs=5, batch_size=32, verbose=0)
    scores.append(model.evaluate(x[held], y[held], verbose=0)[1])
print("accuracy", np.mean(scores), np.std(scores))
