"""convscope: train a convolutional network, draw at it, and read every number it computes."""

__version__ = "0.1.0"
