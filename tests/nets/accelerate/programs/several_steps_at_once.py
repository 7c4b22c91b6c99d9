# takes: fit, evaluate, predict
import keras
import numpy as np

keras.utils.set_random_seed(25)
rng = np.random.default_rng(25)
x, y = rng.random((115, 4)), rng.integers(0, 3, 115)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=3)
ends = []
callback = keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, logs: ends.append(b))
history = model.fit(
    x,
    y,
    batch_size=10,
    epochs=2,
    shuffle=False,
    verbose=0,
    callbacks=[callback],
    validation_split=0.25,
    validation_freq=2,
)
RESULT = {
    "history": history.history,
    "ends": ends,
    "score": model.evaluate(x, y, batch_size=10, verbose=0),
    "predicted": model.predict(x, batch_size=10, verbose=0),
}
