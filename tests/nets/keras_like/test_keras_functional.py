"""The functional face: layers called on tensors, nets between tensors, nets within nets."""

import re

import numpy as np
import pytest
from functional_programs import PARAMETERS, PROGRAMS
from functional_programs import SHAPE as PROGRAM_SHAPE

import convscope as keras
from convscope import layers
from convscope.errors import ConvscopeError
from graph_nets import LAYERS, graph

SHAPE = (12, 10, 3)
IMAGES = np.random.default_rng(0).random((24, *SHAPE)).astype(np.float32)
LABELS = np.arange(24) % 3


def residual(inputs):
    """Returns (inputs, outputs) of a net with one residual block."""
    maps = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = layers.BatchNormalization()(maps)
    x = layers.Conv2D(8, 3, padding="same")(x)
    x = layers.Add()([x, maps])
    x = layers.GlobalAveragePooling2D()(x)
    return layers.Dense(3, activation="softmax")(x)


@pytest.fixture
def model():
    inputs = keras.Input(shape=SHAPE)
    return keras.Model(inputs, residual(inputs), seed=1)


def test_tensors_have_shapes_before_there_are_numbers():
    inputs = keras.Input(shape=SHAPE)
    assert inputs.shape == (None, 12, 10, 3)
    x = layers.Conv2D(8, 3, name="maps")(inputs)
    assert (x.shape, x.name) == ((None, 10, 8, 8), "maps")
    assert repr(x) == "<KerasTensor shape=(None, 10, 8, 8), name=maps>"
    assert layers.concatenate([x, x]).shape == (None, 10, 8, 16)


def test_names_and_counts_are_those_of_keras(model):
    names = [layer.name for layer in model.layers]
    assert names == [
        "conv2d",
        "batch_normalization",
        "conv2d_1",
        "add",
        "global_average_pooling2d",
        "dense",
    ]
    assert model.count_params() == 224 + 32 + 584 + 27
    assert (model.input_shape, model.output_shape) == ((None, *SHAPE), (None, 3))
    assert model.get_layer("add").input == [model.layers[2].output, model.layers[0].output]


def test_the_summary_says_what_is_connected(model):
    lines = []
    model.summary(print_fn=lines.append)
    assert any("← conv2d_1, conv2d" in line for line in lines)


def test_a_graph_is_trained_and_judged(model):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    before = model.evaluate(IMAGES, LABELS, verbose=0, return_dict=True)
    history = model.fit(IMAGES, LABELS, batch_size=8, epochs=12, verbose=0)
    assert list(history.history) == ["loss", "accuracy"]
    after = model.evaluate(IMAGES, LABELS, verbose=0, return_dict=True)
    assert history.history["loss"][-1] < history.history["loss"][0]
    assert after.keys() == before.keys()


@pytest.mark.parametrize("join", ["add", "subtract", "multiply", "average", "maximum"])
def test_joins_have_a_function_too(join):
    inputs = keras.Input(shape=(5,))
    pair = [layers.Dense(4)(inputs), layers.Dense(4)(inputs)]
    outputs = getattr(layers, join)(pair, name="joined")
    model = keras.Model(inputs, outputs)
    x = np.random.default_rng(1).normal(size=(3, 5)).astype(np.float32)
    first, second = (keras.Model(inputs, tensor).predict(x) for tensor in pair)
    how = {"add": np.add, "subtract": np.subtract, "multiply": np.multiply,
           "average": lambda a, b: (a + b) / 2, "maximum": np.maximum}  # fmt: skip
    np.testing.assert_allclose(model.predict(x), how[join](first, second), rtol=1e-5, atol=1e-6)
    assert model.layers[-1].name == "joined"


def test_a_net_of_some_layers_shares_their_weights(model):
    maps = keras.Model(model.input, model.layers[0].output)
    before = maps.predict(IMAGES[:2])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(IMAGES, LABELS, verbose=0)
    after = maps.predict(IMAGES[:2])
    assert before.shape == (2, 12, 10, 8)
    assert not np.array_equal(before, after)
    weights = [maps.layers[0].get_weights(), model.layers[0].get_weights()]
    np.testing.assert_array_equal(weights[0][0], weights[1][0])


def test_a_net_of_all_outputs_predicts_a_list(model):
    every = keras.Model(inputs=model.inputs, outputs=[layer.output for layer in model.layers])
    found = every.predict(IMAGES[:5])
    assert [values.shape for values in found] == [
        (5, *layer.output.shape[1:]) for layer in model.layers
    ]
    np.testing.assert_allclose(found[-1], model.predict(IMAGES[:5]), rtol=1e-5, atol=1e-6)
    with pytest.raises(ConvscopeError, match=r"puts out 6 layers.*one output is trained"):
        every.compile("adam", "mse")


def test_a_sequential_gives_its_layers_outputs_too():
    net = keras.Sequential([keras.Input(SHAPE), layers.Conv2D(4, 3), layers.Flatten()])
    found = keras.Model(net.input, [layer.output for layer in net.layers]).predict(IMAGES[:2])
    np.testing.assert_array_equal(found[1], net.predict(IMAGES[:2]))
    np.testing.assert_array_equal(found[0].reshape(2, -1), found[1])
    net.add(layers.Dense(2))
    assert net.output.shape == (None, 2)
    found = keras.Model(net.input, [layer.output for layer in net.layers]).predict(IMAGES[:2])
    np.testing.assert_array_equal(found[2], net.predict(IMAGES[:2]))


