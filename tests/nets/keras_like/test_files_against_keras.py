"""Files of Keras itself open here, and ours there, with the same answers; both ways, every kind."""

import importlib.util

import numpy as np
import pytest
from functional_programs import PROGRAMS, SHAPE

import convscope
from convscope.architecture import Architecture
from convscope.arithmetic import forward
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, read_model, write_model
from graph_nets import LAYERS, graph
from random_nets import random_net

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

ENDINGS = (".keras", ".h5")


def chain(library):
    """Returns a chain with every kind that is no join, nets inside of nets among them."""
    layers = library.layers
    begin = library.Sequential(
        [layers.ZeroPadding2D(((1, 0), (0, 2))), layers.Conv2D(5, (3, 2), padding="same")]
    )
    end = [layers.Flatten(), layers.Dense(7, "tanh", use_bias=False)]
    return library.Sequential(
        [
            library.Input(SHAPE),
            layers.Rescaling(0.5, -0.25),
            begin,
            layers.BatchNormalization(momentum=0.9, epsilon=0.01),
            layers.MaxPooling2D((3, 2), strides=(2, 1), padding="same"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.AveragePooling2D((2, 3), strides=(1, 2), padding="same"),
            layers.Conv2D(3, 1, activation="sigmoid"),
            library.Sequential(end),
            layers.Dropout(0.5),
            layers.Dense(3),
            layers.Softmax(),
        ]
    )


def later_kinds(library):
    """Returns a chain with kinds, options and activations that came after those of `chain`."""
    layers = library.layers
    return library.Sequential(
        [
            library.Input(SHAPE),
            layers.Cropping2D(((1, 0), (0, 2))),
            layers.Conv2D(6, (3, 2), padding="same", dilation_rate=(2, 1), activation="gelu"),
            layers.Conv2D(4, 2, padding="same", groups=2, activation="hard_silu"),
            layers.GaussianNoise(0.1),
            layers.DepthwiseConv2D((2, 3), padding="same", depth_multiplier=2, activation="mish"),
            layers.LayerNormalization(epsilon=0.1, center=False),
            layers.PReLU(shared_axes=[1, 2]),
            layers.ReLU(5.0, 0.1, 0.5),
            layers.SpatialDropout2D(0.3),
            layers.SeparableConv2D(4, (2, 3), padding="same", depth_multiplier=3),
            layers.LeakyReLU(),
            layers.Conv2DTranspose(4, (3, 2), (2, 3), "same", activation="relu"),
            layers.Conv2DTranspose(2, 3, (2, 2), output_padding=(1, 0), use_bias=False),
            layers.Reshape((-1, 2, 2)),
            layers.GlobalMaxPooling2D(),
        ]
    )


def prepared(library):
    """Returns a chain that begins with what prepares pictures."""
    layers = library.layers
    measured = layers.Normalization()
    measured.adapt(images())
    return library.Sequential(
        [
            library.Input(SHAPE),
            measured,
            layers.Resizing(6, 9, pad_to_aspect_ratio=True, fill_value=0.5),
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.25, fill_mode="constant", fill_value=0.5),
            layers.RandomZoom((-0.5, 0.25), 0.25, interpolation="nearest"),
            layers.RandomTranslation(0.25, (0.0, 0.5), fill_mode="wrap"),
            layers.RandomContrast(0.25, value_range=(-1.0, 1.0)),
            layers.RandomBrightness(0.25, value_range=(-1.0, 1.0)),
            layers.CenterCrop(5, 7),
            layers.Normalization(mean=[0.5, 0.1, 0.2], variance=[2.0, 0.5, 1.0], invert=True),
            layers.Resizing(4, 3, interpolation="nearest"),
            layers.Flatten(),
            layers.Dense(3),
        ]
    )


PROGRAM = {"chain": chain, "prepared": prepared, "later kinds": later_kinds, **PROGRAMS}


def with_other_weights(model):
    """Gives a net weights none of which is neutral, the same in every run.

    Kernels are of both signs: with positive ones alone logits are in the thousands, where float32
    has no digits left for what is compared.
    """
    random = np.random.default_rng(1)
    shapes = [array.shape for array in model.get_weights()]
    arrays = [random.normal(0, 0.2, shape).astype(np.float32) for shape in shapes]
    # Statistics of a normalization may stand anywhere: variances have to be above 0.
    model.set_weights([a if a.ndim > 1 else np.abs(a) + np.float32(0.5) for a in arrays])
    for layer in model.layers:  # Keras' Normalization computes with a copy
        getattr(layer, "finalize_state", lambda: None)()
    return model


