# takes: fit, predict
# random
import keras
import numpy as np

keras.utils.set_random_seed(32)
rng = np.random.default_rng(32)
x, y = rng.random((24, 16, 16, 3)), rng.integers(0, 2, 24)
model = keras.Sequential(
    [
        keras.Input((16, 16, 3)),
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomRotation(0.1),
        keras.layers.RandomZoom(0.1),
    ]
    + [keras.layers.Conv2D(4, 3), keras.layers.Flatten(), keras.layers.Dense(2)]
)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(x, y, epochs=1, verbose=0)
RESULT = {
    "keys": sorted(history.history),
    "same": bool(np.array_equal(model.predict(x), model.predict(x))),
    "shape": model.predict(x).shape,
}
