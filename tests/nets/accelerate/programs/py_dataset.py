# takes: fit, evaluate, predict
import math

import keras
import numpy as np

keras.utils.set_random_seed(19)
rng = np.random.default_rng(19)


class Data(keras.utils.PyDataset):
    def __init__(self, x, y, size, **options):
        super().__init__(**options)
        self.x, self.y, self.size, self.epochs = x, y, size, 0

    def __len__(self):
        return math.ceil(len(self.x) / self.size)

    def __getitem__(self, index):
        part = slice(index * self.size, (index + 1) * self.size)
        return self.x[part], self.y[part]

    def on_epoch_end(self):
        self.epochs += 1


x, y = rng.random((71, 6, 5, 2)), keras.utils.to_categorical(rng.integers(0, 3, 71))
train, test = Data(x, y, 9, workers=2), Data(x, y, 20)
model = keras.Sequential(
    [keras.Input((6, 5, 2)), keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")]
)
loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
model.compile("adam", loss, metrics=["accuracy"])
history = model.fit(train, epochs=2, shuffle=False, validation_data=test, verbose=0)
RESULT = {
    "history": history.history,
    "epochs": train.epochs,
    "score": model.evaluate(test, verbose=0),
    "predicted": model.predict(test, verbose=0),
}
