# takes: fit, evaluate
# random
import keras
import numpy as np

keras.utils.set_random_seed(24)
rng = np.random.default_rng(24)
x = rng.random((400, 8, 8, 1))
y = (x[:, :4].mean((1, 2, 3)) > x[:, 4:].mean((1, 2, 3))).astype(int)
model = keras.Sequential(
    [keras.Input((8, 8, 1)), keras.layers.Conv2D(6, 3, activation="relu")]
    + [keras.layers.Flatten(), keras.layers.Dropout(0.3), keras.layers.Dense(2, "softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
before = np.random.get_state()[1].sum()
history = model.fit(x, y, epochs=6, verbose=0)
RESULT = {
    "history": history.history,
    "score": model.evaluate(x, y, verbose=0),
    "untouched": bool(before == np.random.get_state()[1].sum()),
}
