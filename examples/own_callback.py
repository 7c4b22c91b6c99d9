"""Watching a training: a callback of one's own, the best epoch kept, stopping in time.

With Keras the same program runs after changing the import lines, and the ending of the model
file's name to .keras.
"""

import numpy as np
from sklearn.metrics import roc_auc_score

from convscope import callbacks, datasets, layers, models, utils

utils.set_random_seed(7)

(x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
x_train = x_train[..., np.newaxis] / 255.0
x_test = x_test[..., np.newaxis] / 255.0
num_fitted = len(x_train) * 9 // 10
x_val, y_val = x_train[num_fitted:], y_train[num_fitted:]
x_train, y_train = x_train[:num_fitted], y_train[:num_fitted]


class AreaUnderCurve(callbacks.Callback):
    """Measures after every epoch how well each class is told from the rest."""

    def __init__(self, images, labels):
        super().__init__()
        self.images, self.labels = images, labels
        self.values = []

    def on_epoch_end(self, epoch, logs=None):
        probabilities = self.model.predict(self.images, verbose=0)
        value = roc_auc_score(self.labels, probabilities, multi_class="ovr")
        self.values.append(value)
        print(f"After epoch {epoch + 1} the area under the ROC curve is {value:.4f}")


model = models.Sequential(
    [
        layers.Input(shape=(28, 28, 1)),
        layers.Conv2D(16, 5, strides=2, padding="same"),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

curve = AreaUnderCurve(x_val, y_val)
model.fit(
    x_train,
    y_train,
    batch_size=128,
    epochs=20,
    validation_data=(x_val, y_val),
    callbacks=[
        curve,
        callbacks.ModelCheckpoint("best.safetensors", monitor="val_loss", save_best_only=True),
        callbacks.EarlyStopping(monitor="val_loss", patience=2),
        callbacks.CSVLogger("epochs.csv"),
    ],
)
print("Best area under the curve:", max(curve.values))

best = models.load_model("best.safetensors")
loss, accuracy = best.evaluate(x_test, y_test, verbose=0)
print(f"The best epoch on the test images: loss {loss:.4f}, accuracy {accuracy:.2%}")
