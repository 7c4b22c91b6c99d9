# taken
"""Augmentation as a model inside the model, a fifth held out, the best epoch restored."""

import os

import keras
from keras import layers

FOLDER = os.path.join(os.environ["PROGRAM_DATA"], "flowers")
train, validation = keras.utils.image_dataset_from_directory(
    FOLDER,
    validation_split=0.2,
    subset="both",
    seed=7,
    image_size=(80, 80),
    batch_size=32,
    label_mode="categorical",
)
augmentation = keras.Sequential(
    [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.1),
        layers.RandomContrast(0.1),
        layers.RandomTranslation(0.1, 0.1),
    ],
    name="augmentation",
)
inputs = keras.Input((80, 80, 3))
x = augmentation(inputs)
x = layers.Rescaling(1.0 / 255)(x)
for filters in (32, 64, 128):
    x = layers.Conv2D(filters, 3, use_bias=False, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.MaxPooling2D()(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.3)(x)
model = keras.Model(inputs, layers.Dense(5, activation="softmax")(x))
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
train, validation = train.take(30).cache(), validation.take(8).cache()
model.fit(train, validation_data=validation, epochs=4, callbacks=[stop])
print(model.evaluate(validation, verbose=0, return_dict=True).keys())
