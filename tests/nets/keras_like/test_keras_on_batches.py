"""Single batches: steps and judgements."""

import numpy as np
import pytest

import convscope as keras
from convscope.errors import ConvscopeError
from convscope.model_file import read_model

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.random((24, 8, 6, 1)).astype(np.float32)
LABELS = np.arange(24) % 3
PARTS = [slice(0, 10), slice(10, 20), slice(20, 24)]


def net(metrics=("accuracy",), loss="sparse_categorical_crossentropy", seed=1):
    model = keras.Sequential(
        [
            keras.Input((8, 6, 1)),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ],
        seed=seed,
    )
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=list(metrics))
    return model


def test_steps_are_those_of_fit():
    by_hand, fitted = net(), net()
    for _ in range(2):
        for part in PARTS:
            by_hand.train_on_batch(IMAGES[part], LABELS[part])
    fitted.fit(IMAGES, LABELS, batch_size=10, epochs=2, shuffle=False, verbose=0)
    for ours, theirs in zip(by_hand.get_weights(), fitted.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert by_hand.optimizer.iterations == fitted.optimizer.iterations == 6


def test_values_are_those_of_the_batch_before_the_step():
    model = net(("accuracy", "mse"))
    for part in PARTS:
        expected = model.evaluate(IMAGES[part], LABELS[part], verbose=0)
        assert model.train_on_batch(IMAGES[part], LABELS[part]) == pytest.approx(expected, abs=1e-5)
        assert model.evaluate(IMAGES[part], LABELS[part], verbose=0) != expected
        model.reset_metrics()


def test_judging_moves_nothing_and_is_what_evaluate_says():
    model = net(("accuracy", "mse", "AUC"))
    before = model.get_weights()
    for part in PARTS:
        expected = model.evaluate(IMAGES[part], LABELS[part], verbose=0, return_dict=True)
        told = model.test_on_batch(IMAGES[part], LABELS[part], return_dict=True)
        assert told == pytest.approx(expected, abs=1e-6)
    for now, then in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_without_metrics_the_loss_comes_alone():
    model = net(())
    assert isinstance(model.train_on_batch(IMAGES, LABELS), float)
    assert isinstance(model.test_on_batch(IMAGES, LABELS), float)


def test_images_count_as_they_are_weighted():
    light, heavy, by_class = net(), net(), net()
    weights = np.where(LABELS[:10] == 1, 5.0, 1.0)
    light.train_on_batch(IMAGES[:10], LABELS[:10])
    loss, accuracy = heavy.train_on_batch(IMAGES[:10], LABELS[:10], sample_weight=weights)
    same = by_class.train_on_batch(IMAGES[:10], LABELS[:10], class_weight={1: 5.0})
    assert [loss, accuracy] == pytest.approx(same, abs=1e-5)
    assert not np.allclose(light.get_weights()[-1], heavy.get_weights()[-1])
    np.testing.assert_allclose(by_class.get_weights()[-1], heavy.get_weights()[-1], atol=1e-6)


def test_fit_goes_on_with_the_steps_of_batches():
    model = net()
    model.train_on_batch(IMAGES, LABELS)
    model.fit(IMAGES, LABELS, batch_size=24, verbose=0)
    model.train_on_batch(IMAGES, LABELS)
    assert model.optimizer.iterations == 3


def test_a_step_is_one_of_training_and_leaves_frozen_layers_alone():
    frozen = keras.layers.Dense(6, activation="relu")
    frozen.trainable = False
    norm, last = keras.layers.BatchNormalization(), keras.layers.Dense(3, activation="softmax")
    stack = [keras.Input((8, 6, 1)), keras.layers.Flatten(), frozen, norm, last]
    model = keras.Sequential(stack, seed=2)
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    before = [[w.copy() for w in layer.get_weights()] for layer in (frozen, norm, last)]
    model.train_on_batch(IMAGES, LABELS)
    after = [layer.get_weights() for layer in (frozen, norm, last)]
    for then, now in zip(before[0], after[0], strict=True):
        np.testing.assert_array_equal(then, now)
    assert not np.allclose(before[1][2], after[1][2])  # the moving mean
    assert not np.allclose(before[2][0], after[2][0])
    model.layers[-1].trainable = False
    with pytest.warns(UserWarning, match="counts from the next compile"):
        model.train_on_batch(IMAGES, LABELS)


def test_a_file_knows_the_images_that_the_steps_have_seen(tmp_path):
    by_hand, fitted = net(), net()
    pictures = (IMAGES * 255).round()
    by_hand.train_on_batch(pictures, LABELS)
    fitted.fit(pictures, LABELS, batch_size=24, verbose=0)
    for name, model in (("by_hand", by_hand), ("fitted", fitted)):
        model.save(tmp_path / f"{name}.safetensors")
    ours, theirs = (read_model(tmp_path / f"{n}.safetensors") for n in ("by_hand", "fitted"))
    assert ours.architecture.input.value_range == theirs.architecture.input.value_range == (0, 255)
    assert ours.placement == theirs.placement


def test_an_area_needs_all_images():
    model = net(("AUC",))
    with pytest.raises(ConvscopeError, match=r"train_on_batch\(\): the metric AUC"):
        model.train_on_batch(IMAGES, LABELS)


def test_labels_that_do_not_fit_are_told():
    with pytest.raises(ConvscopeError, match=r"train_on_batch\(\)"):
        net().train_on_batch(IMAGES, LABELS[:5])


@pytest.mark.keras
def test_keras_itself_says_the_same():
    real = pytest.importorskip("keras")
    theirs = real.Sequential(
        [
            real.Input((8, 6, 1)),
            real.layers.Conv2D(4, 3, activation="relu"),
            real.layers.Flatten(),
            real.layers.Dense(3, activation="softmax"),
        ]
    )
    metrics = ["accuracy", "mse"]
    theirs.compile(real.optimizers.Adam(0.01), "categorical_crossentropy", metrics=metrics)
    ours = net(metrics, "categorical_crossentropy")
    one_hot = np.eye(3, dtype=np.float32)[LABELS]
    theirs.set_weights(ours.get_weights())
    for number in range(9):
        part = PARTS[number % 3]
        call = "test_on_batch" if number % 4 == 3 else "train_on_batch"
        expected = getattr(theirs, call)(IMAGES[part], one_hot[part], return_dict=True)
        found = getattr(ours, call)(IMAGES[part], one_hot[part], return_dict=True)
        assert found == pytest.approx({k: float(v) for k, v in expected.items()}, abs=1e-4)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, atol=1e-4)
