# taken
"""Layers that see all before them, as in DenseNet; gradients kept short; logs in a file."""

import os
import tempfile

import keras
import numpy as np
from keras import layers, regularizers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:2500], keras.utils.to_categorical(data["y_train"][:2500], 10)
x_test, y_test = data["x_test"], keras.utils.to_categorical(data["y_test"], 10)
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255
penalty = regularizers.l2(1e-4)
inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(24, 3, strides=2, padding="same", kernel_regularizer=penalty)(inputs)
for block in range(2):
    for _ in range(4):
        y = layers.BatchNormalization()(x)
        y = layers.ReLU()(y)
        y = layers.Conv2D(12, 3, padding="same", use_bias=False, kernel_regularizer=penalty)(y)
        x = layers.Concatenate()([x, y])
    if block == 0:
        x = layers.BatchNormalization()(x)
        x = layers.Conv2D(x.shape[-1] // 2, 1, activation="relu", use_bias=False)(x)
        x = layers.AveragePooling2D(2)(x)
x = layers.ReLU()(layers.BatchNormalization()(x))
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
optimizer = keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, global_clipnorm=1.0)
model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
path = os.path.join(tempfile.mkdtemp(), "log.csv")
model.fit(
    x_train,
    y_train,
    epochs=5,
    batch_size=64,
    validation_data=(x_test, y_test),
    callbacks=[
        keras.callbacks.CSVLogger(path),
        keras.callbacks.TerminateOnNaN(),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print("", sorted(logs))),
    ],
)
print(open(path).readline().strip())
