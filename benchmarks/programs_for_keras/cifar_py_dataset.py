# taken
"""A data set of the program's own that mirrors pictures on the way."""

import math
import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]


class Mirrored(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **options):
        super().__init__(**options)
        self.x, self.y, self.batch_size = x, y, batch_size
        self.random = np.random.default_rng(1)

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        part = slice(index * self.batch_size, (index + 1) * self.batch_size)
        x = self.x[part].astype("float32") / 255
        mirrored = self.random.random(len(x)) < 0.5
        x[mirrored] = x[mirrored, :, ::-1]
        return x, self.y[part]


model = keras.Sequential(
    [keras.Input((32, 32, 3))]
    + [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()]
    + [layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D()]
    + [layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dense(10, "softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
train, test = Mirrored(x_train, y_train, 64), Mirrored(x_test, y_test, 64)
model.fit(train, epochs=5, validation_data=test)
