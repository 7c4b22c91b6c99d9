"""Nets as functional Keras programs build them; `keras` is convscope, or Keras itself."""

SHAPE = (32, 32, 3)


def residual(keras):
    """Two stages of residual blocks, the second at half size behind a projection."""
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(8, 3, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    for filters, strides in ((8, 1), (16, 2), (16, 1)):
        shortcut = x
        if strides != 1:
            shortcut = layers.Conv2D(filters, 1, strides=strides, use_bias=False)(x)
            shortcut = layers.BatchNormalization()(shortcut)
        x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Add()([x, shortcut])
        x = layers.Activation("relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def fire_modules(keras):
    """Squeezed to few channels, then 1×1 and 3×3 windows side by side."""
    layers = keras.layers

    def fire(x, squeeze, expand):
        x = layers.Conv2D(squeeze, 1, activation="relu")(x)
        one = layers.Conv2D(expand, 1, activation="relu")(x)
        three = layers.Conv2D(expand, 3, padding="same", activation="relu")(x)
        return layers.concatenate([one, three])

    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(16, 3, strides=2, activation="relu")(inputs)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = fire(x, 4, 16)
    x = fire(x, 4, 16)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = fire(x, 8, 32)
    x = layers.Dropout(0.5)(x)
    x = layers.Conv2D(10, 1)(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs=inputs, outputs=layers.Activation("softmax")(x))


def dense_block(keras):
    """Every layer takes in all before it."""
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(8, 3, padding="same")(inputs)
    for _ in range(3):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(4, 3, padding="same", use_bias=False)(y)
        x = layers.Concatenate()([x, y])
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(10, 1, activation="relu")(x)
    x = layers.AveragePooling2D(2)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10)(x), name="dense_block")


def squeeze_and_excitation(keras):
    """Maps are weighed by what all of them say together."""
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    for _ in range(2):
        gates = layers.GlobalAveragePooling2D()(x)
        gates = layers.Dense(4, activation="relu")(gates)
        gates = layers.Dense(16, activation="sigmoid")(gates)
        scaled = layers.Multiply()([x, gates])
        x = layers.Average()([scaled, x, layers.Maximum()([x, scaled])])
        x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
        x = layers.Subtract()([x, layers.MaxPooling2D(3, 1, "same")(x)])
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


PROGRAMS = {
    build.__name__: build for build in (residual, fire_modules, dense_block, squeeze_and_excitation)
}

PARAMETERS = {
    "residual": 10_146,
    "fire_modules": 5_530,
    "dense_block": 27_564,
    "squeeze_and_excitation": 5_554,
}
"""What Keras 3.15 counts."""
