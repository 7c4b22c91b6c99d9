# takes: predict
# leaves: predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(27)
rng = np.random.default_rng(27)
x = rng.random((40, 11, 9, 2)).astype("float32")
net = keras.Sequential(
    [
        layers.Input((11, 9, 2)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Conv2D(3, 2, activation="softmax"),
        layers.Flatten(),
        layers.Dense(5, activation="softmax"),
    ]
)
looked = keras.Model(net.inputs, [layer.output for layer in net.layers])
named = keras.Model(net.inputs, {"maps": net.layers[0].output, "answer": net.outputs[0]})
RESULT = {
    "maps": looked.predict(x, batch_size=16, verbose=0),
    "one": looked.predict(x[:1], verbose=0),
    "named": named.predict(x, verbose=0),
}
