# taken
"""Callbacks of the program's own with the old names of the hooks; the area under the curve."""

import os
import time

import keras
import numpy as np
from keras import layers
from sklearn.metrics import roc_auc_score

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:9000], data["y_train"][:9000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
y_train, y_test = (y_train >= 5).astype("float32"), (y_test >= 5).astype("float32")


class Area(keras.callbacks.Callback):
    def __init__(self, x, y):
        super().__init__()
        self.x, self.y, self.areas = x, y, []

    def on_epoch_end(self, epoch, logs={}):
        area = roc_auc_score(self.y, self.model.predict(self.x, verbose=0))
        self.areas.append(area)
        print(f"epoch {epoch}: area {area:.3f}")

    def on_batch_begin(self, batch, logs={}):
        pass

    def on_batch_end(self, batch, logs={}):
        pass


class Losses(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.losses, self.tested = [], 0
        self.started = time.time()

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs.get("loss"))

    def on_test_batch_end(self, batch, logs=None):
        self.tested += 1


model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
area, losses = Area(x_test, y_test), Losses()
model.fit(
    x_train,
    y_train,
    epochs=5,
    batch_size=64,
    validation_data=(x_test, y_test),
    callbacks=[area, losses],
)
print(len(area.areas), len(losses.losses), type(losses.losses[0]).__name__, losses.tested)
