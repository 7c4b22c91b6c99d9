"""A training that takes milliseconds: thirteen images, three classes, steps of four images."""

import numpy as np

from convscope.architecture import (
    Activation,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    MaxPooling2D,
)
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.trainer import Trainer

SHAPE = (7, 5, 1)
NUM_STEPS = 4  # the last batch holds a single image
SPARSE = Loss("sparse_categorical_crossentropy")

PLAIN = Architecture(
    Input(SHAPE),
    (Conv2D(2, 3, activation="relu"), MaxPooling2D(), Flatten(), Dense(3, "softmax")),
)
RANDOM = Architecture(
    Input(SHAPE),
    (
        Conv2D(3, 3, padding="same", use_bias=False),
        BatchNormalization(momentum=0.9),
        Activation("relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(0.4),
        Dense(3, "softmax"),
    ),
)
"""Everything that a training remembers between steps: moving statistics and random numbers."""


def images_and_labels(count=13, seed=0):
    """Returns uint8 (count, 7, 5, 1) and int64 (count,)."""
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (count, *SHAPE), dtype=np.uint8), random.integers(0, 3, count)


def make_trainer(architecture=PLAIN, callbacks=(), train=None, seed=0, **options):
    """Returns a fresh trainer; validation is on five other images."""
    return Trainer(
        network=build_network(architecture, initial_weights(architecture, seed)),
        train=train or Examples(*images_and_labels()),
        loss=options.pop("loss", SPARSE),
        optimizer_settings=options.pop(
            "optimizer", OptimizerSettings("adam", {"learning_rate": 0.01})
        ),
        batch_size=4,
        epochs=options.pop("epochs", 3),
        validation=options.pop("validation", Examples(*images_and_labels(5, 1))),
        seed=seed,
        callbacks=callbacks,
        **options,
    )


def without_times(history):
    return [{k: v for k, v in logs.items() if k != "seconds"} for logs in history]


class InterruptAfter(Callback):
    """Ends the training after so many steps, as Ctrl-C does."""

    def __init__(self, num_steps):
        self.steps_left = num_steps

    def on_train_batch_end(self, batch, logs=None):
        self.steps_left -= 1
        if self.steps_left == 0:
            self.model.interrupted = True
