"""Nets that many people use, written as their programs write them: for the page and benchmarks."""

import convscope as keras
from convscope import layers
from convscope.architecture import Architecture


def squeezenet(size: int, num_classes: int = 10) -> Architecture:
    """SqueezeNet 1.1. Source: Iandola et al. 2016, https://arxiv.org/abs/1602.07360."""
    start = keras.Input((size, size, 3))
    x = layers.Conv2D(64, 3, strides=2, activation="relu", name="stem")(start)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    number = 2
    for squeezed, expanded, count in ((16, 64, 2), (32, 128, 2), (48, 192, 2), (64, 256, 2)):
        for _ in range(count):
            name = f"fire{number}"
            x = layers.Conv2D(squeezed, 1, activation="relu", name=f"{name}_squeeze")(x)
            ones = layers.Conv2D(expanded, 1, activation="relu", name=f"{name}_1x1")(x)
            threes = layers.Conv2D(
                expanded, 3, padding="same", activation="relu", name=f"{name}_3x3"
            )(x)
            x = layers.Concatenate(name=name)([ones, threes])
            number += 1
        if squeezed < 48:
            x = layers.MaxPooling2D(3, strides=2, name=f"pool{number - 1}")(x)
    x = layers.Dropout(0.5, name="drop")(x)
    x = layers.Conv2D(num_classes, 1, activation="relu", name="scores")(x)
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return _net(start, layers.Activation("softmax", name="answer")(x))


def mobilenet_v2(size: int, num_classes: int = 10) -> Architecture:
    """MobileNetV2. Source: Sandler et al. 2018, https://arxiv.org/abs/1801.04381."""
    start = keras.Input((size, size, 3))
    x = _normalized(start, 32, 3, "stem", 2)
    x = layers.ReLU(6.0, name="stem_relu")(x)
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)]
    stages += [(6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    number, channels = 0, 32
    for factor, filters, count, first_stride in stages:
        for index in range(count):
            name, stride, before = f"block{number}", first_stride if index == 0 else 1, x
            if factor > 1:
                x = _normalized(x, factor * channels, 1, f"{name}_expand")
                x = layers.ReLU(6.0, name=f"{name}_expand_relu")(x)
            x = layers.DepthwiseConv2D(
                3, strides=stride, padding="same", use_bias=False, name=f"{name}_depthwise"
            )(x)
            x = layers.BatchNormalization(name=f"{name}_depthwise_norm")(x)
            x = layers.ReLU(6.0, name=f"{name}_depthwise_relu")(x)
            x = _normalized(x, filters, 1, f"{name}_project")
            if stride == 1 and channels == filters:
                x = layers.Add(name=f"{name}_add")([before, x])
            number, channels = number + 1, filters
    x = layers.ReLU(6.0, name="last_relu")(_normalized(x, 1280, 1, "last"))
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return _net(start, layers.Dense(num_classes, activation="softmax", name="answer")(x))


def residual_50(size: int, num_classes: int = 10) -> Architecture:
    """ResNet-50: 50 layers with weights. Source: He et al. 2015, https://arxiv.org/abs/1512.03385."""
    start = keras.Input((size, size, 3))
    x = layers.ReLU(name="stem_relu")(_normalized(start, 64, 7, "stem", 2))
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="pool")(x)
    for stage, (filters, count) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3)), start=2):
        for index in range(count):
            name, before = f"stage{stage}_{index}", x
            stride = 2 if index == 0 and stage > 2 else 1
            x = layers.ReLU(name=f"{name}_relu1")(_normalized(x, filters, 1, f"{name}_a", stride))
            x = layers.ReLU(name=f"{name}_relu2")(_normalized(x, filters, 3, f"{name}_b"))
            x = _normalized(x, 4 * filters, 1, f"{name}_c")
            if index == 0:
                before = _normalized(before, 4 * filters, 1, f"{name}_short", stride)
            x = layers.ReLU(name=f"{name}_relu3")(layers.Add(name=f"{name}_add")([x, before]))
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return _net(start, layers.Dense(num_classes, activation="softmax", name="answer")(x))


def _normalized(x, filters: int, size: int, name: str, stride: int = 1):
    """A convolution without bias, and batch normalization."""
    convolution = layers.Conv2D(
        filters, size, strides=stride, padding="same", use_bias=False, name=name
    )
    return layers.BatchNormalization(name=f"{name}_norm")(convolution(x))


def _net(start, end) -> Architecture:
    return keras.Model(start, end).architecture
