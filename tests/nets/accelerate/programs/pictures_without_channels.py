# takes: fit, evaluate, predict
import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(36)
rng = np.random.default_rng(36)
x_train, y_train = rng.integers(0, 256, (210, 28, 28)).astype("uint8"), rng.integers(0, 10, 210)
x_train = x_train / 255.0
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dropout(0.0),
        tf.keras.layers.Dense(10),
    ]
)
predictions = model(x_train[:1]).numpy()
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=2, shuffle=False, verbose=2)
probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
RESULT = {
    "first": predictions,
    "history": history.history,
    "score": model.evaluate(x_train, y_train, verbose=2),
    "probabilities": probability_model.predict(x_train[:5]),
    "called": probability_model(x_train[:5]).numpy(),
}
