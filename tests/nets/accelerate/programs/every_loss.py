# takes: fit, evaluate
import keras
import numpy as np
from keras import losses

keras.utils.set_random_seed(40)
rng = np.random.default_rng(40)
x, labels = rng.random((60, 7)), rng.integers(0, 3, 60)
columns, ones = keras.utils.to_categorical(labels, 3), (labels > 0).astype("float32")


def trained(units, activation, loss, y):
    keras.utils.set_random_seed(40)
    model = keras.Sequential([keras.Input((7,)), keras.layers.Dense(units, activation)])
    model.compile("sgd", loss, metrics=["accuracy"])
    history = model.fit(
        x, y, epochs=2, shuffle=False, verbose=0, class_weight={0: 2.0, 1: 1.0, 2: 0.5}
    )
    return history.history, model.evaluate(x, y, verbose=0), model.get_weights()


RESULT = [
    *(trained(3, "softmax", name, columns) for name in ("mae", "mse", "huber", "kld", "poisson")),
    *(trained(3, "softmax", name, columns) for name in ("log_cosh", "categorical_hinge")),
    trained(3, "softmax", "categorical_focal_crossentropy", columns),
    trained(3, None, losses.CategoricalFocalCrossentropy(0.5, 1.5, True, 0.1), columns),
    trained(3, "sigmoid", "binary_crossentropy", columns),
    trained(1, "sigmoid", losses.BinaryFocalCrossentropy(True, 0.3), ones),
    trained(1, None, losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2), ones),
    trained(1, "tanh", "hinge", ones),
    trained(1, "tanh", "squared_hinge", ones),
    trained(1, "linear", losses.Huber(delta=0.2), ones),
]
