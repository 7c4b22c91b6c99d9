# takes: fit, evaluate, predict
import keras
import numpy as np
from keras import constraints, layers, regularizers

keras.utils.set_random_seed(23)
rng = np.random.default_rng(23)
x, y = rng.random((75, 10, 9, 2)), rng.integers(0, 3, 75)
model = keras.Sequential(
    [
        keras.Input((10, 9, 2)),
        layers.Conv2D(
            4,
            3,
            activation="relu",
            kernel_regularizer=regularizers.l2(0.01),
            kernel_constraint=constraints.MaxNorm(0.7, axis=[0, 1, 2]),
        ),
        layers.BatchNormalization(gamma_regularizer="l1", beta_constraint="non_neg"),
        layers.SeparableConv2D(
            5, 3, depthwise_regularizer="l2", pointwise_regularizer=regularizers.L1L2(0.01, 0.02)
        ),
        layers.DepthwiseConv2D(2, depthwise_constraint=constraints.UnitNorm(axis=(0, 1))),
        layers.Flatten(),
        layers.Dense(
            6,
            activation="relu",
            bias_regularizer="l2",
            activity_regularizer=regularizers.L2(0.01),
            kernel_constraint=constraints.MinMaxNorm(0.1, 0.9, 0.8),
        ),
        layers.Dense(3, "softmax", kernel_regularizer=regularizers.OrthogonalRegularizer(0.1)),
    ]
)
loss = "sparse_categorical_crossentropy"
model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
first = model.fit(x, y, epochs=3, shuffle=False, verbose=0, validation_split=0.2)
model.layers[0].trainable = False
model.compile("rmsprop", loss, metrics=["accuracy"])
second = model.fit(x, y, epochs=1, shuffle=False, verbose=0, sample_weight=rng.random(75))
RESULT = {
    "histories": [first.history, second.history],
    "score": model.evaluate(x, y, verbose=0),
    "predicted": model.predict(x, verbose=0),
    "weights": model.get_weights(),
}
