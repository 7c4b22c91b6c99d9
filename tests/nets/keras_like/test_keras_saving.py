"""Nets in files, and nets opened up."""

from dataclasses import replace

import numpy as np
import pytest
from small_nets import small_net

import convscope
from convscope import Input, Sequential, callbacks, layers, models
from convscope.errors import ConvscopeError
from convscope.keras_like.examples import value_range_of
from convscope.keras_like.saving import WEIGHTS_ENDINGS, WHOLE_ENDINGS
from convscope.model_file import read_model, write_model


def test_a_saved_net_comes_back_compiled(net, stripes, tmp_path):
    net.fit(*stripes, epochs=2, verbose=0)
    net.class_names = ["top", "middle", "bottom"]
    path = tmp_path / "net.safetensors"
    net.save(path)
    again = convscope.load_model(path)
    np.testing.assert_array_equal(again.predict(stripes[0]), net.predict(stripes[0]))
    assert again.evaluate(*stripes, verbose=0) == net.evaluate(*stripes, verbose=0)
    assert again.class_names == ("top", "middle", "bottom")
    assert [layer.name for layer in again.layers] == [layer.name for layer in net.layers]
    again.fit(*stripes, verbose=0)
    assert models.load_model(str(path)).optimizer.learning_rate == pytest.approx(0.001)


def test_a_net_that_was_never_compiled_can_be_saved(tmp_path):
    path = tmp_path / "net.safetensors"
    small_net().save(path)
    with pytest.raises(ConvscopeError, match="not compiled"):
        convscope.load_model(path).evaluate(np.zeros((1, 9, 7)), [0])


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        (np.array([0, 255], np.uint8), (0, 255)),
        (np.array([0.0, 255.0]), (0, 255)),
        (np.array([0.0, 1.0]), (0, 1)),
        (np.array([-1.0, 1.0]), (-1, 1)),
        (np.array([-0.42, 2.82]), (-0.42, 2.82)),
    ],
)
def test_the_range_of_the_training_images_is_kept(images, expected):
    assert value_range_of(images) == pytest.approx(expected)


