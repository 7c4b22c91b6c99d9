"""Layers that make vectors, and those that take them in."""

from convscope import architecture
from convscope.keras_like.layer import Layer


class Flatten(Layer):
    """Writes the picture as one vector: row by row, column by column, channel by channel."""

    kind = architecture.Flatten


class Reshape(Layer):
    """Counts rows, columns and channels anew; the values keep their order."""

    kind, positional = architecture.Reshape, ("target_shape",)


class Dense(Layer):
    """Fully connected: every unit sees every input."""

    kind, positional = architecture.Dense, ("units", "activation", "use_bias")
