# takes: fit, evaluate, predict, train_on_batch, predict_on_batch
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(25)
rng = np.random.default_rng(25)
x = rng.random((60, 12, 9, 1)).astype("float32")
kinds = (x.mean((1, 2, 3)) > 0.5).astype("int32") + 1
sizes = x.sum((1, 2)).astype("float32") / 50
inputs = keras.Input((12, 9, 1), name="picture")
z = layers.Conv2D(6, 3, padding="same", activation="relu")(inputs)
z = layers.MaxPooling2D((2, 3))(z)
shared = layers.Dense(16, activation="relu")(layers.Flatten()(z))
kind = layers.Dense(3, activation="softmax", name="kind")(shared)
size = layers.Dense(1, name="size", kernel_regularizer="l2")(shared)
again = layers.Conv2DTranspose(1, (2, 3), strides=(2, 3), activation="sigmoid", name="again")(z)
net = keras.Model(inputs, [kind, size, again])
net.compile(
    keras.optimizers.Adam(0.01),
    loss={"kind": "sparse_categorical_crossentropy", "size": "mse", "again": "binary_crossentropy"},
    loss_weights={"kind": 1.0, "size": 0.5, "again": 2.0},
    metrics={"kind": ["accuracy"], "size": ["mae"]},
)
named = {"kind": kinds, "size": sizes, "again": x}
one = net.fit(x, named, epochs=2, batch_size=16, shuffle=False, verbose=0, validation_split=0.2)
two = net.fit(
    x, [kinds, sizes, x], epochs=2, batch_size=25, shuffle=False, verbose=0,
    validation_data=(x[:20], [kinds[:20], sizes[:20], x[:20]]),
)  # fmt: skip
found = {
    "judged": net.evaluate(x, [kinds, sizes, x], batch_size=7, verbose=0),
    "named": net.evaluate(x, named, verbose=0, return_dict=True),
    "answers": net.predict(x[:33], batch_size=8, verbose=0),
}
pair = keras.Model(inputs, (kind, size))
pair.compile("sgd", ["sparse_categorical_crossentropy", "huber"])
weights = rng.random(60).astype("float32")
three = pair.fit(
    x, (kinds, sizes), epochs=2, batch_size=20, shuffle=False, verbose=0,
    sample_weight=(weights, weights),
)  # fmt: skip
RESULT = {
    **found,
    "one": one.history,
    "two": two.history,
    "three": three.history,
    "step": pair.train_on_batch(x[:11], (kinds[:11], sizes[:11])),
    "batch": net.predict_on_batch(x[:4]),
    "names": [str(type(found["answers"])), net.metrics_names],
}
