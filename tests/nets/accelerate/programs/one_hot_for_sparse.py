# fails
import keras
import numpy as np

keras.utils.set_random_seed(16)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(np.zeros((9, 4)), np.eye(3)[np.arange(9) % 3], verbose=0)
