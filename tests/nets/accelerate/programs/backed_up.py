# takes: fit
import os
import tempfile

import keras
import numpy as np

keras.utils.set_random_seed(34)
rng = np.random.default_rng(34)
x, y = rng.random((50, 8)), rng.integers(0, 3, 50)
folder = tempfile.mkdtemp()
backup = keras.callbacks.BackupAndRestore(os.path.join(folder, "backup"))


class Breaks(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            raise OSError("the power went")


def built():
    keras.utils.set_random_seed(34)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


options = {"epochs": 3, "shuffle": False, "verbose": 0, "validation_data": (x, y)}
try:
    built().fit(x, y, callbacks=[backup, Breaks()], **options)
except OSError as error:
    told = str(error)
again = built()
backup = keras.callbacks.BackupAndRestore(os.path.join(folder, "backup"))
history = again.fit(x, y, callbacks=[backup], **options)
RESULT = {
    "told": told,
    "history": history.history,
    "epoch": history.epoch,
    "steps": int(again.optimizer.iterations),
    "weights": again.get_weights(),
}
