# takes: fit, predict
import keras
import numpy as np

keras.utils.set_random_seed(9)
rng = np.random.default_rng(9)
x, y = rng.random((61, 32, 32, 3)).astype("float32"), rng.integers(0, 2, 61)
base = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(8, 3, strides=2, padding="same"),
        keras.layers.BatchNormalization(momentum=0.8),
        keras.layers.ReLU(),
        keras.layers.Conv2D(12, 3, strides=2, padding="same"),
        keras.layers.BatchNormalization(scale=False),
        keras.layers.ReLU(),
    ],
    name="base",
)
base.trainable = False
inputs = keras.Input(shape=(32, 32, 3))
z = base(inputs, training=False)
z = keras.layers.GlobalAveragePooling2D()(z)
outputs = keras.layers.Dense(1)(z)
model = keras.Model(inputs, outputs)
loss = keras.losses.BinaryCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.01), loss, metrics=[keras.metrics.BinaryAccuracy()])
frozen = [w.copy() for w in base.get_weights()]
first = model.fit(x, y, epochs=2, shuffle=False, verbose=0)
kept = all(np.array_equal(a, b) for a, b in zip(frozen, base.get_weights()))
base.trainable = True
for layer in base.layers[:2]:
    layer.trainable = False
model.compile(keras.optimizers.Adam(1e-4), loss, metrics=[keras.metrics.BinaryAccuracy()])
second = model.fit(x, y, epochs=4, initial_epoch=first.epoch[-1] + 1, shuffle=False, verbose=0)
vgg = keras.applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3))
RESULT = {
    "first": first.history,
    "kept": kept,
    "second": second.history,
    "epoch": second.epoch,
    "predicted": model.predict(x, verbose=0),
    "weights": model.get_weights(),
    "features": vgg.predict(x[:3], verbose=0).shape,
}
