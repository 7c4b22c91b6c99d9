# takes: fit, evaluate, predict
import keras
import numpy as np

keras.utils.set_random_seed(3)


def batches(seed, size, is_same=False):
    rng = np.random.default_rng(seed)
    while True:
        rng = np.random.default_rng(seed) if is_same else rng  # how many are read ahead may differ
        x = rng.normal(size=(size, 9, 9, 1))
        yield x, (x.mean((1, 2, 3)) > 0).astype("float32")


model = keras.Sequential(
    [
        keras.layers.Input((9, 9, 1)),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(
    batches(1, 23),
    steps_per_epoch=7,
    epochs=2,
    validation_data=batches(2, 19, is_same=True),
    validation_steps=3,
    verbose=2,
)


def some():
    rng = np.random.default_rng(4)
    for _ in range(3):
        yield (rng.normal(size=(5, 9, 9, 1)),)


RESULT = {
    "history": history.history,
    "loss": model.evaluate(batches(3, 11), steps=4, verbose=0),
    "predicted": model.predict(some(), verbose=0),
}
