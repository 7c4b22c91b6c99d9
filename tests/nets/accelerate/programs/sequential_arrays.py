# takes: fit, evaluate, predict
import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(1)
x = rng.random((307, 17, 19, 1)).astype("float32")
labels = (x[:, :8].mean((1, 2, 3)) > x[:, 8:].mean((1, 2, 3))).astype(int) + (x[:, 3, 3, 0] > 0.5)
y = tf.keras.utils.to_categorical(labels, 3)

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Conv2D(7, (3, 3), activation="relu", input_shape=(17, 19, 1)))
model.add(tf.keras.layers.MaxPooling2D(pool_size=(2, 2)))
model.add(tf.keras.layers.Conv2D(5, (3, 3), padding="same", activation="tanh"))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x, y, batch_size=41, epochs=3, verbose=2, validation_split=0.2, shuffle=False)
score = model.evaluate(x, y, verbose=0)
print("Test loss:", score[0])
RESULT = {
    "history": history.history,
    "params": history.params,
    "epoch": history.epoch,
    "score": score,
    "probabilities": model.predict(x[:53]),
    "weights": model.get_weights(),
    "iterations": int(model.optimizer.iterations),
}
