# takes: fit
import keras
import numpy as np
from keras import optimizers

keras.utils.set_random_seed(39)
rng = np.random.default_rng(39)
x, y = rng.random((70, 8)), rng.integers(0, 3, 70)
average = {"use_ema": True, "ema_momentum": 0.8}
found = []
for optimizer in (
    "rmsprop",
    optimizers.RMSprop(0.01, rho=0.8, momentum=0.5, centered=True),
    optimizers.Adagrad(0.05, clipvalue=0.01),
    optimizers.Adadelta(0.5),
    optimizers.Adamax(0.01, global_clipnorm=0.2),
    optimizers.Nadam(0.01, weight_decay=0.1),
    optimizers.Lion(0.001),
    optimizers.Adam(optimizers.schedules.CosineDecay(0.02, 9), amsgrad=True, clipnorm=0.1),
    optimizers.AdamW(0.01, weight_decay=0.3, **average),
    optimizers.SGD(0.1, momentum=0.9, ema_overwrite_frequency=4, **average),
):
    keras.utils.set_random_seed(39)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(5, "tanh")])
    model.add(keras.layers.Dense(3, activation="softmax"))
    model.compile(optimizer, "sparse_categorical_crossentropy")
    history = model.fit(x, y, epochs=2, batch_size=13, shuffle=False, verbose=0)
    more = model.fit(x, y, epochs=1, batch_size=20, shuffle=False, verbose=0)
    state = [v.numpy() for v in model.optimizer.variables]
    found.append([history.history, more.history, model.get_weights(), state])
RESULT = found
