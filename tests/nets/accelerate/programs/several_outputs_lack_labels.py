# fails: ValueError
import keras
import numpy as np

keras.utils.set_random_seed(26)
inputs = keras.Input((3,))
z = keras.layers.Dense(4, activation="relu")(inputs)
net = keras.Model(inputs, [keras.layers.Dense(2)(z), keras.layers.Dense(1)(z)])
net.compile("sgd", ["mse", "mse"])
x = np.ones((8, 3), "float32")
net.fit(x, [np.ones((8, 2)), np.ones((8, 1)), np.ones((8, 1))], verbose=0)
