"""The mean of the weights near the end: what it is, who gets it, and that nothing is lost."""

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save
from tiny_training import (
    NUM_STEPS,
    PLAIN,
    RANDOM,
    SPARSE,
    InterruptAfter,
    images_and_labels,
    make_trainer,
    without_times,
)

from convscope.architecture import Architecture, BatchNormalization, Dense, Flatten, Input
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import evaluate
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network, load_weights, read_weights
from convscope.engine.training.callbacks import BestWeights, Callback
from convscope.engine.training.optimizers import OPTIMIZERS, OptimizerSettings
from convscope.engine.training.training_state import load_state, save_state
from convscope.engine.training.weight_average import estimate_statistics

EPOCHS = 4


class EveryStep(Callback):
    """Keeps the weights after each step and those that are offered after each epoch."""

    def __init__(self):
        self.own, self.offered = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.own.append(self.model.named_weights())

    def on_epoch_end(self, epoch, logs=None):
        self.offered.append(self.model.named_weights())


@pytest.mark.parametrize(("share", "first"), [(0.5, 8), (0.3, 11), (1.0, 0)])
def test_it_is_the_mean_over_the_last_share_of_the_steps(share, first):
    kept = EveryStep()
    trainer = make_trainer(PLAIN, [kept], epochs=EPOCHS, weight_average=share)
    trainer.fit()
    assert trainer.average.num_steps == EPOCHS * NUM_STEPS - first
    for name, offered in kept.offered[-1].items():
        expected = np.mean([weights[name] for weights in kept.own[first:]], 0, np.float64)
        np.testing.assert_allclose(offered, expected, rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(trainer.named_weights()[name], offered)


def test_averaging_does_not_disturb_the_training():
    kept, alone = EveryStep(), EveryStep()
    make_trainer(RANDOM, [kept], epochs=EPOCHS, weight_average=0.6).fit()
    make_trainer(RANDOM, [alone], epochs=EPOCHS).fit()
    for step, (weights, expected) in enumerate(zip(kept.own, alone.own, strict=True)):
        for name, values in expected.items():
            np.testing.assert_array_equal(weights[name], values, f"{name} after step {step + 1}")


def test_what_is_judged_is_what_is_kept():
    best = BestWeights()
    trainer = make_trainer(RANDOM, [best], epochs=EPOCHS, weight_average=0.5)
    history = trainer.fit()
    network = build_network(RANDOM, best.weights)
    values = evaluate(network, trainer.validation, SPARSE)
    assert history[best.epoch]["val_loss"] == values["loss"]
    load_weights(network, trainer.named_weights())
    assert history[-1]["val_loss"] == evaluate(network, trainer.validation, SPARSE)["loss"]
    without = make_trainer(RANDOM, epochs=EPOCHS).fit()
    assert without[-1]["val_loss"] != history[-1]["val_loss"]
    assert without[0]["val_loss"] == history[0]["val_loss"]


def test_statistics_are_those_of_the_training_images_under_the_mean_weights():
    trainer = make_trainer(RANDOM, epochs=EPOCHS, weight_average=0.5)
    trainer.fit()
    weights = trainer.named_weights()
    images, _ = trainer.train.slice(0, len(trainer.train))
    with torch.no_grad():
        kernel = torch.from_numpy(weights["conv2d.kernel"]).permute(3, 2, 0, 1)
        maps = torch.nn.functional.conv2d(images.permute(0, 3, 1, 2), kernel, padding=1)
    mean, variance = maps.mean((0, 2, 3)), maps.var((0, 2, 3), unbiased=False)
    np.testing.assert_allclose(weights["batch_normalization.moving_mean"], mean, atol=1e-6)
    np.testing.assert_allclose(weights["batch_normalization.moving_variance"], variance, rtol=1e-5)


def test_statistics_of_many_images_are_the_mean_over_batches_and_repeat_exactly():
    net = Architecture(
        Input((7, 5, 1)), (Flatten(), BatchNormalization(name="n"), Dense(3, "softmax"))
    )
    weights = {name: np.ones(shape, np.float32) for name, shape in net.parameter_shapes.items()}
    network = build_network(net, weights)
    images, labels = images_and_labels(12_001)
    train = Examples(images, labels)
    estimate_statistics(network, train)
    first = read_weights(network)
    pixels = images[::3].reshape(-1, 35) / 255  # 4,001 images, spread over the set
    np.testing.assert_allclose(
        first["n.moving_mean"], pixels.mean(0), atol=1e-4
    )  # batches of 444 and 445
    np.testing.assert_allclose(first["n.moving_variance"], pixels.var(0), rtol=5e-3)
    load_weights(network, weights)
    estimate_statistics(network, train)
    np.testing.assert_array_equal(read_weights(network)["n.moving_mean"], first["n.moving_mean"])
    assert [layer.momentum for layer in network.layers if hasattr(layer, "momentum")] == [0.99]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_interrupted_at_every_step_it_ends_the_same(name):
    def make(callbacks):
        settings = OptimizerSettings(name)
        return make_trainer(
            RANDOM, callbacks, epochs=EPOCHS, optimizer=settings, weight_average=0.6
        )

    whole = make([Callback()])
    whole.fit()
    for num_steps in range(1, EPOCHS * NUM_STEPS + 1):
        first = make([InterruptAfter(num_steps)])
        first.fit()
        tensors, texts = save_state(first)
        resumed = make([Callback()])
        load_state(resumed, load(save(tensors)), texts)
        resumed.fit()
        assert without_times(resumed.history) == without_times(whole.history)
        for tensor, weight in whole.named_weights().items():
            np.testing.assert_array_equal(resumed.named_weights()[tensor], weight, tensor)


def test_validation_knows_no_label_smoothing():
    smoothed = Loss("sparse_categorical_crossentropy", label_smoothing=0.3)
    options = {"epochs": 1, "optimizer": OptimizerSettings("sgd", {"learning_rate": 1e-12})}
    plain = make_trainer(PLAIN, **options).fit()[0]
    mixed = make_trainer(PLAIN, loss=smoothed, validation_loss=SPARSE, **options).fit()[0]
    assert mixed["val_loss"] == pytest.approx(plain["val_loss"], rel=1e-6)
    assert mixed["loss"] != pytest.approx(plain["loss"], rel=1e-3)
