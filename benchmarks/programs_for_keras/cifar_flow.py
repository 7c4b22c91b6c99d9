# taken
"""Arrays that an ImageDataGenerator shifts and mirrors, with a held-out generator."""

import os

import numpy as np
from tensorflow.keras.callbacks import EarlyStopping, ReduceLROnPlateau
from tensorflow.keras.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPool2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical

data = np.load(os.path.join(os.environ["PROGRAM_DATA"], "cifar10.npz"))
x_train, y_train = data["x_train"][:4000], to_categorical(data["y_train"][:4000], 10)
x_test, y_test = data["x_test"], to_categorical(data["y_test"], 10)
augmented = ImageDataGenerator(
    rescale=1 / 255, width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True
)
plain = ImageDataGenerator(rescale=1 / 255)
model = Sequential()
model.add(
    Conv2D(32, (3, 3), activation="relu", kernel_initializer="he_uniform", input_shape=(32, 32, 3))
)
model.add(BatchNormalization())
model.add(MaxPool2D((2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu", kernel_initializer="he_uniform"))
model.add(BatchNormalization())
model.add(MaxPool2D((2, 2)))
model.add(Dropout(0.3))
model.add(Flatten())
model.add(Dense(128, activation="relu", kernel_initializer="he_uniform"))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    augmented.flow(x_train, y_train, batch_size=50),
    steps_per_epoch=len(x_train) // 50,
    epochs=6,
    validation_data=plain.flow(x_test, y_test, batch_size=50, shuffle=False),
    callbacks=[EarlyStopping("val_loss", patience=5), ReduceLROnPlateau("val_loss", patience=3)],
)
print(sorted(history.history))
predicted = model.predict(plain.flow(x_test, batch_size=50, shuffle=False))
print(predicted.shape, predicted.dtype)
