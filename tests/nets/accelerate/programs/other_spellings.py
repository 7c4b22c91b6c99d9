# takes: fit, predict
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

keras.utils.set_random_seed(51)
rng = np.random.default_rng(51)
x, y = rng.random((45, 12, 10, 3)).astype("float32"), rng.integers(0, 4, 45)
inputs = keras.Input((12, 10, 3))
z = layers.Conv2D(6, 3, padding="same", activation=tf.nn.relu)(2.0 * inputs / 3.0 - 0.25)
z = layers.Conv2D(6, 3, activation=tf.nn.leaky_relu)(z)
z = layers.ReLU()(layers.BatchNormalization()(z))
z = layers.Conv2D(5, 3, strides=2, padding="same", activation=tf.nn.swish)(z)
z = layers.ELU()(layers.ReLU()(layers.Conv2D(6, 1)(z)))
z = layers.UpSampling2D((2, 3))(z)
z = ops.sigmoid(layers.Conv2D(4, 3)(z)) * 0.5
z = layers.UpSampling2D(2, interpolation="bilinear")(1.0 - z)
z = layers.Dense(8, activation=tf.keras.activations.gelu)(layers.Flatten()(z))
model = keras.Model(inputs, layers.Dense(4, activation=tf.nn.softmax)(z))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=3, batch_size=16, shuffle=False, verbose=0)
RESULT = history.history, model.predict(x, verbose=0), [w.shape for w in model.get_weights()]
