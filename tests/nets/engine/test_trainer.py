"""The training loop: steps, means, hooks, seeds, and losses that are no numbers."""

from itertools import chain

import numpy as np
import pytest
import torch
from tiny_training import (
    NUM_STEPS,
    PLAIN,
    RANDOM,
    SHAPE,
    SPARSE,
    images_and_labels,
    make_trainer,
    without_times,
)

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input
from convscope.engine.answers.examples import Examples, epoch_order
from convscope.engine.answers.inference import evaluate
from convscope.engine.answers.losses import Loss
from convscope.engine.training.callbacks import (
    BestWeights,
    Callback,
    LambdaCallback,
    LearningRateScheduler,
)
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.training_epoch import NotFiniteError
from convscope.errors import ConvscopeError


class Recorder(Callback):
    """Writes down every hook with its arguments."""

    def __init__(self):
        self.calls = []

    def __getattribute__(self, name):
        if not name.startswith("on_"):
            return super().__getattribute__(name)
        return lambda *arguments: self.calls.append((name, *arguments))

    on_train_batch_begin = on_train_batch_end = lambda *_: None


class SpyingExamples(Examples):
    """Remembers which images were taken."""

    def take(self, indices):
        self.__dict__.setdefault("taken", []).append(indices.tolist())
        return super().take(indices)


def test_the_number_of_steps_counts_the_short_batch():
    labels = np.zeros(54_000, np.int64)
    images = np.broadcast_to(np.zeros((1, *SHAPE), np.uint8), (54_000, *SHAPE))
    trainer = make_trainer(train=Examples(images, labels))
    trainer.batch_size = 128
    assert trainer.num_steps == 422


def test_every_image_is_taken_once_per_epoch_and_the_short_batch_is_kept():
    train = SpyingExamples(*images_and_labels())
    make_trainer(train=train, epochs=2).fit()
    assert [len(batch) for batch in train.taken] == [4, 4, 4, 1] * 2
    taken = list(chain.from_iterable(train.taken))
    first, second = taken[:13], taken[13:]
    assert sorted(first) == sorted(second) == list(range(13))
    assert first != second
    assert first == epoch_order(13, 0, 0).tolist()


def test_without_shuffling_images_come_in_their_order():
    train = SpyingExamples(*images_and_labels())
    make_trainer(train=train, epochs=2, shuffle=False).fit()
    assert list(chain.from_iterable(train.taken)) == [*range(13), *range(13)]


def test_running_means_are_means_over_the_images_so_far():
    images, labels = images_and_labels()
    losses, correct, shown = [], [], []

    class Direct(Callback):
        """Computes each batch's loss from the outputs before the step."""

        def on_train_batch_begin(self, batch, logs=None):
            chosen = epoch_order(13, 0, 0)[batch * 4 : batch * 4 + 4].numpy()
            with torch.no_grad():
                outputs = self.model.network(torch.from_numpy(images[chosen] / np.float32(255)))
            right = labels[chosen]
            losses.extend(-np.log(outputs.numpy()[np.arange(len(right)), right]))
            correct.extend(outputs.numpy().argmax(1) == right)

        def on_train_batch_end(self, batch, logs=None):
            shown.append((logs["loss"], logs["accuracy"]))
            assert shown[-1][0] == pytest.approx(np.mean(losses), rel=1e-5)
            assert shown[-1][1] == pytest.approx(np.mean(correct))

    history = make_trainer(callbacks=[Direct()], epochs=1).fit()
    assert len(shown) == NUM_STEPS
    assert (history[0]["loss"], history[0]["accuracy"]) == shown[-1]


def test_hooks_are_called_in_order_with_their_arguments():
    recorder = Recorder()
    trainer = make_trainer(callbacks=[recorder], epochs=2)
    history = trainer.fit()
    assert [call[:2] if call[0] != "on_train_begin" else call for call in recorder.calls] == [
        ("on_train_begin", {}),
        *(
            call
            for epoch in range(2)
            for call in [
                ("on_epoch_begin", epoch),
                *(
                    (hook, step)
                    for step in range(NUM_STEPS)
                    for hook in ("on_train_batch_begin", "on_train_batch_end")
                ),
                ("on_test_begin", {}),
                ("on_test_end", {k[4:]: v for k, v in history[epoch].items() if "val_" in k}),
                ("on_epoch_end", epoch),
            ]
        ),
        ("on_train_end", history[-1]),
    ]
    assert [call[2] for call in recorder.calls if call[0] == "on_epoch_end"] == history
    assert recorder.params == {"epochs": 2, "steps": NUM_STEPS, "batch_size": 4}


def test_validation_is_judged_with_the_weights_after_the_epoch():
    seen = []

    class Judge(Callback):
        def on_epoch_end(self, epoch, logs=None):
            values = evaluate(self.model.network, self.model.validation, SPARSE)
            seen.append({f"val_{k}": v for k, v in values.items()})

    history = make_trainer(RANDOM, [Judge()]).fit()
    assert [{k: v for k, v in logs.items() if "val_" in k} for logs in history] == seen
    assert len({logs["val_loss"] for logs in history}) == 3


