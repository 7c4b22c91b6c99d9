# taken
"""What the layers of a trained net show: models with many outputs, and a saliency map."""

import os

import keras
import numpy as np
import tensorflow as tf
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu", name="first"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu", name="second"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu", name="third"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, batch_size=32, validation_split=0.1)
convolutions = [layer.output for layer in model.layers if "Conv2D" in type(layer).__name__]
maps = keras.Model(inputs=model.inputs, outputs=convolutions).predict(x_test[:8])
print([m.shape for m in maps])
third = keras.Model(model.inputs, model.get_layer("third").output).predict(x_test)
print(third.shape, third.dtype)
picture = tf.Variable(x_test[:1])
with tf.GradientTape() as tape:
    outputs = model(picture)
    best = tf.reduce_max(outputs, axis=1)
saliency = tf.reduce_max(tf.abs(tape.gradient(best, picture)), axis=-1)
print(saliency.shape, float(tf.reduce_max(saliency)) > 0)
