"""Nets drawn at random from a seed: every kind, joins, odd sizes. For tests and benchmarks."""

from random import Random

import numpy as np

from convscope.architecture import (
    ACTIVATIONS,
    Activation,
    Add,
    Architecture,
    Average,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Concatenate,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    LayerNormalization,
    Maximum,
    MaxPooling2D,
    Multiply,
    Normalization,
    PReLU,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    ReLU,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    SpatialDropout2D,
    Subtract,
    ZeroPadding2D,
)
from convscope.errors import ConvscopeError

BOUNDED = [name for name in ACTIVATIONS if name != "exponential"]
"""Activation functions that do not run away when several follow each other."""


class RandomNet:
    """Puts layers behind each other and beside each other, as a seed has it."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.layers = []
        sides = self.random.sample((7, 9, 11, 12, 13, 16, 17), 2)
        self.shape = (*sides, self.random.choice((1, 3)))
        self.maps = []

    def net(self):
        """Returns the architecture."""
        pick = self.random
        for _ in range(pick.randrange(3)):
            self.put(pick.choice(self.preparing))
        for _ in range(pick.randrange(2, 7)):
            self.put(pick.choice(self.on_pictures))
            if pick.random() < 0.35:
                self.branch()
        self.put(pick.choice((Flatten(), GlobalAveragePooling2D(), GlobalMaxPooling2D())))
        for _ in range(pick.randrange(3)):
            self.put(pick.choice(self.on_vectors))
        self.put(Dense(pick.choice((2, 3, 10)), pick.choice(("softmax", "linear"))))
        return Architecture(Input(self.shape), tuple(self.layers))

    @property
    def output_shape(self):
        return Architecture(Input(self.shape), tuple(self.layers)).output_shape

    def put(self, make):
        """Puts a layer where it fits."""
        layer = make() if callable(make) else make
        try:
            Architecture(Input(self.shape), (*self.layers, layer))
        except ConvscopeError:
            return
        self.layers.append(layer)

    def branch(self):
        """Puts one or two ways beside each other, and joins them."""
        pick, shape = self.random, self.output_shape
        if len(shape) != 3 or not self.layers:
            return
        begin = Architecture(Input(self.shape), tuple(self.layers)).layers[-1].name
        number, channels = len(self.layers), shape[2]
        self.layers[-1] = Architecture(Input(self.shape), tuple(self.layers)).layers[-1]
        first, second = f"a{number}", f"b{number}"
        if pick.random() < 0.3:  # squeeze and excitation
            self.layers += [
                GlobalAveragePooling2D(name=f"s{number}", keepdims=pick.random() < 0.5),
                Reshape((channels,), name=f"r{number}"),
                Dense(channels, "sigmoid", name=first),
                Multiply(inputs=(begin, first)),
            ]
            return
        kind = pick.choice((Add, Average, Maximum, Subtract, Multiply, Concatenate))
        activation = pick.choice(BOUNDED)
        self.layers += [
            Conv2D(channels, pick.choice((1, 3)), padding="same", name=first),
            Conv2D(channels, 3, padding="same", activation=activation, name=second, inputs=begin),
            kind(inputs=(first, second)),
        ]

    @property
    def preparing(self):
        """Layers that come first."""
        pick = self.random
        height, width, channels = self.shape
        return [
            Rescaling(pick.uniform(0.2, 2), pick.uniform(-1, 1)),
            Normalization(),
            Normalization((0.4,) * channels, (0.2,) * channels),
            Resizing(height + 2, width - 1, pick.choice(("bilinear", "nearest"))),
            Resizing(height - 1, width + 3, "bilinear", False, True, 0.5),
            CenterCrop(height - 2, width - 1),
            RandomCrop(height - 1, width - 1),
            RandomFlip("horizontal"),
            RandomRotation(factor=0.1),
            RandomZoom(height_factor=0.1),
            RandomTranslation(height_factor=0.1, width_factor=0.1),
            RandomContrast(0.2),
            RandomBrightness(factor=0.1),
        ]

    @property
    def on_pictures(self):
        """Layers that take in pictures."""
        pick = self.random
        size = (pick.choice((1, 2, 3, 5)), pick.choice((1, 2, 3, 4)))
        strides = pick.choice(((1, 1), (1, 1), (2, 2), (2, 1), (3, 2)))
        rate = (1, 1) if max(strides) > 1 else pick.choice(((1, 1), (2, 1), (1, 2)))
        padding, use_bias = pick.choice(("valid", "same")), pick.random() < 0.7
        how = {"strides": strides, "padding": padding, "use_bias": use_bias}
        how |= {"activation": pick.choice(BOUNDED), "dilation_rate": rate}
        groups = pick.choice((1, 1, 2))
        return [
            lambda: Conv2D(pick.choice((2, 4, 6)), size, groups=groups, **how),
            lambda: Conv2D(pick.choice((2, 4, 6)), size, **how),
            lambda: DepthwiseConv2D(size, depth_multiplier=pick.choice((1, 2)), **how),
            lambda: SeparableConv2D(pick.choice((3, 4)), size, **how),
            lambda: Conv2DTranspose(pick.choice((2, 4)), size, **how),
            MaxPooling2D(pick.choice((2, 3, (2, 3))), pick.choice((None, 1, 2)), padding),
            AveragePooling2D(pick.choice((2, 3, (2, 3))), pick.choice((None, 1, 2)), padding),
            BatchNormalization(epsilon=pick.choice((1e-3, 1e-5))),
            LayerNormalization(0.01, pick.random() < 0.7, pick.random() < 0.7),
            Activation(pick.choice(BOUNDED)),
            ReLU(pick.choice((None, 1.5, 6)), pick.choice((0, 0.1)), pick.choice((0, 0.2))),
            PReLU(pick.choice((None, (1, 2)))),
            ZeroPadding2D(((1, 0), (0, 2))),
            Cropping2D(((0, 1), (1, 0))),
            SpatialDropout2D(0.3),
            GaussianNoise(0.1),
            Dropout(0.3),
        ]

    @property
    def on_vectors(self):
        """Layers that take in vectors."""
        pick = self.random
        return [
            Dense(pick.choice((3, 5, 8)), pick.choice(BOUNDED), pick.random() < 0.7),
            BatchNormalization(),
            LayerNormalization(),
            Dropout(0.5),
            PReLU(),
            Activation(pick.choice(BOUNDED)),
            ReLU(negative_slope=0.2, threshold=0.1),
        ]


def random_net(seed):
    """Returns (net, weights, inputs) of a seed; inputs are float32 (4, height, width, channels)."""
    net = RandomNet(seed).net()
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in net.parameter_shapes.items():
        scale = 1 / max(1.0, np.sqrt(np.prod(shape[:-1]))) if len(shape) > 1 else 0.3
        values = random.normal(0, scale, shape)
        values = np.abs(values) + 0.5 if "variance" in name or "gamma" in name else values
        weights[name] = np.asarray(values, np.float32)
    return net, weights, random.normal(size=(4, *net.input.shape)).astype(np.float32)