def test_the_file_says_how_bytes_become_inputs(stripes, tmp_path):
    images, labels = stripes
    model = Sequential([Input((9, 7, 1)), layers.Flatten(), layers.Dense(3, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(images * 2 - 1, labels, verbose=0)
    model.save(tmp_path / "net.safetensors")
    saved = read_model(tmp_path / "net.safetensors")
    assert saved.architecture.input.value_range == (-1, 1)
    assert saved.trained_on["num_train"] == 30


def test_checkpoints_hold_the_best_epoch(net, stripes, tmp_path):
    path = tmp_path / "best.safetensors"
    checkpoint = callbacks.ModelCheckpoint(str(path), monitor="val_loss", save_best_only=True)
    history = net.fit(
        *stripes, epochs=4, verbose=0, validation_data=stripes, callbacks=[checkpoint]
    )
    loss, _ = convscope.load_model(path).evaluate(*stripes, verbose=0)
    assert loss == pytest.approx(min(history.history["val_loss"]), rel=1e-5)


@pytest.mark.parametrize("ending", WHOLE_ENDINGS)
def test_a_net_comes_back_from_every_ending(net, stripes, tmp_path, ending):
    net.fit(*stripes, verbose=0)
    net.class_names = ["top", "middle", "bottom"]
    path = tmp_path / "new" / "folder" / f"net{ending}"
    net.save(path)
    again = models.load_model(path)
    np.testing.assert_array_equal(again.predict(stripes[0]), net.predict(stripes[0]))
    assert again.evaluate(*stripes, verbose=0) == net.evaluate(*stripes, verbose=0)
    assert again.class_names == ("top", "middle", "bottom")
    assert again.facts.placement == net.facts.placement
    assert again.facts.trained_on == net.facts.trained_on


@pytest.mark.parametrize("ending", [*WEIGHTS_ENDINGS, ".weights.h5"])
def test_weights_alone_go_into_a_net_that_is_built_anew(net, stripes, tmp_path, ending):
    net.fit(*stripes, verbose=0)
    path = tmp_path / "new" / f"w{ending}"
    net.save_weights(path)
    again = convscope.models.Sequential(
        [
            Input((9, 7, 1)),
            *(type(layer).from_description(layer.description) for layer in net.layers),
        ]
    )
    assert not np.allclose(again.predict(stripes[0]), net.predict(stripes[0]))
    again.load_weights(path)
    np.testing.assert_array_equal(again.predict(stripes[0]), net.predict(stripes[0]))
    other = Sequential([Input((9, 7, 1)), layers.Flatten(), layers.Dense(2)])
    with pytest.raises(ConvscopeError, match=path.name):
        other.load_weights(path)


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_weights_are_taken_from_a_file_of_a_whole_net(net, stripes, tmp_path, ending):
    net.save(tmp_path / f"net{ending}")
    expected = net.predict(stripes[0])
    net.set_weights([0 * array for array in net.get_weights()])
    net.load_weights(tmp_path / f"net{ending}")
    np.testing.assert_array_equal(net.predict(stripes[0]), expected)


@pytest.mark.parametrize(
    ("name", "ending", "advice"),
    [
        ("net", "nothing", "net.keras"),
        ("net-{val_loss:.3f}", "nothing", "net-{val_loss:.3f}.keras"),
        ("runs/v1.2", "nothing", "runs/v1.2.keras"),
        ("net.ckpt", ".ckpt", "net.keras"),
    ],
)
def test_other_endings_are_refused_with_advice(net, name, ending, advice):
    with pytest.raises(ConvscopeError) as found:
        net.save(name)
    assert found.value.received == f"save(): the name {name} ends in {ending}."
    assert found.value.fix == f'Write "{advice}".'
    with pytest.raises(ConvscopeError, match=r"weights\.h5"):
        net.save_weights(name)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConvscopeError, match="there is no such file"):
        convscope.load_model(tmp_path / "none.keras")


@pytest.mark.parametrize("ending", WHOLE_ENDINGS)
def test_checkpoints_make_their_folder_and_take_every_ending(net, stripes, tmp_path, ending):
    path = tmp_path / "new" / "er" / f"net-{{epoch:02d}}{ending}"
    net.fit(*stripes, epochs=2, verbose=0, callbacks=[callbacks.ModelCheckpoint(path)])
    assert sorted(file.name for file in path.parent.iterdir()) == [
        f"net-01{ending}",
        f"net-02{ending}",
    ]
    again = convscope.load_model(path.parent / f"net-02{ending}")
    np.testing.assert_array_equal(again.predict(stripes[0]), net.predict(stripes[0]))


def test_checkpoints_of_weights_alone_hold_weights_alone(net, stripes, tmp_path):
    path = tmp_path / "new" / "best.weights.h5"
    checkpoint = callbacks.ModelCheckpoint(path, save_weights_only=True)
    net.fit(*stripes, epochs=1, verbose=0, callbacks=[checkpoint])
    with pytest.raises(ConvscopeError, match="holds weights and no net"):
        convscope.load_model(path)
    expected = net.predict(stripes[0])
    net.set_weights([0 * array for array in net.get_weights()])
    net.load_weights(path)
    np.testing.assert_array_equal(net.predict(stripes[0]), expected)


@pytest.mark.parametrize(
    ("name", "weights_only"), [("a/net.ckpt", False), ("a/net", True), ("a/net.keras", True)]
)
def test_a_checkpoint_that_cannot_be_written_is_refused_before_the_training(name, weights_only):
    with pytest.raises(ConvscopeError, match=r"ModelCheckpoint\(\): the name a/net"):
        callbacks.ModelCheckpoint(name, save_weights_only=weights_only)


def test_a_layer_that_keras_lacks_is_told_before_the_first_epoch(stripes, tmp_path):
    model = Sequential([Input((9, 7, 1)), layers.Flatten(), layers.Dense(3, "step"),
                        layers.Dense(3, "softmax")])  # fmt: skip
    model.compile("adam", "sparse_categorical_crossentropy")
    begun = []
    watch = callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs=None: begun.append(epoch))
    checkpoint = callbacks.ModelCheckpoint(tmp_path / "net.keras")
    with pytest.raises(ConvscopeError, match=r'ModelCheckpoint\(\): Layer "dense".*"step"'):
        model.fit(*stripes, verbose=0, callbacks=[watch, checkpoint])
    assert begun == []
    model.save(tmp_path / "net.safetensors")
    assert convscope.load_model(tmp_path / "net.safetensors").layers[1].activation == "step"


def test_a_folder_that_cannot_be_made_is_told_before_the_first_epoch(net, stripes, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    checkpoint = callbacks.ModelCheckpoint(tmp_path / "file" / "net.keras")
    with pytest.raises(ConvscopeError, match="could not be made"):
        net.fit(*stripes, verbose=0, callbacks=[checkpoint])


@pytest.mark.parametrize("wrong", ["rmsprop-like", 3, None])
def test_a_net_compiled_with_what_is_not_known_here_opens_uncompiled(net, tmp_path, wrong):
    model = net.to_model()
    told = {**model.trained_on["compiled"], "optimizer": {"name": wrong}}
    write_model(tmp_path / "a.safetensors", replace(model, trained_on={"compiled": told}))
    with pytest.raises(ConvscopeError, match="not compiled"):
        _ = convscope.load_model(tmp_path / "a.safetensors").optimizer


def test_feature_maps_are_what_predict_computes(net, stripes):
    images, _ = stripes
    maps = net.feature_maps(images[0])
    assert {name: values.shape for name, values in maps.items()} == {
        "conv2d": (7, 5, 4),
        "max_pooling2d": (3, 2, 4),
        "flatten": (24,),
        "dense": (3,),
    }
    np.testing.assert_allclose(maps["dense"], net.predict(images[:1])[0], atol=1e-6)


def test_pictures_are_mapped_to_the_range_of_the_training(net, stripes):
    images, labels = stripes
    net.fit(images, labels, verbose=0)
    picture = np.round(images[0] * 255).astype(np.uint8)
    expected = net.predict(picture[np.newaxis] / 255)[0]
    np.testing.assert_allclose(net.feature_maps(picture)["dense"], expected, atol=1e-6)


def test_every_number_can_be_explained(net, stripes):
    explanation = net.explain(stripes[0][0])
    neuron = explanation.neuron("dense", 1)
    total = sum(term.product for term in neuron.terms) + neuron.bias
    assert total == pytest.approx(neuron.pre_activation, rel=1e-6)


def test_what_a_file_says_about_the_training_images_stays_until_it_no_longer_holds(
    stripes, tmp_path
):
    about = {"class_means": np.arange(189, dtype=np.uint8).reshape(3, 9, 7, 1)}
    written = replace(small_net(seed=5).to_model(), about=about)
    write_model(tmp_path / "one.safetensors", written)
    net = convscope.load_model(tmp_path / "one.safetensors")
    net.save(tmp_path / "two.safetensors")
    kept = read_model(tmp_path / "two.safetensors").about
    np.testing.assert_array_equal(kept["class_means"], about["class_means"])
    net.compile("adam", "sparse_categorical_crossentropy")
    net.fit(*stripes, verbose=0)
    assert net.to_model().about == {}
    changed = convscope.load_model(tmp_path / "two.safetensors")
    changed.add(layers.Dense(2))
    assert changed.to_model().about == {}


@pytest.mark.parametrize("end", ["softmax", "linear"])
def test_predict_gives_what_the_last_layer_gives_and_the_way_to_probabilities(end, tmp_path):
    from scipy.special import softmax

    from convscope.engine.answers.model_answers import answer

    net = Sequential([Input((6, 5, 1)), layers.Flatten(), layers.Dense(3, end)], seed=0)
    path = tmp_path / "net.safetensors"
    net.save(path)
    images = np.random.default_rng(0).integers(0, 256, (4, 6, 5, 1)).astype(np.uint8)
    loaded = convscope.load_model(path)
    outputs = loaded.predict(images / 255)
    assert loaded.layers[-1].activation == end
    is_probability = np.allclose(outputs.sum(1), 1, atol=1e-5)
    assert is_probability == (end == "softmax")
    probabilities = outputs if end == "softmax" else softmax(outputs, axis=1)
    shown = answer(read_model(path), images)  # what `convscope predict` shows
    np.testing.assert_allclose(probabilities, shown, atol=1e-5)
