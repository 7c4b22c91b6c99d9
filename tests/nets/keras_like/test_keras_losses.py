"""Losses by their formula, on their way from compile to the engine and the file."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import losses, models, optimizers
from convscope.engine.answers.losses import LOSSES
from convscope.errors import ConvscopeError
from convscope.keras_like.losses import NAMES

Y = np.eye(3)[[0, 1, 2, 1]]
P = np.array([[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.1, 0.15, 0.75], [0.05, 0.9, 0.05]])
SIGNS = 2 * Y - 1
RIGHT = np.array([0.7, 0.3, 0.75, 0.9])
OF_RIGHT = np.where(Y == 1, P, 1 - P)

CASES = [
    (losses.MeanAbsoluteError(), np.abs(Y - P).mean()),
    (losses.MeanSquaredError(), np.square(Y - P).mean()),
    (losses.Hinge(), np.maximum(0, 1 - SIGNS * P).mean()),
    (losses.SquaredHinge(), np.square(np.maximum(0, 1 - SIGNS * P)).mean()),
    (losses.CategoricalHinge(), np.mean([0.5, 1.3, 0.4, 0.15])),
    (losses.KLDivergence(), -np.log(RIGHT).mean()),
    (losses.Poisson(), (P - Y * np.log(P)).mean()),
    (losses.LogCosh(), np.log(np.cosh(P - Y)).mean()),
    (
        losses.Huber(0.25),
        np.where(abs(P - Y) < 0.25, np.square(P - Y) / 2, 0.25 * abs(P - Y) - 0.03125).mean(),
    ),
    (losses.CategoricalFocalCrossentropy(), (0.25 * (1 - RIGHT) ** 2 * -np.log(RIGHT)).mean()),
    (
        losses.CategoricalFocalCrossentropy(alpha=0.5, gamma=3),
        (0.5 * (1 - RIGHT) ** 3 * -np.log(RIGHT)).mean(),
    ),
    (losses.BinaryFocalCrossentropy(), ((1 - OF_RIGHT) ** 2 * -np.log(OF_RIGHT)).mean()),
    (
        losses.BinaryFocalCrossentropy(True, 0.3, 1.0),
        ((0.3 * Y + 0.7 * (1 - Y)) * (1 - OF_RIGHT) * -np.log(OF_RIGHT)).mean(),
    ),
    (losses.CategoricalCrossentropy(), -np.log(RIGHT).mean()),
    (losses.BinaryCrossentropy(), -np.log(OF_RIGHT).mean()),
]


@pytest.mark.parametrize(("loss", "expected"), CASES, ids=lambda c: getattr(c, "key", None))
def test_a_loss_is_what_its_formula_says(loss, expected):
    assert loss(Y, P) == pytest.approx(expected, rel=2e-5)
    weights = np.array([1, 2, 3, 5])
    parts = [weight * loss(Y[[i]], P[[i]]) for i, weight in enumerate(weights)]
    assert loss(Y, P, sample_weight=weights) == pytest.approx(np.mean(parts), rel=1e-5)


def test_logits_and_smoothing():
    logits = np.log(P)
    focal = losses.CategoricalFocalCrossentropy(from_logits=True)
    assert focal(Y, logits) == pytest.approx(losses.CategoricalFocalCrossentropy()(Y, P), 1e-5)
    binary = losses.BinaryFocalCrossentropy(from_logits=True)
    odds = np.log(P / (1 - P))
    assert binary(Y, odds) == pytest.approx(losses.BinaryFocalCrossentropy()(Y, P), 1e-5)
    smooth = losses.CategoricalFocalCrossentropy(label_smoothing=0.3)
    expected = (0.25 * (1 - P) ** 2 * (0.7 * Y + 0.1) * -np.log(P)).sum(1).mean()
    assert smooth(Y, P) == pytest.approx(expected, rel=1e-5)


def test_all_losses_of_the_engine_are_offered():
    assert {kind.key for kind in NAMES.values()} == set(LOSSES)
    assert {kind.__name__ for kind in NAMES.values()} <= set(losses.__all__)
    assert set(LOSSES) <= set(losses.__all__)


@pytest.mark.parametrize("name", sorted({kind.key for kind in NAMES.values()}))
def test_every_loss_trains_and_is_kept(name, stripes, tmp_path):
    images, labels = stripes
    targets = labels if name.startswith("sparse") else np.eye(3)[labels]
    model = small_net(seed=5)
    model.compile(optimizers.Adam(0.02), name)
    history = model.fit(images, targets, epochs=9, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    model.save(tmp_path / "net.safetensors")
    again = models.load_model(tmp_path / "net.safetensors")
    assert again.loss.options == model.loss.options
    assert again.evaluate(images, targets, verbose=0) == model.evaluate(images, targets, verbose=0)


def test_options_reach_the_training_and_the_file(stripes, tmp_path):
    images, labels = stripes
    model = small_net(seed=5)
    model.compile("sgd", losses.CategoricalFocalCrossentropy(alpha=0.5, gamma=0.0))
    plain = small_net(seed=5)
    plain.set_weights(model.get_weights())
    plain.compile("sgd", "categorical_crossentropy")
    targets = np.eye(3)[labels]
    found = [each.fit(images, targets, shuffle=False, verbose=0) for each in (model, plain)]
    assert found[0].history["loss"][0] < found[1].history["loss"][0] * 0.6
    model.save(tmp_path / "net.safetensors")
    assert models.load_model(tmp_path / "net.safetensors").loss.options["gamma"] == 0


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: losses.CategoricalCrossentropy(label_smoothing=1),
            r"label_smoothing=1\. .*below 1",
        ),
        (lambda: losses.Huber(-1), r"Huber\(\): delta=-1\. Expected a number above 0"),
        (lambda: losses.Hinge(1), r"Hinge\(\): received 1 arguments by position"),
        (lambda: losses.KLDivergence(gama=1), r'KLDivergence\(\): "gama"'),
        (lambda: losses.BinaryFocalCrossentropy(gama=1), r'"gama".*mean "gamma"'),
        (lambda: small_net().compile("adam", "hing"), r'loss "hing".*mean "Hinge"'),
    ],
)
def test_wrong_options_say_what_is_right(build, message):
    with pytest.raises(ConvscopeError, match=message):
        build()
