# takes: fit, predict
import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(52)
rng = np.random.default_rng(52)
x, y = (255 * rng.random((40, 9, 8, 3))).astype("float32"), rng.integers(0, 2, 40)


class Halved(layers.Layer):
    def call(self, inputs):
        return ops.sqrt(inputs) / 2


def trained(first):
    keras.utils.set_random_seed(52)
    inputs = keras.Input((9, 8, 3))
    z = layers.Conv2D(4, 3, activation="relu")(first(inputs))
    outputs = layers.Dense(2, activation="softmax")(layers.GlobalAveragePooling2D()(z))
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(x, y, epochs=2, batch_size=15, shuffle=False, verbose=0)
    return history.history, model.predict(x, verbose=0)


def in_a_row():
    keras.utils.set_random_seed(53)
    model = keras.Sequential(
        [
            layers.Lambda(lambda pictures: (pictures - 127.0) / 50.0),
            layers.Flatten(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(x, y, epochs=2, batch_size=15, shuffle=False, verbose=0)
    return history.history, model.predict(x, verbose=0)


def beside_each_other(inputs):
    z = Halved()(inputs)
    return layers.Concatenate()([z, layers.MaxPooling2D(3, 1, "same")(z)])


applications = keras.applications
RESULT = [
    trained(applications.resnet50.preprocess_input),
    trained(applications.mobilenet_v2.preprocess_input),
    trained(applications.densenet.preprocess_input),
    trained(lambda inputs: layers.Permute((2, 1, 3))(Halved()(inputs / 2))),
    trained(lambda inputs: layers.Rescaling(0.1)(layers.Permute((2, 1, 3))(inputs))),
    trained(beside_each_other),
    in_a_row(),
]
