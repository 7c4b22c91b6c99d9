"""Layers with options of many kinds, one by one in Keras itself: same shapes, same numbers."""

import importlib.util

import numpy as np
import pytest

import convscope
from convscope.arithmetic.random_images import change

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

PICTURE = (11, 7, 6)
VECTOR = (13,)

LAYERS = {
    "gaps": lambda layers: layers.Conv2D(5, (3, 2), padding="same", dilation_rate=(2, 3)),
    "gaps inside": lambda layers: layers.Conv2D(5, (2, 3), dilation_rate=(3, 1)),
    "groups": lambda layers: layers.Conv2D(9, (3, 2), (2, 1), padding="same", groups=3),
    "groups with gaps": lambda layers: layers.Conv2D(4, (3, 2), dilation_rate=2, groups=2),
    "depthwise": lambda layers: layers.DepthwiseConv2D((3, 2), 2, "same", depth_multiplier=2),
    "depthwise with gaps": lambda layers: layers.DepthwiseConv2D(
        (2, 3), dilation_rate=(3, 2), activation="relu", use_bias=False
    ),
    "separable": lambda layers: layers.SeparableConv2D(
        5, (3, 2), padding="same", dilation_rate=(2, 3), depth_multiplier=2
    ),
    "grown": lambda layers: layers.Conv2DTranspose(5, (3, 2), 2, "same", activation="relu"),
    "grown with larger windows": lambda layers: layers.Conv2DTranspose(5, (5, 4), (3, 2), "same"),
    "grown with smaller windows": lambda layers: layers.Conv2DTranspose(5, (1, 2), (2, 3)),
    "grown and nothing cut off": lambda layers: layers.Conv2DTranspose(5, 3, 2, use_bias=False),
    "grown by less": lambda layers: layers.Conv2DTranspose(5, (1, 2), (3, 4), output_padding=0),
    "grown by more": lambda layers: layers.Conv2DTranspose(5, 3, 2, output_padding=1),
    "grown as said": lambda layers: layers.Conv2DTranspose(
        5, (3, 5), (2, 4), "same", output_padding=(1, 2)
    ),
    "grown as said with even windows": lambda layers: layers.Conv2DTranspose(
        5, (2, 4), (2, 3), "same", output_padding=(1, 2)
    ),
    "grown with gaps": lambda layers: layers.Conv2DTranspose(
        5, (3, 2), padding="same", dilation_rate=(2, 3)
    ),
    "grown with gaps, nothing cut off": lambda layers: layers.Conv2DTranspose(
        5, (2, 3), dilation_rate=2
    ),
    "ramp": lambda layers: layers.ReLU(max_value=1.5, negative_slope=0.25, threshold=0.5),
    "ramp without end": lambda layers: layers.LeakyReLU(negative_slope=0.1),
    "ramp to six": lambda layers: layers.ReLU(6),
    "normalized as before training": lambda layers: layers.Normalization(),
    "normalized by given numbers": lambda layers: layers.Normalization(
        mean=[0.1, 2, -3, 0, 1, 5], variance=[2, 3, 0.1, 0, 1, 4]
    ),
    "normalized by one number": lambda layers: layers.Normalization(
        mean=0.5, variance=4.0, invert=True
    ),
    "a normalized row by numbers of a vector": lambda layers: layers.Normalization(),
    "resized": lambda layers: layers.Resizing(5, 13),
    "resized to the nearest": lambda layers: layers.Resizing(17, 3, interpolation="nearest"),
    "resized without the edges": lambda layers: layers.Resizing(6, 9, crop_to_aspect_ratio=True),
    "resized with a margin": lambda layers: layers.Resizing(
        6, 9, pad_to_aspect_ratio=True, fill_value=0.5
    ),
    "resized to the nearest with a margin": lambda layers: layers.Resizing(
        13, 4, "nearest", pad_to_aspect_ratio=True
    ),
    "the middle": lambda layers: layers.CenterCrop(4, 4),
    "the middle of something small": lambda layers: layers.CenterCrop(13, 5),
    "flipped while training": lambda layers: layers.RandomFlip("horizontal", seed=3),
    "turned while training": lambda layers: layers.RandomRotation(0.1, "wrap", "nearest", seed=3),
    "zoomed while training": lambda layers: layers.RandomZoom((-0.2, 0.1), 0.3),
    "moved while training": lambda layers: layers.RandomTranslation(0.1, (-0.2, 0.1)),
    "sharper while training": lambda layers: layers.RandomContrast(0.3, value_range=(0, 1)),
    "lighter while training": lambda layers: layers.RandomBrightness((-0.3, 0.2)),
    "places normalized": lambda layers: layers.LayerNormalization(),
    "places normalized and only scaled": lambda layers: layers.LayerNormalization(
        epsilon=0.1, center=False
    ),
    "a normalized row of a vector": lambda layers: layers.LayerNormalization(scale=False),
    "learned slopes": lambda layers: layers.PReLU(),
    "a learned slope for each map": lambda layers: layers.PReLU(shared_axes=[1, 2]),
    "learned slopes of a vector": lambda layers: layers.PReLU(),
    "counted anew": lambda layers: layers.Reshape((7, -1, 11)),
    "a picture of a vector": lambda layers: layers.Reshape((13, 1, 1)),
    "cropping": lambda layers: layers.Cropping2D(((1, 2), (3, 0))),
    "maps that may be silenced": lambda layers: layers.SpatialDropout2D(0.4),
    "noise of a vector": lambda layers: layers.GaussianNoise(0.4),
    "largest": lambda layers: layers.GlobalMaxPooling2D(),
    "largest, kept as a picture": lambda layers: layers.GlobalMaxPooling2D(keepdims=True),
    "mean, kept as a picture": lambda layers: layers.GlobalAveragePooling2D(keepdims=True),
    "separable with strides": lambda layers: layers.SeparableConv2D(5, (3, 2), 2, use_bias=False),
}

