# taken
"""Epochs and batches by hand: train_on_batch and test_on_batch."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:8000], data["y_train"][:8000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.GlobalMaxPooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
random = np.random.default_rng(0)
for epoch in range(4):
    order, losses = random.permutation(len(x_train)), []
    for start in range(0, len(x_train), 64):
        rows = order[start : start + 64]
        loss, accuracy = model.train_on_batch(x_train[rows], y_train[rows])
        losses.append(loss)
    judged = [
        model.test_on_batch(x_test[start : start + 256], y_test[start : start + 256])
        for start in range(0, len(x_test), 256)
    ]
    loss, accuracy = np.mean(judged, axis=0)
    print(f"epoch {epoch}: {np.mean(losses):.3f}, test {loss:.3f}, accuracy {accuracy:.3f}")
print(model.predict_on_batch(x_test[:16]).argmax(axis=1).shape, model.metrics_names)
