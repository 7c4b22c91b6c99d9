"""Small nets whose layers take in each other, in every way that a graph can: for tests."""

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    Average,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    Maximum,
    MaxPooling2D,
    Multiply,
    Rescaling,
    Subtract,
    ZeroPadding2D,
)

IMAGE = (11, 7, 3)  # sizes that are all different primes show every swapped axis


def same(filters, size, name, inputs=(), activation="linear", strides=(1, 1)):
    """A padded convolution."""
    return Conv2D(
        filters, size, strides, padding="same", activation=activation, name=name, inputs=inputs
    )


LAYERS = {
    "residual": (
        same(5, 3, "stem", activation="relu"),
        same(5, (3, 2), "first"),
        BatchNormalization(name="normal"),
        Activation("relu", name="relu"),
        same(5, 3, "second"),
        Add(name="add", inputs=("second", "stem")),
        Activation("relu", name="after"),
        same(7, 3, "down", strides=(2, 2)),
        same(7, 1, "short", inputs="after", strides=(2, 2)),
        Add(name="sum", inputs=("down", "short")),
        GlobalAveragePooling2D(name="mean"),
        Dense(3, "softmax", name="answer"),
    ),
    "squeeze and excitation": (
        same(5, 3, "maps", activation="relu"),
        GlobalAveragePooling2D(name="squeeze"),
        Dense(2, "relu", name="narrow"),
        Dense(5, "sigmoid", name="gates"),
        Multiply(name="scaled", inputs=("maps", "gates")),
        Conv2D(4, 3, activation="relu", name="behind"),
        MaxPooling2D(name="pool"),
        Flatten(name="flat"),
        Dense(3, "softmax", name="answer"),
    ),
    "fire": (
        Conv2D(5, 3, activation="relu", name="stem"),
        MaxPooling2D(name="pool"),
        same(2, 1, "squeeze", activation="relu"),
        same(3, 1, "one", activation="relu"),
        same(4, 3, "three", inputs="squeeze", activation="relu"),
        Concatenate(name="fire", inputs=("one", "three")),
        MaxPooling2D((2, 1), name="pool_again"),
        Flatten(name="flat"),
        Dropout(0.5, name="dropout"),
        Dense(3, name="answer"),
    ),
    "dense block": (
        same(3, 3, "stem"),
        BatchNormalization(name="a"),
        same(2, 3, "b"),
        Concatenate(name="c", inputs=("stem", "b")),
        BatchNormalization(name="d"),
        same(2, (2, 3), "e", activation="tanh"),
        Concatenate(name="f", inputs=("c", "e")),
        AveragePooling2D(name="g"),
        Flatten(name="h"),
        Dense(3, "softmax", name="answer"),
    ),
    "every join": (
        same(3, 2, "a"),
        same(3, (1, 3), "b", inputs="input"),
        Average(name="average", inputs=("a", "b", "input")),
        Subtract(name="difference", inputs=("a", "b")),
        Maximum(name="largest", inputs=("average", "difference", "a")),
        Multiply(name="product", inputs=("largest", "average", "b")),
        Conv2D(1, 1, padding="same", activation="sigmoid", name="where"),
        Multiply(name="attended", inputs=("where", "product")),
        AveragePooling2D((11, 7), name="one_place", inputs="attended"),
        Subtract(name="centred", inputs=("attended", "one_place")),
        Add(name="twice", inputs=("centred", "centred")),
        Activation("softmax", name="shares"),
        GlobalAveragePooling2D(name="mean"),
        Dense(2, "sigmoid", name="answer"),
    ),
    "nested": (
        Rescaling(0.5, name="scaled"),
        ZeroPadding2D(((1, 2), (0, 1)), name="margin"),
        Conv2D(2, (4, 2), name="left"),
        same(2, 3, "right", inputs="scaled"),
        Add(name="inner", inputs=("left", "right")),
        MaxPooling2D(name="half"),
        Conv2D(2, (2, 2), (2, 2), name="other_half", inputs="scaled"),
        Concatenate(name="outer", inputs=("half", "other_half", "half")),
        Flatten(name="flat"),
        Flatten(name="first", inputs="half"),
        Dense(4, "leaky_relu", name="units"),
        Dense(4, name="more", inputs="flat"),
        Average(name="both", inputs=("units", "more")),
        Concatenate(name="all", inputs=("both", "first", "units")),
        Dense(3, "softmax", name="answer"),
    ),
    "vectors": (
        Dense(4, "tanh", name="a"),
        Dense(4, name="b", inputs="input"),
        Multiply(name="gated", inputs=("a", "b")),
        Concatenate(name="c", inputs=("gated", "input")),
        Maximum(name="d", inputs=("a", "b")),
        Concatenate(name="e", inputs=("d", "c")),
        Dense(1, "sigmoid", name="answer"),
    ),
}


def graph(name):
    """Returns one of the nets."""
    return Architecture(Input((13,) if name == "vectors" else IMAGE), LAYERS[name])
