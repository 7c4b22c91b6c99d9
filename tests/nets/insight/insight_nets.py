"""A small net with everything that the room looks at."""

from convscope import architecture as arch
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model

SIDE = 17
"""Rows and columns of the pictures with blobs."""


def random_model(shape=(13, 11, 3), num_classes=3, seed=0):
    """Returns the net with random weights."""
    net = arch.Architecture(
        arch.Input(shape),
        (
            arch.Conv2D(4, (3, 3), use_bias=False),
            arch.BatchNormalization(),
            arch.Activation("relu"),
            arch.MaxPooling2D(),
            arch.Conv2D(5, (3, 3), activation="relu"),
            arch.Flatten(),
            arch.Dense(7, "tanh"),
            arch.Dense(num_classes, "softmax"),
        ),
    )
    return Model(net, initial_weights(net, seed), tuple("abcdefgh"[:num_classes]))
