# leaves: fit, predict
import keras
import numpy as np

keras.utils.set_random_seed(7)


class Twice(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2


layers = [keras.Input((5,)), keras.layers.Dense(4), Twice(), keras.layers.Dense(2)]
model = keras.Sequential(layers)
model.compile("sgd", "mse")
x = np.random.default_rng(7).random((31, 5))
history = model.fit(x, x[:, :2], epochs=2, shuffle=False, verbose=0)
RESULT = {"history": history.history, "predicted": model.predict(x, verbose=0)}
