# taken
"""Photographs in folders, random layers inside the net."""

import os

import keras
from keras import layers

FOLDER = os.path.join(os.environ["PROGRAM_DATA"], "flowers")
options = {"validation_split": 0.2, "seed": 1, "image_size": (96, 96), "batch_size": 32}
train, validation = keras.utils.image_dataset_from_directory(FOLDER, subset="both", **options)
model = keras.Sequential(
    [
        keras.Input((96, 96, 3)),
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(5),
    ]
)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
model.fit(train.cache(), validation_data=validation.cache(), epochs=4)
