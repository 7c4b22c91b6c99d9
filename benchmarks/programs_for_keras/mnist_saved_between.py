# taken
"""Stopped, written, read and gone on: checkpoints, weights alone, whole models."""

import os
import tempfile

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:8000], data["y_train"][:8000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
folder = tempfile.mkdtemp()


def build():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 5, activation="relu", padding="same"),
            layers.MaxPooling2D(),
            layers.Conv2D(48, 5, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(84, activation="relu"),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["sparse_categorical_accuracy"])
    return model


model = build()
pattern = os.path.join(folder, "epoch-{epoch:02d}.weights.h5")
model.fit(
    x_train,
    y_train,
    epochs=3,
    batch_size=64,
    validation_data=(x_test, y_test),
    callbacks=[
        keras.callbacks.ModelCheckpoint(pattern, save_weights_only=True),
        keras.callbacks.TensorBoard(os.path.join(folder, "logs"), histogram_freq=1),
        keras.callbacks.BackupAndRestore(os.path.join(folder, "backup")),
    ],
)
print(sorted(name for name in os.listdir(folder) if name.startswith("epoch")))
second = build()
print("new:", len(second.evaluate(x_test, y_test, verbose=0)))
second.load_weights(pattern.format(epoch=3))
for name in ("whole.h5", "whole.keras"):
    path = os.path.join(folder, name)
    second.save(path)
    again = keras.models.load_model(path)
    same = np.allclose(again.predict(x_test), second.predict(x_test), atol=1e-5)
    print(name, "answers the same:", same)
again.fit(x_train, y_train, epochs=2, batch_size=64, verbose=2)
