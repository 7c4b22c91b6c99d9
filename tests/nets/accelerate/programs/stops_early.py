# takes: fit
import keras
import numpy as np

keras.utils.set_random_seed(28)
rng = np.random.default_rng(28)
x, y = rng.random((90, 4)), rng.random((90, 2))


class Enough(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.optimizer.iterations) == 5:
            self.model.stop_training = True


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
history = model.fit(x, y, epochs=9, batch_size=30, verbose=0, callbacks=[Enough()], shuffle=False)
more = model.fit(x, y, epochs=2, batch_size=30, verbose=0, shuffle=False)
RESULT = {"history": history.history, "epoch": history.epoch, "more": more.history}
