# takes: fit, evaluate
import keras
import numpy as np

keras.utils.set_random_seed(17)
rng = np.random.default_rng(17)
x, y = rng.random((60, 4)), rng.random((60, 1))


class Stop(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 3:
            raise KeyboardInterrupt


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
try:
    model.fit(x, y, batch_size=10, shuffle=False, verbose=0, callbacks=[Stop()])
    told = "finished"
except KeyboardInterrupt:
    told = "interrupted"
RESULT = {
    "told": told,
    "steps": int(model.optimizer.iterations),
    "weights": model.get_weights(),
    "score": model.evaluate(x, y, verbose=0),
}
