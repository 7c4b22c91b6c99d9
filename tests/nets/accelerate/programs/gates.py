# takes: fit, evaluate, predict, train_on_batch
import keras
import numpy as np
from keras import layers, regularizers

keras.utils.set_random_seed(61)
rng = np.random.default_rng(61)
x, y = rng.random((37, 9, 7, 3)), rng.integers(0, 4, 37)


def gated(x, ratio):
    channels = x.shape[-1]
    gate = layers.GlobalAveragePooling2D()(x)
    gate = layers.Reshape((1, 1, channels))(gate)
    gate = layers.Dense(channels // ratio, activation="relu", use_bias=False)(gate)
    gate = layers.Dense(channels, activation="sigmoid", kernel_regularizer="l2")(gate)
    return layers.multiply([x, gate])


inputs = keras.Input((9, 7, 3))
z = layers.Conv2D(8, 3, padding="same", use_bias=False)(inputs)
z = layers.BatchNormalization()(z)
z = gated(layers.Activation("relu")(z), 4)
z = layers.Dense(5, kernel_regularizer=regularizers.l1(1e-3))(z)
z = layers.GlobalMaxPooling2D()(z)
model = keras.Model(inputs, layers.Dense(4, activation="softmax")(z))
model.compile(keras.optimizers.Nadam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
before = model.predict(x, verbose=0)
history = model.fit(x, y, epochs=3, batch_size=11, shuffle=False, validation_data=(x, y))
RESULT = {
    "before": before,
    "history": history.history,
    "batch": model.train_on_batch(x[:5], y[:5]),
    "found": model.evaluate(x, y, verbose=0),
    "weights": model.get_weights(),
    "optimizer": [np.asarray(variable) for variable in model.optimizer.variables],
}
