# takes: evaluate, predict
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(20)
rng = np.random.default_rng(20)
x, y = rng.random((64, 5)).astype("float32"), rng.integers(0, 3, 64)
model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3)])
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(0.05)
model.compile(optimizer, loss_of, metrics=["accuracy"])


@tf.function
def step(images, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


found = []
for _ in range(3):
    found.append(float(step(x, y)))
    found.append(model.evaluate(x, y, verbose=0))
    found.append(model.predict(x[:4], verbose=0))
RESULT = {"found": found}