FUNCTIONS = [
    *("relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "mish"),
    *("softplus", "softsign", "hard_sigmoid", "hard_silu", "hard_swish"),
    *("exponential", "sigmoid", "tanh", "softmax"),
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_activation_function_is_that_of_keras(name):
    import keras

    values = np.linspace(-9, 9, 181, dtype=np.float32).reshape(1, -1)
    expected = keras.ops.convert_to_numpy(getattr(keras.activations, name)(values))
    found = getattr(convscope.activations, name)(values)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    model = convscope.Sequential([convscope.Input((181,)), convscope.layers.Activation(name)])
    np.testing.assert_allclose(model.predict(values), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_puts_out_what_it_does_in_keras(name):
    import keras

    shape = VECTOR if name.endswith("of a vector") else PICTURE
    ours = convscope.Sequential([convscope.Input(shape), LAYERS[name](convscope.layers)])
    theirs = keras.Sequential([keras.Input(shape), LAYERS[name](keras.layers)])
    random = np.random.default_rng(3)
    weights = [random.normal(size=w.shape).astype(np.float32) for w in theirs.get_weights()]
    weights = [
        np.abs(w) if "variance" in variable.name else w
        for w, variable in zip(weights, theirs.weights, strict=True)
    ]
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in weights]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    for layer in theirs.layers:  # Keras' Normalization computes with a copy
        getattr(layer, "finalize_state", lambda: None)()
    inputs = random.normal(0, 2, (3, *shape)).astype(np.float32)
    found, expected = ours.predict(inputs), theirs.predict(inputs, verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


DRAWN = {
    "RandomFlip": lambda t, h, w: 1 - t["flips"].reshape(-1, 1),
    "RandomRotation": lambda t, h, w: t["angle"].reshape(-1, 1) / 360,
    "RandomZoom": lambda t, h, w: np.hstack([t["height_zoom"], t["width_zoom"]]) - 1,
    "RandomTranslation": lambda t, h, w: t["translations"][:, ::-1] / (h, w),
    "RandomContrast": lambda t, h, w: t["contrast_factor"].reshape(-1, 1),
    "RandomBrightness": lambda t, h, w: t["rgb_delta"].reshape(-1, 1) / 2,
}
"""What Keras has drawn, as the numbers that we draw."""

AT_RANDOM = {
    "mirrored": lambda layers: layers.RandomFlip("vertical"),
    "mirrored both ways": lambda layers: layers.RandomFlip(),
    "turned": lambda layers: layers.RandomRotation(0.7),
    "turned, begun anew": lambda layers: layers.RandomRotation((-0.5, 0.2), fill_mode="wrap"),
    "stretched": lambda layers: layers.RandomZoom((-0.8, 0.9), fill_mode="nearest"),
    "stretched both ways": lambda layers: layers.RandomZoom(
        0.5, (-0.3, 0.9), fill_mode="constant", fill_value=0.3
    ),
    "moved": lambda layers: layers.RandomTranslation(0.9, 0.4),
    "moved to the nearest": lambda layers: layers.RandomTranslation(
        (-0.9, 0), 0.4, fill_mode="wrap", interpolation="nearest"
    ),
    "sharper": lambda layers: layers.RandomContrast(0.8, value_range=(-1, 1)),
    "lighter": lambda layers: layers.RandomBrightness(0.5, value_range=(-1, 1)),
}


@pytest.mark.parametrize("name", AT_RANDOM)
def test_a_picture_is_changed_as_keras_changes_it_by_the_same_numbers(name):
    import keras

    theirs = AT_RANDOM[name](keras.layers)
    ours = AT_RANDOM[name](convscope.layers).description
    images = np.random.default_rng(4).normal(0, 0.7, (5, *PICTURE)).astype(np.float32)
    transformation = theirs.get_random_transformation(images, training=True)
    expected = theirs.transform_images(images, transformation, training=True)
    arrays = {key: np.asarray(value) for key, value in transformation.items()}
    drawn = DRAWN[ours.kind](arrays, *PICTURE[:2]).astype(float)
    found = change(ours, images, drawn)
    np.testing.assert_allclose(found, keras.ops.convert_to_numpy(expected), atol=1e-4)
