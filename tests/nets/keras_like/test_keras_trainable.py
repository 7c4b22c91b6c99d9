"""Layers that are not trained, from the program to the weights, the counts, the table, the file."""

import warnings

import numpy as np
import pytest

from convscope import Input, Model, Sequential, layers, models, optimizers
from convscope.errors import ConvscopeError

SPARSE = "sparse_categorical_crossentropy"


def net(**first):
    return Sequential(
        [
            Input((9, 7, 1)),
            layers.Conv2D(4, 3, activation="relu", **first),
            layers.MaxPooling2D(),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ],
        seed=5,
    )


def changed(model, stripes, compile_first=True):
    """Returns which layers' weights a training changes."""
    before = [layer.get_weights() for layer in model.layers]
    if compile_first:
        model.compile(optimizers.SGD(0.1), SPARSE)
    model.fit(*stripes, verbose=0)
    return [
        layer.name
        for layer, old in zip(model.layers, before, strict=True)
        if any((a != b).any() for a, b in zip(old, layer.get_weights(), strict=True))
    ]


def test_a_layer_may_be_built_untrained(stripes):
    model = net(trainable=False)
    assert changed(model, stripes) == ["batch_normalization", "dense"]
    assert model.layers[0].trainable is False
    model.layers[0].trainable = True
    assert changed(model, stripes) == ["conv2d", "batch_normalization", "dense"]


def test_normalization_that_is_not_trained_keeps_its_statistics(stripes):
    model = net()
    model.layers[2].trainable = False
    assert changed(model, stripes) == ["conv2d", "dense"]
    assert model.layers[2].get_weights()[3].tolist() == [1, 1, 1, 1]


def test_it_computes_as_it_judges(stripes):
    model = net()
    model.layers[2].trainable = False
    model.compile(optimizers.SGD(0.1), SPARSE)
    judged = model.evaluate(*stripes, verbose=0)
    assert model.fit(*stripes, batch_size=30, verbose=0).history["loss"][0] == pytest.approx(judged)


def test_a_net_within_a_net_is_frozen_as_a_whole(stripes):
    base = net()
    base.trainable = False
    model = Sequential([base, layers.Dense(3, activation="softmax")])
    assert changed(model, stripes) == ["dense_1"]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    assert changed(model, stripes) == ["dense", "dense_1"]


def test_a_graph_is_frozen_as_well(stripes):
    inputs = Input((9, 7, 1))
    left = layers.Conv2D(2, 3, name="left")(inputs)
    right = layers.Conv2D(2, 3, name="right", trainable=False)(inputs)
    both = layers.Flatten()(layers.Add()([left, right]))
    model = Model(inputs, layers.Dense(3, activation="softmax")(both))
    assert changed(model, stripes) == ["left", "dense"]


def test_nothing_trained_is_a_training_that_changes_nothing(stripes):
    model = net()
    model.trainable = False
    assert changed(model, stripes) == []
    assert model.history.history["loss"][0] > 0


def test_a_change_counts_from_the_next_compile_on(stripes):
    model = net()
    model.compile(optimizers.SGD(0.1), SPARSE)
    model.layers[0].trainable = False  # before the first fit it still counts, as in Keras
    assert changed(model, stripes, compile_first=False) == ["batch_normalization", "dense"]
    model.layers[0].trainable = True
    with pytest.warns(UserWarning, match=r"Call compile\(\) again"):
        found = changed(model, stripes, compile_first=False)
    assert found == ["batch_normalization", "dense"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "conv2d" in changed(model, stripes)


def test_weights_are_counted_and_listed(capsys):
    model = net()
    assert (len(model.trainable_weights), len(model.non_trainable_weights)) == (6, 2)
    model.layers[0].trainable = False
    assert (len(model.trainable_weights), len(model.non_trainable_weights)) == (4, 4)
    assert len(model.layers[0].non_trainable_weights) == 2
    model.summary(show_trainable=True)
    shown = capsys.readouterr().out
    assert "Non-trainable parameters: 48" in shown  # 40 of the convolution, 8 moving statistics
    rows = {line.split()[0]: line.split()[-1] for line in shown.splitlines() if "(" in line}
    assert (rows["conv2d"], rows["dense"], rows["flatten"]) == ("no", "yes", "–")
    model.summary(expand_nested=True)
    assert "Trained" not in capsys.readouterr().out


def test_the_file_knows_it(tmp_path):
    model = net()
    model.layers[0].trainable = False
    model.save(tmp_path / "net.safetensors")
    found = models.load_model(tmp_path / "net.safetensors")
    assert [layer.trainable for layer in found.layers] == [False, True, True, True, True]
    assert "trainable" not in found.to_model().architecture.to_json()["layers"][1]


def test_only_yes_and_no(stripes):
    model = net()
    with pytest.raises(ConvscopeError, match=r"Conv2D: trainable=no\. Expected True or False"):
        model.layers[0].trainable = "no"
    with pytest.raises(ConvscopeError, match=r"Sequential: trainable=None"):
        model.trainable = None
    with pytest.raises(ConvscopeError, match=r"Dense: trainable=3\. Expected true or false"):
        layers.Dense(3, trainable=3)
    model.layers[0].trainable = np.False_
    assert model.layers[0].trainable is False
