# takes: fit, evaluate
import keras
import numpy as np

keras.utils.set_random_seed(55)
rng = np.random.default_rng(55)
x, y = rng.random((40, 5)), np.eye(3, dtype="float32")[rng.integers(0, 3, 40)]
model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3, "softmax")])
metrics = [keras.metrics.AUC(multi_label=True), "accuracy", keras.metrics.F1Score()]
model.compile("sgd", "categorical_crossentropy", metrics=metrics)
history = model.fit(x, y, epochs=2, batch_size=16, shuffle=False, verbose=0)
RESULT = history.history, model.evaluate(x, y, verbose=0)
