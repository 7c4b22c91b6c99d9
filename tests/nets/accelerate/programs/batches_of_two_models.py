# takes: train_on_batch, test_on_batch, predict_on_batch, fit, evaluate, predict
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(71)
rng = np.random.default_rng(71)
generator = keras.Sequential(
    [
        keras.Input((5,)),
        layers.Dense(8, "relu"),
        layers.Dense(12, "tanh"),
        layers.Reshape((2, 2, 3)),
    ]
)
judge = keras.Sequential(
    [
        keras.Input((2, 2, 3)),
        layers.Conv2D(4, 2, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
judge.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy", "auc"])
judge.trainable = False
both = keras.Sequential([keras.Input((5,)), generator, judge])
both.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
judge.trainable = True
judge.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy", "auc"])
real = rng.normal(0.5, 0.2, (60, 2, 2, 3)).astype("float32")
found = []
for step in range(6):
    noise = rng.normal(size=(10, 5))
    made = generator.predict_on_batch(noise)
    found.append(judge.train_on_batch(real[step * 10 : step * 10 + 10], np.ones((10, 1))))
    found.append(judge.train_on_batch(made, np.zeros((10, 1))))
    found.append(both.train_on_batch(noise, np.ones((10, 1))))
    if step == 1:
        for variable in judge.optimizer.variables[2:]:
            variable.assign(variable * 0.5)
    if step == 2:
        judge.fit(real[:20], np.ones((20, 1)), epochs=1, batch_size=10, shuffle=False, verbose=0)
    if step == 3:
        judge.optimizer.learning_rate = 0.001
        judge.layers[0].kernel.assign(judge.layers[0].kernel * 0.9)
    if step == 4:
        found.append(judge.evaluate(real, np.ones((60, 1)), verbose=0))
        judge.layers[1].moving_mean.assign([0.1, 0.2, 0.3, 0.4])
    found.append(judge.test_on_batch(made, np.zeros((10, 1))))
RESULT = {
    "found": found,
    "made": generator.predict(rng.normal(size=(70, 5)), verbose=0),
    "weights": [*generator.get_weights(), *judge.get_weights()],
    "optimizer": [np.asarray(v) for v in (*judge.optimizer.variables, *both.optimizer.variables)],
}
