"""Nets as they are published, written by Keras 3 and Keras 2 themselves, answer the same here.

They have random weights: what is tried is their form. Keras 2 is the package `tf_keras`.
"""

import importlib.util

import numpy as np
import pytest

import convscope
from convscope.errors import ConvscopeError

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras tf_keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

VERSIONS = ("keras", "tf_keras")
ENDINGS = (".keras", ".h5")
SIDE = 96


@pytest.fixture(params=VERSIONS)
def library(request):
    """Keras 3, or Keras 2."""
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"needs {request.param}")
    return importlib.import_module(request.param)


def operators(library):
    """Returns a net with operations where layers could stand."""
    layers = library.layers
    begin = library.Input((12, 11, 3))
    x = begin / 127.5 - 1.0
    a, b = layers.Conv2D(4, 3, padding="same")(x), layers.Conv2D(4, 1)(x)
    x = (a + b) * b - 0.5 * a
    return library.Model(begin, layers.Dense(3)(layers.Flatten()(x)))


def squeezing(library):
    """Returns a net whose attention has Dense layers on maps of one pixel."""
    layers = library.layers
    begin = library.Input((12, 11, 3))
    x = layers.Conv2D(8, 3)(begin)
    s = layers.Reshape((1, 1, 8))(layers.GlobalAveragePooling2D()(x))
    s = layers.Dense(8, "sigmoid")(layers.Dense(2, "relu", use_bias=False)(s))
    x = layers.Flatten()(layers.Multiply()([x, s]))
    return library.Model(begin, layers.Dense(3, "softmax")(x))


def growing(library):
    """Returns a net whose maps grow, with a function that Keras 3 computes otherwise."""
    layers = library.layers
    return library.Sequential(
        [
            library.Input((7, 6, 3)),
            layers.Conv2D(4, 3, padding="same"),
            layers.ELU(),
            layers.UpSampling2D((2, 3)),
            layers.UpSampling2D(2, interpolation="bilinear"),
            layers.BatchNormalization(scale=False),
            layers.GlobalMaxPooling2D(),
            layers.Dense(3),
        ]
    )


def teachable_machine(library):
    """Returns a net as Teachable Machine exports it."""
    layers = library.layers
    base = library.applications.MobileNetV2(
        input_shape=(SIDE, SIDE, 3), alpha=0.35, weights=None, include_top=False
    )
    pooled = layers.GlobalAveragePooling2D()(base.output)
    looking = library.Model(base.input, pooled, name="model1")
    deciding = [layers.Dense(100, "relu"), layers.Dense(3, "softmax", use_bias=False)]
    net = library.Sequential(
        [library.Sequential([looking]), library.Sequential([library.Input((1280,)), *deciding])]
    )
    net.build((None, SIDE, SIDE, 3))
    return net


def frozen(library):
    """Returns a frozen net of Keras with a head of its own, behind what scales pictures."""
    layers = library.layers
    base = library.applications.MobileNetV2(
        input_shape=(SIDE, SIDE, 3), alpha=0.35, weights=None, include_top=False
    )
    base.trainable = False
    begin = library.Input((SIDE, SIDE, 3))
    x = layers.RandomFlip("horizontal", seed=1)(begin)
    x = library.applications.mobilenet_v2.preprocess_input(x)
    x = layers.GlobalAveragePooling2D()(base(x))
    return library.Model(begin, layers.Dense(3, "softmax")(layers.Dropout(0.2)(x)))


OWN = (operators, squeezing, growing, teachable_machine, frozen)
PUBLISHED = (
    "DenseNet121",
    "EfficientNetB0",
    "EfficientNetV2B0",
    "InceptionV3",
    "MobileNet",
    "MobileNetV2",
    "MobileNetV3Small",
    "NASNetMobile",
    "ResNet50",
    "ResNet50V2",
    "VGG16",
    "Xception",
)


