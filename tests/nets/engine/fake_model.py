"""A model that trains nothing, to drive callbacks epoch by epoch."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np


@dataclass
class FakeModel:
    """Holds what callbacks read and set; the weights of epoch n are all n."""

    stop_training: bool = False
    epoch: int = -1
    saved: list = field(default_factory=list)
    restored: list | None = None
    optimizer: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(learning_rate=1.0))

    def get_weights(self):
        return [np.full(2, self.epoch)]

    def set_weights(self, weights):
        self.restored = weights

    def named_weights(self):
        return {"dense.kernel": self.get_weights()[0]}

    def save(self, path):
        self.saved.append(path)


def drive(callback, values, monitor="val_loss", first_epoch=0):
    """Trains one epoch per value, as long as nobody stops; returns the model and all logs."""
    model = FakeModel()
    callback.set_model(model)
    callback.set_params({"epochs": len(values), "steps": 1, "batch_size": 1})
    callback.on_train_begin({})
    history = []
    for model.epoch, value in enumerate(values, start=first_epoch):
        callback.on_epoch_begin(model.epoch, {})
        logs = {monitor: value, "loss": 9.0}
        callback.on_epoch_end(model.epoch, logs)
        history.append(logs)
        if model.stop_training:
            break
    callback.on_train_end(history[-1])
    return model, history