def test_logs_hold_what_was_asked_for():
    assert set(make_trainer(validation=None).fit()[0]) == {"loss", "accuracy", "seconds"}
    logs = make_trainer(metrics=("auc",), epochs=1).fit()[0]
    assert set(logs) == {"loss", "val_loss", "val_auc", "seconds"}


@pytest.mark.parametrize("architecture", [PLAIN, RANDOM], ids=["plain", "random"])
def test_a_seed_gives_the_same_training_and_another_gives_another(architecture):
    trainers = [make_trainer(architecture, seed=seed) for seed in (5, 6)]
    histories = [without_times(trainer.fit()) for trainer in trainers]
    again = make_trainer(architecture, seed=5)
    assert without_times(again.fit()) == histories[0] != histories[1]
    for ours, theirs in zip(again.get_weights(), trainers[0].get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_training_makes_the_loss_smaller():
    images, labels = images_and_labels()
    brighter = (images // 4 + 80 * labels[:, None, None, None]).astype(np.uint8)
    history = make_trainer(train=Examples(brighter, labels), epochs=30).fit()
    assert history[-1]["loss"] < 0.8 * history[0]["loss"]


def test_a_loss_that_is_no_number_says_where_and_what_to_do():
    images, labels = images_and_labels()
    images = images.astype(np.float32)
    images[epoch_order(13, 0, 0)[9]] = np.inf
    trainer = make_trainer(train=Examples(images, labels))
    expected = (
        r"^The loss became nan in epoch 1, step 3 of 4, at learning rate 0\.01\. Expected a finite "
        r"number\. Lower the learning rate to 0\.001, check that the images lie in the range"
    )
    with pytest.raises(NotFiniteError, match=expected):
        trainer.fit()


def test_the_best_weights_survive_a_loss_that_is_no_number():
    best = BestWeights("val_loss")
    kept = []
    best.on_better = lambda weights, epoch: kept.append((weights, epoch))
    explode = LearningRateScheduler(lambda epoch, rate: rate if epoch < 2 else 1e38)
    with pytest.raises(NotFiniteError, match=r"in epoch 3, step \d of 4, at learning rate 1e\+38"):
        make_trainer(callbacks=[best, explode], epochs=5).fit()
    assert best.epoch < 2
    assert kept[-1] == (best.weights, best.epoch)
    expected = make_trainer(epochs=best.epoch + 1)
    expected.fit()
    for name, weight in expected.named_weights().items():
        np.testing.assert_array_equal(best.weights[name], weight)


def test_a_callback_can_stop_the_training_after_the_epoch():
    def stop(batch, logs):
        trainer.stop_training = True

    trainer = make_trainer(callbacks=[LambdaCallback(on_train_batch_end=stop)])
    assert len(trainer.fit()) == 1
    assert trainer.progress.epoch == 1


def test_callbacks_of_a_model_can_stop_through_the_model():
    class Program:
        """A model of a Python program; its truth value says nothing."""

        stop_training = False

        def __len__(self):
            return 0

    class Stop(Callback):
        def on_epoch_end(self, epoch, logs):
            assert isinstance(self.model, Program)
            self.model.stop_training = epoch == 1

    assert len(make_trainer(callbacks=[Stop()], model=Program(), epochs=9).fit()) == 2


def test_weights_are_taken_and_given_in_the_order_of_the_layers():
    trainer = make_trainer(RANDOM)
    before = trainer.get_weights()
    trainer.fit()
    names = list(RANDOM.parameter_shapes)
    assert names == list(trainer.named_weights())
    assert any(not np.array_equal(a, b) for a, b in zip(before, trainer.get_weights(), strict=True))
    trainer.set_weights(before)
    for ours, theirs in zip(trainer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_labels_and_nets_that_cannot_be_trained_are_refused_before_the_first_step():
    with pytest.raises(ConvscopeError, match=r"Labels of shape \(13,\) for the loss categorical_"):
        make_trainer(loss=Loss("categorical_crossentropy"))
    picture = Architecture(Input(SHAPE), (Conv2D(3, 3),))
    with pytest.raises(ConvscopeError, match=r"The net ends in \(5, 3, 3\)"):
        make_trainer(picture)


@pytest.mark.parametrize(
    ("units", "loss"),
    [
        (3, Loss("categorical_crossentropy")),
        (3, Loss("mean_squared_error")),
        (1, Loss("binary_crossentropy")),
    ],
)
def test_every_form_of_labels_trains(units, loss):
    images, labels = images_and_labels()
    targets = np.eye(3)[labels] if units == 3 else labels % 2
    net = Architecture(Input(SHAPE), (Flatten(), Dense(units, "sigmoid")))
    examples = Examples(images, targets)
    history = make_trainer(net, train=examples, loss=loss, validation=examples, epochs=30).fit()
    assert history[-1]["val_loss"] < history[0]["val_loss"]
    num_right = history[-1]["accuracy"] * len(images)
    assert num_right == pytest.approx(round(num_right), abs=1e-3)
    assert len(images) / 3 < round(num_right) <= len(images)


def test_the_optimizer_shows_its_rate():
    trainer = make_trainer(optimizer=OptimizerSettings("sgd", {"learning_rate": 0.25}))
    assert trainer.optimizer.learning_rate == 0.25
    trainer.optimizer.learning_rate = np.float32(0.5)
    assert trainer.update_rule.param_groups[0]["lr"] == 0.5
