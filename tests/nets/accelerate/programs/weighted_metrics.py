# takes: fit, evaluate
import keras
import numpy as np

keras.utils.set_random_seed(11)
rng = np.random.default_rng(11)
x, y = rng.random((127, 9)), rng.integers(0, 2, 127)
weights = rng.random(127)


def share_of_ones(y_true, y_pred):
    return keras.ops.mean(keras.ops.cast(y_pred > 0.5, "float32"))


model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(8, "tanh")])
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    keras.optimizers.AdamW(0.01, weight_decay=0.1),
    "binary_crossentropy",
    metrics=[
        "accuracy",
        keras.metrics.AUC(name="auc"),
        keras.metrics.Precision(name="precision"),
        keras.metrics.Recall(),
        "mae",
        share_of_ones,
    ],
    weighted_metrics=["accuracy"],
)
history = model.fit(
    x,
    y,
    sample_weight=weights,
    epochs=3,
    batch_size=31,
    shuffle=False,
    verbose=2,
    validation_data=(x[:50], y[:50], weights[:50]),
)
RESULT = {
    "history": history.history,
    "score": model.evaluate(x, y, sample_weight=weights, verbose=0),
    "names": [m.name for m in model.metrics],
    "results": {m.name: m.result() for m in model.metrics if m.name == "loss"},
}