def make_lively(net, images):
    """Lets the picture count: normalizes every layer by what these images make of it.

    With weights as they begin, what a deep net answers hardly depends on its input, and a mistake
    would not be seen. What is normalized so often makes rounding larger, too.
    """
    random = np.random.default_rng(1)
    weights = [
        array + random.uniform(0.01, 0.1, array.shape) if np.ndim(array) == 1 else array
        for array in net.get_weights()
    ]
    net.set_weights(weights)
    was_trainable = [layer.trainable for layer in net.layers]
    for layer in layers_in(net):
        layer.trainable = True
        if hasattr(layer, "moving_variance"):
            layer.momentum = 0.0
    net(images, training=True)
    for layer in layers_in(net):  # Keras' Normalization computes with a copy
        getattr(layer, "finalize_state", lambda: None)()
    for layer, trainable in zip(net.layers, was_trainable, strict=True):
        layer.trainable = trainable


def layers_in(net):
    """Yields the layers of a net and of the nets in it."""
    for layer in net.layers:
        yield layer
        yield from layers_in(layer) if hasattr(layer, "layers") else ()


def expect_same_answers(theirs, path):
    """Checks a net that Keras writes and convscope opens."""
    shape = (4, *theirs.input_shape[1:])
    images = 255 * np.random.default_rng(2).random(shape).astype(np.float32)
    make_lively(theirs, images)
    theirs.save(path)
    expected = theirs.predict(images, verbose=0)
    largest = np.abs(expected).max()
    assert np.ptp(expected, axis=0).max() > 1e-3 * largest  # answers follow the picture
    found = convscope.models.load_model(path).predict(images)
    # How far rounding alone may lead: what the last digit of the input changes.
    shaken = theirs.predict(images * np.float32(1 + 3e-7), verbose=0)
    atol = 1e-4 * largest + 2 * np.abs(shaken - expected).max()
    np.testing.assert_allclose(found, expected, rtol=0, atol=atol)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("program", OWN, ids=lambda program: program.__name__)
def test_nets_that_programs_build(program, library, ending, tmp_path):
    library.utils.set_random_seed(1)
    expect_same_answers(program(library), tmp_path / f"net{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PUBLISHED)
def test_nets_that_keras_brings(name, library, ending, tmp_path):
    library.utils.set_random_seed(1)
    build = getattr(library.applications, name)
    net = build(input_shape=(SIDE, SIDE, 3), weights=None, classes=10, classifier_activation=None)
    expect_same_answers(net, tmp_path / f"net{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
def test_weights_that_hold_in_training_go_both_ways(ending, tmp_path):
    import keras

    layers, held = keras.layers, keras.regularizers
    theirs = keras.Sequential(
        [
            keras.Input((9, 8, 3)),
            layers.Conv2D(4, 3, kernel_regularizer=held.L1L2(0.25, 0.5), bias_regularizer="l2"),
            layers.Flatten(),
            layers.Dense(3, kernel_constraint=keras.constraints.MaxNorm(2.0)),
        ]
    )
    theirs.save(tmp_path / f"theirs{ending}")
    convscope.models.load_model(tmp_path / f"theirs{ending}").save(tmp_path / f"ours{ending}")
    again = keras.models.load_model(tmp_path / f"ours{ending}")
    convolution, _, dense = again.layers
    assert convolution.kernel_regularizer.get_config() == {"l1": 0.25, "l2": 0.5}
    assert convolution.bias_regularizer.get_config() == {"l2": 0.01}
    assert dense.kernel_constraint.get_config()["max_value"] == 2.0


def test_what_convscope_lacks_is_refused_by_name(library, tmp_path):
    layers = library.layers
    for layer in (
        layers.Permute((2, 1, 3)),
        layers.LayerNormalization(axis=[1, 2, 3]),
        layers.BatchNormalization(axis=1),
        layers.Resizing(5, 4, interpolation="bicubic"),
        layers.ELU(0.5),
        layers.Lambda(lambda x: x * 2),
    ):
        net = library.Sequential([library.Input((9, 8, 3)), layer, layers.Flatten()])
        net.save(tmp_path / "net.h5")
        with pytest.raises(ConvscopeError, match=rf'layer "{layer.name}" \(\w+\)') as refused:
            convscope.models.load_model(tmp_path / "net.h5")
        assert "Keras" in refused.value.fix or "bilinear" in refused.value.fix
