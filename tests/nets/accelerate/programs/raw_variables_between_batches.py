# takes: train_on_batch, predict_on_batch
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(72)
rng = np.random.default_rng(72)
model = keras.Sequential(
    [keras.Input((6,)), keras.layers.Dense(5, "relu"), keras.layers.Dense(3, "softmax")]
)
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy")
raw = [variable.value for variable in model.weights]


@tf.function
def act(x):
    return model(x)


@tf.function
def shrink():
    raw[0].assign(raw[0] * 0.5)
    raw[3].assign_add([0.5, 0.0, -0.5])


x, y = rng.random((8, 6)).astype("float32"), rng.integers(0, 3, 8)
found = [act(x).numpy()]
for step in range(6):
    kept = tf.identity(raw[0])
    found.append(model.train_on_batch(x, y))
    found.append(act(x).numpy())
    found.append(float(tf.reduce_max(tf.abs(kept - raw[0]))))
    if step % 2:
        shrink()
    found.append(model.predict_on_batch(x))
RESULT = {"found": found, "weights": model.get_weights()}
