# takes: fit, evaluate, predict
# random
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(31)
rng = np.random.default_rng(31)
x = rng.random((400, 8, 8, 1))
y = (x[:, :4].mean((1, 2, 3)) > x[:, 4:].mean((1, 2, 3))).astype(int)
inputs = keras.Input((8, 8, 1))
h = layers.Conv2D(6, 3, padding="same", activation="relu")(inputs)
branch = layers.Conv2D(6, 3, padding="same")(h)
h = layers.add([layers.Dropout(0.2, noise_shape=(None, 1, 1, 1))(branch), h])
h = layers.Dropout(0.3, noise_shape=(None, 1, 1, 6))(h)
h = layers.Dropout(0.1, noise_shape=(1, None))(layers.Flatten()(h))
model = keras.Model(inputs, layers.Dense(2, "softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=2, verbose=0)

# What a single layer does, seen from outside: all values of an image, or of a map, share one fate.
seen = keras.Sequential(
    [
        keras.Input((5, 4, 3)),
        layers.Dropout(0.5, noise_shape=(None, 1, 1, 1)),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, kernel_initializer="ones", trainable=False),
        layers.Dense(1, kernel_initializer="ones"),
    ]
)
seen.compile(keras.optimizers.SGD(0.0), "mean_squared_error")
losses = seen.fit(np.ones((512, 5, 4, 3)), np.zeros((512, 1)), batch_size=512, epochs=8, verbose=0)
# Sums of 0 or 6, each as likely: 18 on average; of values alone they would lie around 9.
RESULT = {
    "history": history.history,
    "score": model.evaluate(x, y, verbose=0),
    "answers": model.predict(x[:9], verbose=0),
    "shared": bool(15 < np.mean(losses.history["loss"]) < 21),
}
