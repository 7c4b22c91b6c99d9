# takes: train_on_batch, predict
import keras
import numpy as np

keras.utils.set_random_seed(26)
rng = np.random.default_rng(26)
judge = keras.Sequential([keras.Input((6,)), keras.layers.Dense(5, activation="tanh")])
judge.add(keras.layers.Dense(1, activation="sigmoid"))
judge.compile("adam", "binary_crossentropy", metrics=["accuracy"])
maker = keras.Sequential([keras.Input((3,)), keras.layers.Dense(6, activation="tanh")])
judge.trainable = False
both = keras.Sequential([maker, judge])
both.compile("adam", "binary_crossentropy")
losses = []
for _ in range(5):
    noise = rng.normal(size=(8, 3))
    real, fake = rng.normal(size=(8, 6)), maker.predict(noise, verbose=0)
    losses.append(both.train_on_batch(noise, np.ones(8)))
RESULT = {"losses": losses, "weights": [m.get_weights() for m in (judge, maker, both)]}