def test_a_net_inside_of_another_stands_for_its_layers(model):
    inner = keras.Sequential([layers.Conv2D(3, 1), layers.ReLU()])
    inputs = keras.Input(SHAPE)
    outer = keras.Model(inputs, model(inner(inputs)))
    assert outer.count_params() == model.count_params() + 12
    np.testing.assert_allclose(
        outer.predict(IMAGES), model.predict(inner.predict(IMAGES)), rtol=1e-4, atol=1e-5
    )
    # What the inner net's layers put out is what they put out in the inner net, as before.
    keras.Model(model.input, model.layers[3].output)


def test_a_graph_survives_its_file(model, tmp_path):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.save(tmp_path / "net.safetensors")
    found = keras.models.load_model(tmp_path / "net.safetensors")
    assert found.architecture == model.architecture
    assert not isinstance(found, keras.Sequential)
    np.testing.assert_array_equal(found.predict(IMAGES), model.predict(IMAGES))
    assert found.metrics_names == ["loss", "accuracy"]
    found.fit(IMAGES, LABELS, verbose=0)


@pytest.mark.parametrize("name", LAYERS)
def test_every_graph_is_opened_by_its_face(name, tmp_path):
    from convscope.engine.network.initialization import initial_weights
    from convscope.model_file import Model, write_model

    net = graph(name)
    write_model(tmp_path / "net.safetensors", Model(net, initial_weights(net, 3)))
    found = keras.models.load_model(tmp_path / "net.safetensors")
    assert found.architecture == net
    assert found.predict(np.zeros((2, *net.input.shape), np.float32)).shape[0] == 2


def test_a_sequential_is_a_model_and_a_graph_is_no_sequential(model):
    assert isinstance(keras.Sequential(), keras.Model)
    assert not isinstance(model, keras.Sequential)
    assert not hasattr(model, "add")


def test_weights_go_in_and_out_in_the_order_of_layers(model):
    weights = [values + 1 for values in model.get_weights()]
    model.set_weights(weights)
    for found, expected in zip(model.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_every_number_of_a_graph_is_explained(model):
    neuron = model.explain((IMAGES[0] * 255).astype(np.uint8)).neuron("add", 3, 4, 5)
    assert neuron.sources == ("conv2d_1", "conv2d")
    assert set(model.feature_maps(IMAGES[0])) == {layer.name for layer in model.layers}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_of_known_nets_run_and_count_as_in_keras(name):
    model = PROGRAMS[name](keras)
    assert model.count_params() == PARAMETERS[name]
    loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=model.architecture.output_activation == "linear"
    )
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    images = np.random.default_rng(3).random((20, *PROGRAM_SHAPE)).astype(np.float32)
    history = model.fit(images, np.arange(20) % 10, batch_size=10, epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
    assert model.predict(images).shape == (20, 10)


def refused(build, *parts):
    with pytest.raises(ConvscopeError) as caught:
        build()
    for part in parts:
        assert re.search(part, str(caught.value)), str(caught.value)


def test_mistakes_are_told_at_the_line_that_makes_them():
    inputs, other = keras.Input(SHAPE), keras.Input(SHAPE)
    x = layers.Conv2D(8, 3, name="a")(inputs)
    y = layers.Conv2D(4, 3, name="b")(inputs)
    refused(
        lambda: layers.Add()([x, y]), r'\(10, 8, 8\) from "a"', r'\(10, 8, 4\) from "b"', "Conv2D"
    )
    refused(lambda: layers.Add()(x), "takes in one layer: a", "joins at least two")
    refused(lambda: layers.Flatten()([x, y]), "takes in 2 layers: a, b", "It takes in one")
    refused(lambda: layers.Dense(3)(x), r"received \(10, 8, 8\)", "Flatten")
    refused(lambda: layers.Flatten()("x"), r"Flatten\(\) was called on", "model.predict")
    refused(lambda: layers.Concatenate()([]), "an empty list")
    refused(lambda: layers.Concatenate(axis=1)([x, y]), "axis")
    refused(
        lambda: keras.Model(inputs, layers.Add()([x, layers.Conv2D(8, 3)(other)])), "another input"
    )
    refused(lambda: keras.Model([inputs, other], x), "2 inputs", "one of them")
    refused(
        lambda: keras.Model(x, layers.Flatten()(x)), r"inputs is <KerasTensor", r"what Input\(\)"
    )
    refused(lambda: keras.Model(inputs, IMAGES), "outputs is", "when it was called")
    refused(lambda: keras.Model(inputs, [x, y]), "ends in 2 layers")
    refused(lambda: keras.Model(inputs), "It takes inputs, outputs")
    shared = layers.Conv2D(3, 1, padding="same", name="shared")
    refused(lambda: keras.Model(inputs, shared(shared(inputs))), '"shared" is already in this net')
    refused(lambda: layers.Flatten().output, "has no output yet", r"Input\(shape")
    graph_ = keras.Model(inputs, layers.Add()([x, x]))
    refused(lambda: keras.Sequential([graph_]), "form a graph", "Call the nets on tensors")


@pytest.mark.parametrize("base", [keras.Model, keras.Sequential])
@pytest.mark.parametrize("name", ["call", "train_step"])
def test_what_a_programs_own_class_computes_is_refused(base, name):
    with pytest.raises(ConvscopeError, match=rf"Net has a {name}\(\).*convscope\.accelerate"):
        type("Net", (base,), {name: lambda self, data: {}})
    assert issubclass(type("Net", (base,), {"shown": lambda self: 1}), base)
