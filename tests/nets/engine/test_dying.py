"""Trainings that die are recognised, and healthy ones are left alone."""

import numpy as np
import pytest
import torch
from tiny_training import SPARSE, InterruptAfter, images_and_labels, make_trainer

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.guessing import guessing
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network.silent_units import silent_shares
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.dying import BLOCK, DyingWatch
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.engine.training.training_state import load_state, save_state
from convscope.engine.training.training_step import StepResult

NET = Architecture(
    Input((9, 7, 1)),
    (
        Conv2D(6, 3, activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dense(11, "relu"),
        Dense(3, "softmax"),
    ),
)


def bars(number=400, seed=0):
    """Returns pictures with an upright, a level or no bar, with noise."""
    random = np.random.default_rng(seed)
    images = random.integers(0, 60, (number, 9, 7, 1), dtype=np.uint8)
    labels = np.arange(number) % 3
    for image, label in zip(images, labels, strict=True):
        place = random.integers(1, 6)
        image[:, place] = 220 if label == 0 else image[:, place]
        image[place] = 220 if label == 1 else image[place]
    return Examples(images, labels)


def setbacks_of(optimizer, train=None, epochs=3, **options):
    told = []
    watch = DyingWatch(told.append)
    trainer = make_trainer(
        NET,
        train=train or bars(),
        validation=None,
        optimizer=optimizer,
        watch=watch,
        epochs=epochs,
        **options,
    )
    try:
        history = trainer.fit()
    except NotFiniteError:
        history = []
    return told, history


SICK = {
    "adam": OptimizerSettings("adam", {"learning_rate": 3.0}),
    "sgd": OptimizerSettings("sgd", {"learning_rate": 3.0}),
    "momentum": OptimizerSettings("sgd", {"learning_rate": 0.5, "momentum": 0.95}),
    "no finite number": OptimizerSettings("sgd", {"learning_rate": 1e30}),
}
HEALTHY = {
    "adam": OptimizerSettings("adam", {"learning_rate": 0.003}),
    "sgd": OptimizerSettings("sgd", {"learning_rate": 0.03}),
    "slow": OptimizerSettings("adam", {"learning_rate": 1e-4}),
    "muon": OptimizerSettings("muon", {"learning_rate": 0.02}),
}


@pytest.mark.parametrize("optimizer", SICK.values(), ids=SICK)
def test_a_rate_that_is_too_high_is_told_once_and_within_the_first_epoch(optimizer):
    told, _ = setbacks_of(optimizer)
    assert [setback.epoch for setback in told] == [1]
    assert told[0].is_too_fast
    assert f"learning rate {optimizer.options['learning_rate']:g}" in told[0].words


@pytest.mark.parametrize("optimizer", HEALTHY.values(), ids=HEALTHY)
def test_healthy_trainings_are_left_alone(optimizer):
    told, history = setbacks_of(optimizer, schedule="one_cycle")
    assert told == []
    assert history[-1]["loss"] < history[0]["loss"]


def test_labels_that_say_nothing_are_no_matter_of_the_rate():
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (400, 9, 7, 1), dtype=np.uint8)
    train = Examples(images, random.integers(0, 3, 400))
    told, _ = setbacks_of(OptimizerSettings("sgd", {"learning_rate": 3e-4}), train, epochs=4)
    assert [setback.kind for setback in told] == ["slow"]
    assert not told[0].is_too_fast


def test_a_net_that_forgets_what_it_had_learned_is_seen():
    told = []
    watch = DyingWatch(told.append)
    network = build_network(NET, initial_weights(NET, 0))
    watch.attach(network, bars(), SPARSE, 0.01)
    random = np.random.default_rng(0)
    for step in range(200):
        loss = 0.4 if step < 50 else 1.1
        result = StepResult(loss + random.normal(0, 0.02), 1.3, 4, is_ending=False)
        watch.see(result, 0, step, is_epochs_last=False)
    assert [setback.kind for setback in told] == ["standing"]
    assert "the loss stands where guessing is" in told[0].words


def test_only_units_that_answer_to_nothing_are_silent():
    weights = initial_weights(NET, 0)
    weights["conv2d.kernel"][..., :3] = -1
    weights["conv2d.bias"][:3] = -1
    weights["dense.kernel"][:] = 0
    weights["dense.bias"][:] = -1
    network = build_network(NET, weights)
    before = [p.clone() for p in network.parameters()]
    inputs = torch.rand(13, 9, 7, 1)
    shares = silent_shares(network, inputs)
    assert shares["dense"] == 1
    assert 0.5 <= shares["conv2d"] < 1
    assert all(torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True))


@pytest.mark.parametrize("weights", [(), (0.5, 4.0, 1.5)])
@pytest.mark.parametrize("smoothing", [0.0, 0.3])
@pytest.mark.parametrize(
    "name",
    [
        "sparse_categorical_crossentropy",
        "categorical_crossentropy",
        "binary_crossentropy",
        "mean_squared_error",
    ],
)
def test_guessing_is_the_loss_of_the_best_constant_answer(name, smoothing, weights):
    _, labels = images_and_labels(50)
    loss = Loss(name, label_smoothing=smoothing, class_weights=weights)
    targets = labels if name.startswith("sparse") else np.eye(3, dtype=np.float32)[labels]
    activation = "softmax" if "categorical" in name else "sigmoid"
    train = Examples(np.zeros((50, 2), np.float32), targets)
    found = guessing(loss, train, 3)
    scores = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([scores], max_iter=60)

    def value():
        optimizer.zero_grad()
        tensor = torch.from_numpy(targets)
        result = loss(scores.expand(50, 3), tensor, activation)
        result.backward()
        return result

    optimizer.step(value)
    assert found.loss == pytest.approx(value().item(), abs=1e-5)
    assert found.accuracy == np.bincount(labels).max() / 50


def test_guessing_of_one_output_and_of_squares():
    labels = np.array([0, 1, 1, 1])
    train = Examples(np.zeros((4, 2), np.float32), labels.astype(np.float32)[:, None])
    found = guessing(Loss("binary_crossentropy"), train, 1)
    assert found.loss == pytest.approx(-0.25 * np.log(0.25) - 0.75 * np.log(0.75))
    assert found.accuracy == 0.75
    assert guessing(Loss("mean_squared_error"), train, 1).loss == pytest.approx(0.25 * 0.75)


def test_an_interrupted_watch_goes_on_where_it_was():
    def trainer(told, more=()):
        return make_trainer(
            NET,
            more,
            train=bars(),
            validation=None,
            optimizer=SICK["adam"],
            watch=DyingWatch(told.append),
            epochs=1,
        )

    whole, first, second = [], [], []
    trainer(whole).fit()
    stopped = trainer(first, [InterruptAfter(BLOCK - 7)])
    stopped.fit()
    resumed = trainer(second, [Callback()])
    load_state(resumed, *save_state(stopped))
    resumed.fit()
    assert first == []
    assert second == whole
    assert len(whole) == 1
