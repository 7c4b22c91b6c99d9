# takes: train_on_batch, test_on_batch, predict_on_batch
import keras
import numpy as np

keras.utils.set_random_seed(10)
rng = np.random.default_rng(10)
model = keras.Sequential(
    [keras.Input((6, 6, 2)), keras.layers.Conv2D(3, 3, activation="relu")]
    + [keras.layers.Flatten(), keras.layers.Dense(4, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
losses = []
for step in range(9):
    x, y = rng.random((13, 6, 6, 2)), rng.integers(0, 4, 13)
    losses.append(model.train_on_batch(x, y))
    if step == 4:
        losses.append(model.train_on_batch(x, y, class_weight={0: 3.0}, return_dict=True))
        losses.append(model.train_on_batch(x, y, sample_weight=rng.random(13)))
        model.layers[0].kernel.assign(model.layers[0].kernel * 0.5)
RESULT = {
    "losses": losses,
    "test": model.test_on_batch(x, y, return_dict=True),
    "tested": model.test_on_batch(x, y),
    "predicted": model.predict_on_batch(x),
    "iterations": int(model.optimizer.iterations.numpy()),
    "weights": model.get_weights(),
}
