# left
"""A loop with gradients by hand; no call of a model's fit."""

import os

import numpy as np
import tensorflow as tf

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
x = (x_train[..., None] / 255.0).astype("float32")
model = tf.keras.Sequential(
    [tf.keras.Input((28, 28, 1)), tf.keras.layers.Conv2D(32, 3, activation="relu")]
    + [tf.keras.layers.MaxPooling2D(), tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)]
)
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam()


@tf.function
def step(images, labels):
    with tf.GradientTape() as tape:
        value = loss(labels, model(images, training=True))
    gradients = tape.gradient(value, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return value


for epoch in range(5):
    data = tf.data.Dataset.from_tensor_slices((x, y_train)).shuffle(6000).batch(64)
    print(epoch, np.mean([step(images, labels) for images, labels in data]))
