# taken
"""LeNet-5 with stochastic gradient descent and four callbacks."""

import os
import tempfile

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:12000], data["y_train"][:12000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(6, 5, padding="same", activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh"),
        layers.Dense(84, activation="tanh"),
        layers.Dense(10, activation="softmax"),
    ]
)
optimizer = keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True)
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
path = os.path.join(tempfile.mkdtemp(), "best.keras")
model.fit(
    x_train,
    y_train,
    batch_size=64,
    epochs=10,
    validation_split=0.2,
    callbacks=[
        keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(patience=2, factor=0.3),
        keras.callbacks.ModelCheckpoint(path, save_best_only=True),
        keras.callbacks.CSVLogger(os.path.join(os.path.dirname(path), "log.csv")),
    ],
)
print(keras.models.load_model(path).evaluate(x_test, y_test, verbose=0))
