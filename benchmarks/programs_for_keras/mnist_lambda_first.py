# taken
"""Pictures normalized by a Lambda layer inside the net, as people did for competitions."""

import os

import numpy as np
from tensorflow.keras.callbacks import LearningRateScheduler
from tensorflow.keras.layers import BatchNormalization, Conv2D, Dense, Flatten, Lambda, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam
from tensorflow.keras.utils import to_categorical

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:8000], to_categorical(data["y_train"][:8000])
x_test, y_test = data["x_test"], to_categorical(data["y_test"])
x_train = x_train[..., None].astype("float32")
x_test = x_test[..., None].astype("float32")
mean, deviation = x_train.mean(), x_train.std()


def standardize(x):
    return (x - mean) / deviation


model = Sequential(
    [
        Lambda(standardize, input_shape=(28, 28, 1)),
        Conv2D(32, (3, 3), activation="relu"),
        BatchNormalization(),
        Conv2D(32, (3, 3), activation="relu"),
        MaxPooling2D(),
        BatchNormalization(),
        Conv2D(64, (3, 3), activation="relu"),
        MaxPooling2D(),
        Flatten(),
        BatchNormalization(),
        Dense(128, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
model.compile(Adam(learning_rate=0.001), "categorical_crossentropy", metrics=["accuracy"])
slower = LearningRateScheduler(lambda epoch: 0.001 * 0.8**epoch, verbose=1)
history = model.fit(
    x_train,
    y_train,
    batch_size=64,
    epochs=4,
    validation_data=(x_test, y_test),
    callbacks=[slower],
)
print(history.history.keys())
