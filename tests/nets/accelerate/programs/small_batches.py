# takes: fit, evaluate, predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(73)
rng = np.random.default_rng(73)
x, labels = rng.random((333, 5, 4, 2)), rng.integers(0, 3, 333)
columns, weights = np.eye(3, dtype="float32")[labels], rng.random(333)


class Looks(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_test_batch_end(self, batch, logs=None):
        self.seen.append((batch, logs["loss"]))
        kernel = self.model.layers[0].kernel
        kernel.assign(kernel * 1.01)

    def on_predict_batch_begin(self, batch, logs=None):
        self.seen.append(batch)

    def on_predict_batch_end(self, batch, logs=None):
        self.seen.append(logs["outputs"].shape)


def judged(last, loss, y, **options):
    keras.utils.set_random_seed(73)
    model = keras.Sequential(
        [
            keras.Input((5, 4, 2)),
            layers.Conv2D(
                4, 2, activation="relu", activity_regularizer=options.pop("penalty", None)
            ),
            layers.BatchNormalization(),
            layers.GlobalAveragePooling2D(),
            layers.Dense(3, last, kernel_regularizer="l2"),
        ]
    )
    model.compile("sgd", loss, **options)
    looks = Looks()
    return [
        model.evaluate(x, y, sample_weight=weights, verbose=0),
        model.evaluate(x, y, batch_size=7, return_dict=True),
        model.evaluate(x, y, steps=3, verbose=2),
        model.predict(x, verbose=0),
        model.predict(x, batch_size=50, verbose=0, callbacks=[looks]),
        model.fit(x, y, batch_size=16, shuffle=False, validation_data=(x, y, weights)).history,
        model.evaluate(x, y, callbacks=[looks], verbose=0),
        looks.seen,
        model.get_weights(),
    ]


RESULT = [
    judged("softmax", "categorical_crossentropy", columns, metrics=["accuracy", "auc"]),
    judged(
        "softmax",
        "sparse_categorical_crossentropy",
        labels,
        weighted_metrics=["accuracy"],
        steps_per_execution=4,
    ),
    judged(None, lambda a, b: keras.ops.mean(keras.ops.abs(a - b), axis=-1), columns),
    judged("sigmoid", "binary_crossentropy", columns, penalty="l1"),
]
