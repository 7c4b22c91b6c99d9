"""Handwritten digits: two convolutions, trained on MNIST with one column per class.

With Keras the same program runs after changing the import lines.
"""

import numpy as np

import convscope as keras
from convscope import layers

num_classes = 10

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

# Pixels from 0-255 to 0-1, and an axis for the one channel: (number, 28, 28, 1).
x_train = np.expand_dims(x_train.astype("float32") / 255, -1)
x_test = np.expand_dims(x_test.astype("float32") / 255, -1)
print(len(x_train), "images to train on,", len(x_test), "to test on, each", x_train.shape[1:])

y_train = keras.utils.to_categorical(y_train, num_classes)
y_test = keras.utils.to_categorical(y_test, num_classes)

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(num_classes, activation="softmax"),
    ]
)
model.summary()

model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=15, validation_split=0.1)

loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"On the test images: loss {loss:.4f}, accuracy {accuracy:.2%}")
