# takes: fit, evaluate, train_on_batch, predict
import keras
import numpy as np
from keras import layers, losses, ops

keras.utils.set_random_seed(50)
rng = np.random.default_rng(50)
x, labels = rng.random((60, 7)), rng.integers(0, 3, 60)
columns, values = np.eye(3, dtype="float32")[labels], rng.random((60, 3)).astype("float32")
pictures, pixels = rng.random((20, 6, 5, 1)), rng.integers(0, 3, (20, 6, 5))


def focal(y_true, y_pred, gamma=2.0):
    y_pred = ops.clip(y_pred, 1e-7, 1 - 1e-7)
    return ops.mean(ops.sum(-y_true * ops.power(1 - y_pred, gamma) * ops.log(y_pred), axis=-1))


def weighted_entropy(y_true, y_pred):
    return ops.mean(keras.losses.categorical_crossentropy(y_true, y_pred) * (1 + y_true[:, 0]))


class Root(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.sqrt(1e-3 + ops.mean(ops.square(y_true - y_pred), axis=-1))


def distance(y_true, y_pred):
    return ops.mean(ops.abs(ops.subtract(y_true, y_pred)))


def trained(activation, loss, y, inputs=x, **options):
    keras.utils.set_random_seed(50)
    shape = inputs.shape[1:]
    penalty = keras.regularizers.L2(1e-3)
    last = layers.Dense(3, kernel_regularizer=penalty)
    if len(shape) == 3:
        last = layers.Conv2D(3, 3, padding="same", kernel_regularizer=penalty)
    parts = [keras.Input(shape), last]
    parts += [layers.Activation(activation)] if activation else []
    model = keras.Sequential(parts)
    settings = {"metrics": ["accuracy", distance]} if y.shape[-1:] == (3,) else {}
    model.compile("sgd", loss, **{**settings, **options})
    history = model.fit(
        inputs, y, epochs=2, batch_size=14, shuffle=False, verbose=0, validation_data=(inputs, y)
    )
    judged = model.evaluate(inputs, y, verbose=0, return_dict=True)
    step = model.train_on_batch(inputs[:9], y[:9])
    return history.history, judged, step, model.predict(inputs, verbose=0)


def weighted():
    model = keras.Sequential([keras.Input((7,)), layers.Dense(3, "softmax")])
    model.compile("adam", focal, weighted_metrics=["accuracy"])
    weights = rng.random(60)
    return model.fit(x, columns, sample_weight=weights, shuffle=False, verbose=0).history


RESULT = [
    trained("softmax", focal, columns),
    trained("softmax", weighted_entropy, columns),
    trained("sigmoid", lambda a, b: ops.mean(losses.binary_crossentropy(a, b)), columns),
    trained(None, Root(), values),
    trained("softmax", "mape", values),
    trained(None, losses.CosineSimilarity(), values),
    trained("sigmoid", losses.Dice(), columns),
    trained("softmax", losses.CategoricalFocalCrossentropy([0.1, 0.6, 0.3]), columns),
    trained(None, losses.MeanSquaredError(reduction="sum"), values),
    trained("softmax", "categorical_crossentropy", columns, loss_weights=[0.5]),
    trained("softmax", losses.SparseCategoricalCrossentropy(ignore_class=1), labels),
    trained("softmax", "sparse_categorical_crossentropy", pixels, pictures, metrics=["accuracy"]),
    trained("softmax", focal, columns, run_eagerly=True),
    weighted(),
]
