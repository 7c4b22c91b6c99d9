# taken
"""Three small nets, each from its own beginning, and the mean of what they say."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:5000], data["y_train"][:5000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255


def build(width):
    inputs = keras.Input((32, 32, 3))
    x = inputs
    for factor in (1, 2):
        x = layers.Conv2D(width * factor, 3, padding="same", activation="elu")(x)
        x = layers.MaxPooling2D()(x)
        x = layers.Dropout(0.2)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x), name=f"width_{width}")


nets = [build(width) for width in (16, 24, 32)]
for net in nets:
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(x_train, y_train, epochs=4, batch_size=50, verbose=2)
inputs = keras.Input((32, 32, 3))
together = keras.Model(inputs, layers.average([net(inputs) for net in nets]))
together.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("each", [round(net.evaluate(x_test, y_test, verbose=0)[1], 1) for net in nets])
print("together", together.evaluate(x_test, y_test, verbose=0)[1])
print(together.predict(x_test, verbose=0).shape)
