# takes: fit, evaluate, predict
import numpy as np
import tensorflow as tf

tf.random.set_seed(5)
tf.keras.utils.set_random_seed(5)
rng = np.random.default_rng(5)
images, labels = rng.integers(0, 256, (131, 10, 11, 1)).astype("uint8"), rng.integers(0, 4, 131)


def normalize(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


train = tf.data.Dataset.from_tensor_slices((images[:101], labels[:101]))
train = train.map(normalize, num_parallel_calls=tf.data.AUTOTUNE).cache().batch(17)
train = train.prefetch(tf.data.AUTOTUNE)
test = tf.data.Dataset.from_tensor_slices((images[101:], labels[101:])).map(normalize).batch(13)
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(10, 11, 1)),
        tf.keras.layers.Dense(13, activation="relu"),
        tf.keras.layers.Dense(4),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.001),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
)
history = model.fit(
    train, epochs=3, validation_data=test, class_weight={0: 1.0, 1: 2.5, 2: 1.0, 3: 0.5}
)
RESULT = {
    "history": history.history,
    "score": model.evaluate(test),
    "predicted": model.predict(test),
}
