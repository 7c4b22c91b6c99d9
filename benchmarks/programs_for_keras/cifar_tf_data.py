# taken
"""A pipeline of tf.data that augments on the way, tf.keras."""

import os

import numpy as np
import tensorflow as tf

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]


def prepare(image, label):
    return tf.cast(image, tf.float32) / 255.0, tf.one_hot(label, 10)


def augment(image, label):
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_brightness(image, 0.1)
    return tf.clip_by_value(image, 0.0, 1.0), label


train = (
    tf.data.Dataset.from_tensor_slices((x_train, y_train))
    .map(prepare, num_parallel_calls=tf.data.AUTOTUNE)
    .cache()
    .shuffle(2000)
    .map(augment, num_parallel_calls=tf.data.AUTOTUNE)
    .batch(64)
    .prefetch(tf.data.AUTOTUNE)
)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).map(prepare).batch(128)
model = tf.keras.Sequential(
    [
        tf.keras.layers.Input(shape=(32, 32, 3)),
        tf.keras.layers.Conv2D(32, 3, activation=tf.nn.relu, padding="same"),
        tf.keras.layers.MaxPool2D(),
        tf.keras.layers.Conv2D(64, 3, activation=tf.nn.relu, padding="same"),
        tf.keras.layers.MaxPool2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(128, activation=tf.nn.relu),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(),
    loss=tf.keras.losses.CategoricalCrossentropy(),
    metrics=["accuracy"],
)
history = model.fit(train, epochs=6, validation_data=test)
loss, accuracy = model.evaluate(test, verbose=0)
print(f"test loss {loss:.3f}, accuracy {accuracy:.3f}", list(history.history))
