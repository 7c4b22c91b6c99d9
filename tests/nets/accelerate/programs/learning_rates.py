# takes: fit
import keras
import numpy as np

keras.utils.set_random_seed(12)
rng = np.random.default_rng(12)
x, y = rng.random((83, 5)), rng.random((83, 2))


def built(optimizer):
    keras.utils.set_random_seed(12)
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2)])
    model.compile(optimizer, "mse", metrics=["mae"])
    return model


schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 5, 0.7)
first = built(keras.optimizers.SGD(schedule))
one = first.fit(x, y, epochs=3, batch_size=20, shuffle=False, verbose=0)
second = built("adam")
rates = keras.callbacks.LearningRateScheduler(lambda epoch, rate: 0.05 / (epoch + 1))
two = second.fit(x, y, epochs=3, batch_size=20, shuffle=False, verbose=0, callbacks=[rates])


class EveryStep(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        step = int(self.model.optimizer.iterations)
        self.model.optimizer.learning_rate = 0.01 * (step + 1)


third = built(keras.optimizers.SGD(0.5, momentum=0.8))
three = third.fit(x, y, epochs=2, batch_size=20, shuffle=False, verbose=0, callbacks=[EveryStep()])
RESULT = {
    "one": one.history,
    "two": two.history,
    "three": three.history,
    "rates": [float(m.optimizer.learning_rate) for m in (first, second, third)],
    "weights": [m.get_weights() for m in (first, second, third)],
}
