"""Layers that look at rows and columns: margins, convolutions, poolings."""

from typing import ClassVar

from convscope import architecture
from convscope.keras_like.layer import Layer


class ZeroPadding2D(Layer):
    """Puts rows and columns of zeros around the picture."""

    kind, positional = architecture.ZeroPadding2D, ("padding",)


class Cropping2D(Layer):
    """Cuts rows and columns off the picture."""

    kind, positional = architecture.Cropping2D, ("cropping",)


class Conv2D(Layer):
    """Convolution: every filter slides over the input and yields one feature map."""

    kind = architecture.Conv2D
    positional = ("filters", "kernel_size", "strides", "padding")


class DepthwiseConv2D(Layer):
    """Convolution of every channel for itself, with filters of its own."""

    kind, positional = architecture.DepthwiseConv2D, ("kernel_size", "strides", "padding")
    kernel_names: ClassVar[dict[str, str]] = {"kernel": "depthwise"}


class SeparableConv2D(Layer):
    """A depthwise convolution, then one of 1 × 1 that mixes its maps."""

    kind = architecture.SeparableConv2D
    positional = ("filters", "kernel_size", "strides", "padding")
    kernel_names: ClassVar[dict[str, str]] = {
        "depthwise_kernel": "depthwise",
        "pointwise_kernel": "pointwise",
    }


class Conv2DTranspose(Layer):
    """Transposed convolution: every value paints the filters, so that pictures grow."""

    kind = architecture.Conv2DTranspose
    positional = ("filters", "kernel_size", "strides", "padding")


class MaxPooling2D(Layer):
    """Keeps the largest value of every window; padding never wins."""

    kind, positional = architecture.MaxPooling2D, ("pool_size", "strides", "padding")


class AveragePooling2D(Layer):
    """Keeps the mean of every window; padding is not counted."""

    kind, positional = architecture.AveragePooling2D, ("pool_size", "strides", "padding")


class GlobalAveragePooling2D(Layer):
    """Keeps the mean of every channel."""

    kind = architecture.GlobalAveragePooling2D


class GlobalMaxPooling2D(Layer):
    """Keeps the largest value of every channel."""

    kind = architecture.GlobalMaxPooling2D
