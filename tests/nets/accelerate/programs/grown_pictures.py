# takes: fit, evaluate, predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(23)
rng = np.random.default_rng(23)
x = rng.random((53, 13, 9, 2)).astype("float32")
net = keras.Sequential(
    [
        layers.Input((13, 9, 2)),
        layers.Conv2D(6, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(
            8,
            3,
            strides=2,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            kernel_regularizer=keras.regularizers.L2(1e-3),
            bias_constraint="non_neg",
        ),
        layers.Conv2DTranspose(4, (4, 2), strides=(2, 1), output_padding=0, use_bias=False),
        layers.BatchNormalization(),
        layers.Conv2DTranspose(4, 2, dilation_rate=(1, 2), kernel_constraint="max_norm"),
        layers.Cropping2D(((2, 2), (0, 0))),
        layers.Conv2DTranspose(2, (2, 1), strides=(1, 1), activation="sigmoid"),
        layers.Resizing(13, 9),
    ]
)
net.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["mse"])
one = net.fit(x, x, epochs=3, batch_size=16, shuffle=False, verbose=0, validation_data=(x, x))
net.compile("sgd", "mse")
two = net.fit(x, x, epochs=1, batch_size=53, verbose=0)
RESULT = {
    "one": one.history,
    "two": two.history,
    "judged": net.evaluate(x, x, verbose=0),
    "pictures": net.predict(x[:5], verbose=0),
    "weights": net.get_weights(),
}
