"""Writes keras_configs.json: what Keras itself writes about models, optimizers and losses.

Run it where Keras 3 is installed: `python tests/data/make_keras_configs.py`.
"""

import json
from pathlib import Path

import keras
from keras import layers

FILE = Path(__file__).with_name("keras_configs.json")


def chain():
    return keras.Sequential(
        [
            keras.Input((17, 19, 3)),
            layers.Rescaling(1 / 255),
            layers.ZeroPadding2D(((1, 2), (0, 1))),
            layers.Conv2D(5, (3, 2), strides=(2, 1), padding="same", activation="relu"),
            layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
            layers.MaxPooling2D((2, 3), strides=2, padding="same"),
            layers.AveragePooling2D(2),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(7, use_bias=False),
            layers.Softmax(),
        ]
    )


def graph():
    inputs = keras.Input((11, 13, 4))
    base = keras.Sequential(
        [keras.Input((11, 13, 4)), layers.Conv2D(6, 3, padding="same"), layers.ReLU()], name="base"
    )
    x = base(inputs, training=False)
    y = layers.Conv2D(6, 1)(x)
    z = layers.Concatenate()([layers.add([x, y]), x * y])
    z = layers.GlobalAveragePooling2D()(z)
    return keras.Model(inputs, layers.Dense(3, activation="sigmoid")(z))


def shared():
    inputs = keras.Input((5,))
    dense = layers.Dense(5)
    return keras.Model(inputs, dense(dense(inputs)))


def two_inputs():
    a, b = keras.Input((3,)), keras.Input((2,))
    return keras.Model([a, b], layers.Dense(1)(layers.Concatenate()([a, b])))


def single(shape, layer):
    return keras.Sequential([keras.Input(shape), layer])


MODELS = {
    "chain": chain(),
    "graph": graph(),
    "shared": shared(),
    "two inputs": two_inputs(),
    "pictures without channels": keras.Sequential(
        [keras.Input((28, 29)), layers.Flatten(), layers.Dense(10)]
    ),
    "normalized without channels": keras.Sequential(
        [keras.Input((28, 29)), layers.BatchNormalization(), layers.Flatten()]
    ),
    "gelu": single((5,), layers.Dense(3, activation="gelu")),
    "groups": single((5, 5, 4), layers.Conv2D(4, 3, groups=2)),
    "regularized": single((5,), layers.Dense(3, kernel_regularizer="l2")),
    "half": single((5,), layers.Dense(3, dtype="float16")),
    "random": single((5, 5, 4), layers.RandomFlip()),
    "any size": single((None, None, 3), layers.Conv2D(4, 3)),
    "other axis": single((5, 6, 7), layers.BatchNormalization(axis=1)),
}

OPTIMIZERS = {
    "sgd": keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "adam": keras.optimizers.Adam(beta_1=0.8),
    "adamw": keras.optimizers.AdamW(weight_decay=0.02),
    "clipped": keras.optimizers.Adam(clipnorm=1.0),
    "amsgrad": keras.optimizers.Adam(amsgrad=True),
    "ftrl": keras.optimizers.Ftrl(),
}

LOSSES = {
    "smoothed": keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    "logits": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    "sum": keras.losses.MeanSquaredError(reduction="sum"),
    "focal": keras.losses.CategoricalFocalCrossentropy(),
}


def described(objects):
    return {
        k: {"class_name": type(v).__name__, "config": v.get_config()} for k, v in objects.items()
    }


if __name__ == "__main__":
    found = {
        "keras": keras.__version__,
        "models": described(MODELS),
        "optimizers": described(OPTIMIZERS),
        "losses": described(LOSSES),
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
