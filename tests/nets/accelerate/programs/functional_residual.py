# takes: fit, evaluate, predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(2)
rng = np.random.default_rng(2)
x_train, x_val = rng.random((211, 12, 14, 3)), rng.random((61, 12, 14, 3))
y_train, y_val = rng.integers(0, 5, 211), rng.integers(0, 5, (61, 1))

inputs = keras.Input(shape=(12, 14, 3))
x = layers.Rescaling(2.0, offset=-1)(inputs)
x = layers.Conv2D(8, 3, padding="same", use_bias=False)(x)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
skip = layers.Conv2D(8, 1)(x)
x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.add([x, skip])
x = layers.Activation("relu")(x)
y = x * skip
x = layers.Concatenate()([x, y])
x = layers.AveragePooling2D(2, padding="same")(x)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(5)(x)
model = keras.Model(inputs, outputs, name="residual")
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9, nesterov=True),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
)
history = model.fit(
    x_train,
    y_train,
    epochs=2,
    validation_data=(x_val, y_val),
    validation_batch_size=7,
    shuffle=False,
    verbose=0,
)
RESULT = {
    "history": history.history,
    "evaluated": model.evaluate(x_val, y_val, return_dict=True, verbose=0),
    "logits": model.predict(x_val, batch_size=13, verbose=0),
    "weights": model.get_weights(),
    "momentums": [v.numpy() for v in model.optimizer.variables],
}
