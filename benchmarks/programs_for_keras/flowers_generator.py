# taken
"""Photographs by ImageDataGenerator, two classes, RMSprop."""

import os

from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

FOLDER = os.path.join(os.environ["PROGRAM_DATA"], "flowers")
generator = ImageDataGenerator(rescale=1.0 / 255, horizontal_flip=True, validation_split=0.2)
options = {"target_size": (96, 96), "batch_size": 20, "class_mode": "binary"}
options["classes"] = sorted(os.listdir(FOLDER))[:2]
train = generator.flow_from_directory(FOLDER, subset="training", **options)
validation = generator.flow_from_directory(FOLDER, subset="validation", **options)
model = models.Sequential()
model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(96, 96, 3)))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
rate = optimizers.RMSprop(learning_rate=1e-4)
model.compile(loss="binary_crossentropy", optimizer=rate, metrics=["accuracy"])
model.fit(train, epochs=4, validation_data=validation)
