"""The learning rate range test: what it suggests, and that it leaves everything as it was."""

import numpy as np
import pytest
import torch
from tiny_training import PLAIN, RANDOM, SPARSE, images_and_labels

from convscope.engine.answers.examples import Examples
from convscope.engine.network import build_network, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.rate_finder import RateCurve, find_rate
from convscope.engine.training.trainer import Trainer
from convscope.errors import ConvscopeError

SGD = OptimizerSettings("sgd")
STEPS = 60


def find(network, **options):
    train = options.pop("train", Examples(*images_and_labels()))
    trainer = Trainer(
        network=network,
        train=train,
        loss=SPARSE,
        optimizer_settings=options.pop("optimizer", SGD),
        batch_size=options.pop("batch_size", 4),
        seed=options.pop("seed", 0),
        augment=options.pop("augment", None),
    )
    return find_rate(trainer, **{"num_steps": STEPS, **options})


def network(architecture=RANDOM):
    return build_network(architecture, initial_weights(architecture, 0))


def curve_of(smoothed):
    smoothed = np.array(smoothed, float)
    rates = np.geomspace(1e-6, 1, len(smoothed))
    return RateCurve(rates, smoothed, smoothed, False)


def test_the_net_and_torchs_random_numbers_stay_as_they_are():
    net = network().train()
    weights = read_weights(net)
    state = torch.get_rng_state()
    find(net, highest=1e6)
    assert torch.equal(torch.get_rng_state(), state)
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())
    for name, values in read_weights(net).items():
        np.testing.assert_array_equal(values, weights[name], name)


def test_rates_rise_by_the_same_factor_and_every_batch_is_a_step():
    curve = find(network(), lowest=1e-5, highest=1e-1)
    assert curve.rates[0] == pytest.approx(1e-5)
    assert curve.rates[-1] == pytest.approx(1e-1)
    np.testing.assert_allclose(np.diff(np.log(curve.rates)), np.log(1e4) / (STEPS - 1))
    assert len(curve.losses) == len(curve.smoothed) == STEPS
    assert not curve.has_burst


def test_losses_are_those_of_the_single_batches():
    images, labels = images_and_labels()
    net = network(PLAIN)
    curve = find(net, lowest=1e-12, highest=1e-11)  # nothing is learned
    with torch.no_grad():
        for count, expected in ((13, curve.losses[:4]), (13, curve.losses[4:8])):
            scores = net.scores(torch.from_numpy(images.astype(np.float32) / 255))
            whole = float(SPARSE(scores, torch.from_numpy(labels), "softmax"))
            assert (expected * [4, 4, 4, 1]).sum() / count == pytest.approx(whole, rel=1e-5)
    mean = 0.0
    for step, loss in enumerate(curve.losses, 1):
        mean = 0.95 * mean + 0.05 * loss
        assert curve.smoothed[step - 1] == pytest.approx(mean / (1 - 0.95**step))


def test_images_that_were_seen_often_tell_little_about_the_rate():
    images, labels = images_and_labels()  # 13 images, 4 steps a pass
    often = find(network(), num_steps=60)
    assert often.num_passes == pytest.approx(60 / 4)
    assert not often.is_telling
    many = Examples(images.repeat(8, 0), labels.repeat(8))  # 26 steps a pass
    once = find(network(), train=many, num_steps=60)
    assert once.num_passes == pytest.approx(len(once.losses) / 26)
    assert once.is_telling


def test_it_stops_when_the_loss_bursts():
    curve = find(network(PLAIN), lowest=1e-3, highest=1e6)
    assert curve.has_burst
    assert len(curve.rates) == len(curve.losses) < STEPS
    assert np.isfinite(curve.losses).all()


def test_the_same_seed_gives_the_same_curve():
    first, second = find(network(), seed=3), find(network(), seed=3)
    np.testing.assert_array_equal(first.losses, second.losses)
    assert find(network(), seed=4).losses.tolist() != first.losses.tolist()


def test_a_learnable_task_gets_a_rate_that_learns_it():
    labels = np.arange(64) % 3
    images = np.zeros((64, 7, 5, 1), np.uint8)
    images[np.arange(64), 1 + 2 * labels] = 255
    net = network(PLAIN)
    curve = find(net, train=Examples(images, labels), batch_size=16, num_steps=200)
    assert 1e-3 < curve.suggested < 1
    assert curve.suggested < curve.best


def test_the_suggestion_follows_from_the_curve():
    steps = np.arange(100)
    smoothed = 2 - 1.5 / (1 + np.exp(-(steps - 50) / 3)) + 5 / (1 + np.exp(-(steps - 90) / 2))
    curve = curve_of(smoothed)
    assert curve.rates[47] <= curve.steepest <= curve.rates[53]
    assert curve.rates[60] < curve.best < curve.rates[80]
    assert curve.suggested == float(f"{curve.best / 3:.0e}")
    early = curve_of(2 - steps / 100 + 50 * (steps > 52))  # bursts soon after
    assert early.suggested <= early.best / 2.8  # a third, rounded to one digit


def test_a_loss_that_only_rises_or_trembles_first_gives_a_rate_of_the_range():
    for smoothed in (np.linspace(1, 2, 60), np.full(60, 1.0), [5, *np.linspace(2, 1, 59)]):
        curve = curve_of(smoothed)
        assert curve.rates[10] <= curve.steepest <= 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"lowest": 0.0}, r"Rates from 0 to 10\. Expected a lowest rate above 0.*Leave both out"),
        ({"lowest": 1.0, "highest": 0.5}, r"Rates from 1 to 0\.5\."),
        ({"num_steps": 49}, r"--steps: received 49\. Expected at least 50"),
        ({"lowest": 1e8, "highest": 1e9}, r"burst after \d steps, at rate 1e\+08\..*at 100000\."),
    ],
)
def test_what_cannot_be_tested(options, expected):
    with pytest.raises(ConvscopeError, match=expected):
        find(network(PLAIN), **options)
