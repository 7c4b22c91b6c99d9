# takes: fit, evaluate, predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(37)
rng = np.random.default_rng(37)
x, y = rng.integers(0, 256, (58, 21, 18, 3)).astype("uint8"), rng.integers(0, 3, 58)
prepared = keras.Sequential(
    [layers.Resizing(12, 11), layers.Normalization(mean=[9.0, 8, 7], variance=[90.0, 80, 70])]
)
inputs = keras.Input((None, None, 3))
z = prepared(inputs)
z = layers.Rescaling(1 / 9)(z)
z = layers.Conv2D(4, 3, activation="relu")(z)
z = layers.GlobalAveragePooling2D()(z)
model = keras.Model(inputs, layers.Dense(3, activation="softmax")(z))
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=2, shuffle=False, verbose=0, validation_split=0.2)
RESULT = {
    "history": history.history,
    "score": model.evaluate(x, y, verbose=0),
    "predicted": model.predict(x, verbose=0),
}
