# taken
"""Features of a ResNet50, computed once, and a small net that learns from them."""

import os

import keras
import numpy as np
from keras import layers
from keras.applications.resnet50 import ResNet50, preprocess_input

FOLDER = os.path.join(os.environ["PROGRAM_DATA"], "flowers")
pictures, labels = [], []
for number, name in enumerate(sorted(os.listdir(FOLDER))):
    for file in sorted(os.listdir(os.path.join(FOLDER, name)))[:120]:
        path = os.path.join(FOLDER, name, file)
        picture = keras.utils.load_img(path, target_size=(96, 96))
        pictures.append(keras.utils.img_to_array(picture))
        labels.append(number)
x, y = preprocess_input(np.stack(pictures)), keras.utils.to_categorical(labels)
base = ResNet50(weights=None, include_top=False, pooling="avg", input_shape=(96, 96, 3))
features = base.predict(x, batch_size=16)
print(features.shape, features.dtype)
order = np.random.default_rng(0).permutation(len(x))
model = keras.Sequential(
    [keras.Input((2048,)), layers.Dense(256, activation="relu"), layers.Dropout(0.5)]
    + [layers.Dense(y.shape[1], activation="softmax")]
)
model.compile(keras.optimizers.RMSprop(2e-5), "categorical_crossentropy", metrics=["acc"])
history = model.fit(features[order], y[order], epochs=20, batch_size=20, validation_split=0.2)
print(sorted(history.history))
