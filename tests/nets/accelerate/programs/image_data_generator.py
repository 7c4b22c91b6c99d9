# takes: fit, evaluate, predict
import numpy as np
from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import set_random_seed

set_random_seed(4)
rng = np.random.default_rng(4)
x = rng.integers(0, 256, (97, 16, 18, 3)).astype("uint8")
y = rng.integers(0, 2, 97)
train = ImageDataGenerator(rescale=1 / 255, horizontal_flip=False).flow(
    x, y, batch_size=16, shuffle=False
)
test = ImageDataGenerator(rescale=1 / 255).flow(x, y, batch_size=10, shuffle=False)
model = Sequential(
    [
        Conv2D(6, (3, 3), activation="relu", input_shape=(16, 18, 3)),
        MaxPooling2D(2, 2),
        Flatten(),
        Dense(11, activation="relu"),
        Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["acc"])
history = model.fit(train, epochs=2, validation_data=test, verbose=2)
RESULT = {
    "history": history.history,
    "score": model.evaluate(test, verbose=0),
    "predicted": model.predict(test, verbose=0),
}
