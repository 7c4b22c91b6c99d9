# takes: fit, predict
import csv
import os
import tempfile

import keras
import numpy as np
from keras import callbacks, layers

keras.utils.set_random_seed(6)
rng = np.random.default_rng(6)
x, y = rng.random((149, 8, 8, 1)), rng.integers(0, 3, 149)
model = keras.Sequential(
    [layers.Input((8, 8, 1)), layers.Conv2D(5, 3), layers.Flatten(), layers.Dense(3, "softmax")]
)
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
folder = tempfile.mkdtemp()
sums, named = [], []


class Watcher(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        sums.append(float(np.sum([w.sum() for w in self.model.get_weights()])))
        named.append(sorted(logs))

    def on_train_batch_end(self, batch, logs=None):
        named.append((batch, sorted(logs)))


history = model.fit(
    x[:100],
    y[:100],
    epochs=12,
    batch_size=25,
    shuffle=False,
    validation_data=(x[100:], y[100:]),
    verbose=0,
    callbacks=[
        callbacks.EarlyStopping(patience=3, restore_best_weights=True),
        callbacks.ReduceLROnPlateau(patience=1, factor=0.5),
        callbacks.ModelCheckpoint(os.path.join(folder, "best.keras"), save_best_only=True),
        callbacks.CSVLogger(os.path.join(folder, "log.csv")),
        callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: sums.append(epoch)),
        callbacks.TerminateOnNaN(),
        Watcher(),
    ],
)
best = keras.models.load_model(os.path.join(folder, "best.keras"))
with open(os.path.join(folder, "log.csv")) as file:
    rows = list(csv.reader(file))
RESULT = {
    "history": history.history,
    "sums": sums,
    "named": named,
    "header": rows[0],
    "number": len(rows),
    "rate": float(model.optimizer.learning_rate),
    "predicted": model.predict(x[:7], verbose=0),
    "best": best.predict(x[:7], verbose=0),
}