def images(shape=SHAPE):
    return np.random.default_rng(2).random((4, *shape)).astype(np.float32)


def expect_same(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PROGRAM)
def test_what_keras_wrote_opens_here(name, ending, tmp_path):
    import keras

    if (name, ending) == ("prepared", ".h5"):
        pytest.skip("Keras itself cannot write its random layers so")
    theirs = with_other_weights(PROGRAM[name](keras))
    theirs.compile("adam", "mse")
    theirs.save(tmp_path / f"a{ending}")
    ours = convscope.models.load_model(tmp_path / f"a{ending}")
    expect_same(ours.predict(images()), theirs.predict(images(), verbose=0))
    assert ours.loss.key == "mean_squared_error"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PROGRAM)
def test_what_is_written_here_opens_in_keras(name, ending, tmp_path):
    import keras

    ours = with_other_weights(PROGRAM[name](convscope))
    ours.compile(convscope.optimizers.SGD(0.03), "categorical_crossentropy", ["accuracy"])
    ours.save(tmp_path / f"a{ending}")
    theirs = keras.models.load_model(tmp_path / f"a{ending}")
    expect_same(theirs.predict(images(), verbose=0), ours.predict(images()))
    assert float(theirs.optimizer.learning_rate) == pytest.approx(0.03)
    labels = np.eye(theirs.output_shape[-1])[:4] if theirs.output_shape[-1] > 3 else None
    if labels is not None:
        theirs.fit(images(), labels, verbose=0)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", LAYERS)
def test_graphs_of_every_join_open_in_keras(name, ending, tmp_path):
    import keras

    net: Architecture = graph(name)
    random = np.random.default_rng(3)
    weights = {
        tensor: (values + random.uniform(0, 0.3, values.shape)).astype(np.float32)
        for tensor, values in initial_weights(net, 3).items()
    }
    write_model(tmp_path / f"a{ending}", Model(net, weights))
    theirs = keras.models.load_model(tmp_path / f"a{ending}")
    inputs = images(net.input.shape)
    expected = forward(net, weights, inputs)[net.layers[-1].name].activation
    expect_same(theirs.predict(inputs, verbose=0), expected)
    theirs.save(tmp_path / f"again{ending}")
    again = read_model(tmp_path / f"again{ending}")
    last = again.architecture.layers[-1].name
    found = forward(again.architecture, again.weights, inputs)[last].activation
    expect_same(found, expected)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_random_crop_takes_the_middle_in_keras_as_well(ending, tmp_path):
    """Keras 3.15's own layer does nothing outside of a training."""
    import keras

    layers = convscope.layers
    ours = with_other_weights(
        convscope.Sequential(
            [
                convscope.Input(SHAPE),
                layers.RandomCrop(SHAPE[0] - 2, SHAPE[1] - 1),
                layers.Conv2D(3, 2, activation="relu"),
                layers.GlobalAveragePooling2D(),
            ]
        )
    )
    ours.save(tmp_path / f"a{ending}")
    theirs = keras.models.load_model(tmp_path / f"a{ending}")
    expect_same(theirs.predict(images(), verbose=0), ours.predict(images()))
    theirs.save(tmp_path / f"again{ending}")
    again = convscope.models.load_model(tmp_path / f"again{ending}")
    assert [layer.name for layer in again.layers] == [layer.name for layer in ours.layers]


@pytest.mark.parametrize("seed", [1, 7, 29, 123])
def test_nets_drawn_at_random_open_in_keras(seed, tmp_path):
    """`benchmarks/interchange.py` takes hundreds."""
    import keras

    net, weights, inputs = random_net(seed)
    write_model(tmp_path / "a.keras", Model(net, weights))
    theirs = keras.models.load_model(tmp_path / "a.keras")
    expected = forward(net, weights, inputs)[net.layers[-1].name].activation
    expect_same(theirs.predict(inputs, verbose=0), expected)


@pytest.mark.parametrize("ending", [".weights.h5", ".h5"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_weights_alone_go_both_ways(name, ending, tmp_path):
    import keras

    ours, theirs = with_other_weights(PROGRAMS[name](convscope)), PROGRAMS[name](keras)
    ours.save_weights(tmp_path / f"ours{ending}")
    theirs.load_weights(tmp_path / f"ours{ending}")
    expect_same(theirs.predict(images(), verbose=0), ours.predict(images()))
    if ending == ".weights.h5":  # Keras 3 writes no others
        with_other_weights(theirs).save_weights(tmp_path / f"theirs{ending}")
        ours.load_weights(tmp_path / f"theirs{ending}")
        expect_same(ours.predict(images()), theirs.predict(images(), verbose=0))
