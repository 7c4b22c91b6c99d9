# fails
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
model.fit(np.zeros((9, 4)), np.zeros((9, 3)))
