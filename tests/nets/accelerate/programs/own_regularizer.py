# leaves: fit, evaluate
# takes: predict
import keras
import numpy as np

keras.utils.set_random_seed(38)
rng = np.random.default_rng(38)
x, y = rng.random((40, 4)), rng.random((40, 2))


def spread(weights):
    return 0.1 * keras.ops.std(weights)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_regularizer=spread)])
plain = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
history = model.fit(x, y, epochs=2, shuffle=False, verbose=0)
RESULT = {
    "history": history.history,
    "score": model.evaluate(x, y, verbose=0),
    "predicted": plain.predict(x, verbose=0),
}
