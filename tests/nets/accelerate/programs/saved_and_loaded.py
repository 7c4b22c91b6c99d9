# takes: fit, predict
import os
import tempfile

import keras
import numpy as np

keras.utils.set_random_seed(21)
rng = np.random.default_rng(21)
x, y = rng.random((55, 6)), rng.random((55, 3))
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(3)])
model.compile("adam", "mse")
model.fit(x, y, epochs=2, shuffle=False, verbose=0)
folder = tempfile.mkdtemp()
model.save(os.path.join(folder, "a.keras"))
model.save_weights(os.path.join(folder, "a.weights.h5"))
again = keras.models.load_model(os.path.join(folder, "a.keras"))
history = again.fit(x, y, epochs=2, shuffle=False, verbose=0)
model.load_weights(os.path.join(folder, "a.weights.h5"))
model.export(os.path.join(folder, "exported"), verbose=False)
RESULT = {
    "history": history.history,
    "steps": int(again.optimizer.iterations),
    "predicted": [m.predict(x, verbose=0) for m in (model, again)],
    "copy": keras.models.clone_model(model).count_params(),
}
