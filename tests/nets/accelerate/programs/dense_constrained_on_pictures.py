# leaves: fit
import keras
import numpy as np
from keras import constraints, layers

keras.utils.set_random_seed(62)
rng = np.random.default_rng(62)
x, y = rng.random((20, 4, 3, 5)), rng.integers(0, 3, 20)
model = keras.Sequential(
    [
        keras.Input((4, 3, 5)),
        layers.Dense(6, activation="relu", kernel_constraint=constraints.MaxNorm(0.3)),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile("sgd", "sparse_categorical_crossentropy")
history = model.fit(x, y, epochs=2, batch_size=7, shuffle=False, verbose=0)
RESULT = {"history": history.history, "weights": model.get_weights()}
