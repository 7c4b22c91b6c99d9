"""Layers with options of many kinds, one by one in Keras itself: same shapes, same numbers."""

import importlib.util

import numpy as np
import pytest

import convscope

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
    "ramp": lambda layers: layers.ReLU(max_value=1.5, negative_slope=0.25, threshold=0.5),
    "ramp without end": lambda layers: layers.LeakyReLU(negative_slope=0.1),
    "ramp to six": lambda layers: layers.ReLU(6),
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
    inputs = random.normal(0, 2, (3, *shape)).astype(np.float32)
    found, expected = ours.predict(inputs), theirs.predict(inputs, verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
