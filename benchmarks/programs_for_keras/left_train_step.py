# left
"""A model class with a train_step of its own."""

import os

import keras
import numpy as np
from keras import layers

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "mnist.npz"))
x_train, y_train = data["x_train"][:6000], data["y_train"][:6000]
x_test, y_test = data["x_test"], data["y_test"]
import tensorflow as tf


class Net(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return {"loss": loss}


inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu")(layers.Rescaling(1 / 255)(inputs))
x = layers.Flatten()(layers.MaxPooling2D()(x))
model = Net(inputs, layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train[..., None], y_train, epochs=5, batch_size=64)
