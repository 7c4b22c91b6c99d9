# takes: fit, predict
import keras
import numpy as np
from keras.layers import Conv2D, Dense, Input
from keras.models import Model

keras.utils.set_random_seed(22)
rng = np.random.default_rng(22)
x = rng.random((67, 12, 12, 1)).astype("float32")
flat = x.reshape(len(x), -1)
inputs = Input(shape=(144,))
encoded = Dense(16, activation="relu")(inputs)
decoded = Dense(144, activation="sigmoid")(encoded)
autoencoder = Model(inputs, decoded)
encoder = Model(inputs, encoded)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
one = autoencoder.fit(flat, flat, epochs=2, shuffle=False, verbose=0)
pictures = Input((12, 12, 1))
z = Conv2D(6, 3, padding="same", activation="relu")(pictures)
z = Conv2D(1, 3, padding="same", activation="sigmoid")(z)
denoiser = Model(pictures, z)
denoiser.compile("sgd", "mse")
two = denoiser.fit(x + 0.1, x, epochs=2, shuffle=False, verbose=0, validation_data=(x, x))
RESULT = {
    "one": one.history,
    "two": two.history,
    "codes": encoder.predict(flat, verbose=0),
    "pictures": denoiser.predict(x[:3], verbose=0),
}
