"""Stacks of layers: shapes, names, weights that stay when the stack changes."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import Input, Sequential, layers, models, utils
from convscope.errors import ConvscopeError


def summary_of(model):
    lines = []
    model.summary(print_fn=lines.append)
    return "\n".join(lines)


def test_layers_by_list_and_by_add_are_the_same_net():
    by_add = models.Sequential()
    by_add.add(layers.Conv2D(4, (3, 3), activation="relu", input_shape=(9, 7, 1)))
    by_add.add(layers.MaxPooling2D((2, 2)))
    by_add.add(layers.Flatten())
    by_add.add(layers.Dense(3, activation="softmax"))
    assert by_add.architecture == small_net().architecture
    assert [layer.name for layer in by_add.layers] == [
        "conv2d",
        "max_pooling2d",
        "flatten",
        "dense",
    ]
    assert (by_add.input_shape, by_add.output_shape) == ((None, 9, 7, 1), (None, 3))
    assert by_add.count_params() == 40 + 24 * 3 + 3


def test_an_impossible_layer_is_refused_and_the_net_stays():
    model = Sequential([Input(shape=(5, 5, 1)), layers.MaxPooling2D((3, 3))])
    with pytest.raises(ConvscopeError, match="does not fit into 1×1"):
        model.add(layers.Conv2D(4, 2))
    assert len(model.layers) == 1
    model.add(layers.Flatten())
    assert model.output_shape == (None, 1)


def test_the_input_shape_may_come_late():
    model = Sequential([layers.Flatten(), layers.Dense(3)])
    assert not model.built
    assert "flatten (Flatten)" in summary_of(model)
    with pytest.raises(ConvscopeError, match="does not know its input shape yet"):
        model.count_params()
    model.build((None, 4, 2, 1))
    assert model.count_params() == 27
    with pytest.raises(ConvscopeError, match=r"takes \(4, 2, 1\) and was told \(5, 2, 1\)"):
        model.build((None, 5, 2, 1))
    with pytest.raises(ConvscopeError, match="Expected the batch axis as None first"):
        Sequential([layers.Flatten()]).build((4, 2, 1))


def test_predict_builds_a_net_without_input_shape():
    model = Sequential([layers.Flatten(), layers.Dense(3)])
    assert model.predict(np.zeros((2, 4, 4))).shape == (2, 3)
    assert model.input_shape == (None, 4, 4, 1)


def test_summary_shows_shapes_cost_and_totals():
    text = summary_of(small_net())
    for part in ('Model: "sequential"', "(None, 7, 5, 4)", "1,260", "3×3", "Total parameters: 115"):
        assert part in text


def test_summary_goes_to_standard_output(capsys):
    small_net().summary()
    assert "dense (Dense)" in capsys.readouterr().out


def test_weights_stay_when_layers_come_and_go():
    model = small_net()
    before = model.get_weights()
    dense = model.pop()
    assert model.output_shape == (None, 24)
    model.add(layers.Dense(5))
    for old, new in zip(before[:2], model.get_weights()[:2], strict=True):
        np.testing.assert_array_equal(old, new)
    assert dense.get_weights()[0].shape == (24, 3)


def test_stacks_share_their_layers():
    model = Sequential([Input(shape=(4,)), layers.Dense(3, name="scores")], seed=1)
    probabilities = Sequential([model, layers.Softmax()])
    x = np.eye(4, dtype=np.float32)
    logits = model.predict(x)
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    np.testing.assert_allclose(probabilities.predict(x), shares, atol=1e-6)
    model.set_weights([np.zeros((4, 3)), np.zeros(3)])
    np.testing.assert_allclose(probabilities.predict(x), 1 / 3, atol=1e-6)


def test_a_layer_with_weights_for_another_shape_is_refused():
    model = Sequential([Input(shape=(4,)), layers.Dense(3)])
    model.get_weights()
    other = Sequential([Input(shape=(5,)), model.layers[0]])
    with pytest.raises(ConvscopeError, match="has weights for inputs of another shape"):
        other.get_weights()


def test_layers_are_found_by_name_and_index():
    model = small_net()
    assert model.get_layer("dense") is model.layers[3]
    assert model.get_layer(index=0) is model.layers[0]
    kernel, bias = model.get_layer("conv2d").get_weights()
    assert (kernel.shape, bias.shape) == ((3, 3, 1, 4), (4,))
    assert model.layers[0].count_params() == 40
    with pytest.raises(ConvscopeError, match=r'Unknown layer "dens".*mean "dense"'):
        model.get_layer("dens")
    with pytest.raises(ConvscopeError, match=r"index=9.*has 4 layers"):
        model.get_layer(index=9)


def test_weights_of_one_layer_and_of_all_can_be_replaced():
    model = small_net()
    model.layers[3].set_weights([np.ones((24, 3)), np.arange(3)])
    np.testing.assert_array_equal(model.get_weights()[3], np.arange(3))
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    assert not model.layers[3].get_weights()[0].any()
    with pytest.raises(ConvscopeError, match=r"Expected \[\(24, 3\), \(3,\)\]"):
        model.layers[3].set_weights([np.ones((3, 12)), np.arange(3)])
    with pytest.raises(ConvscopeError, match=r"set_weights\(\): received arrays of shapes"):
        model.set_weights([])


def test_seeds_make_initial_weights_repeatable():
    same = [small_net(seed=3).get_weights() for _ in range(2)]
    utils.set_random_seed(11)
    first, second = small_net().get_weights(), small_net().get_weights()
    utils.set_random_seed(11)
    again = small_net().get_weights()
    np.testing.assert_array_equal(same[0][0], same[1][0])
    np.testing.assert_array_equal(first[0], again[0])
    assert (first[0] != second[0]).any()


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda: Sequential([layers.Flatten]), "with the brackets"),
        (lambda: Sequential([Input((4,)), Input((5,))]), "has one input shape"),
        (lambda: Sequential([Input((4,)), layers.Dense(3, name="a b")]), "forbidden character"),
        (lambda: Sequential(layer=[]), r'Sequential\(\): "layer".*mean "layers"'),
        (lambda: Sequential().pop(), "the net has no layers"),
    ],
)
def test_wrong_nets_say_what_is_right(build, text):
    with pytest.raises(ConvscopeError, match=text):
        build()


def test_a_layer_is_used_once():
    model = Sequential([Input((4,))])
    layer = layers.Dense(4)
    model.add(layer)
    with pytest.raises(ConvscopeError, match='"dense" is already in this net'):
        model.add(layer)
