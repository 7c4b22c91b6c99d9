"""The training loop: steps, epochs, running means, and a state that can be put aside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.architecture import expect_classes
from convscope.arrays import Weights
from convscope.engine.answers.examples import Examples, epoch_order, num_batches
from convscope.engine.answers.inference import evaluate
from convscope.engine.answers.losses import Loss, check_targets
from convscope.engine.answers.metrics import count_correct
from convscope.engine.network import Network, load_weights, read_weights
from convscope.engine.network.pooled_convolution import WORTHWHILE, kernels_are_available
from convscope.engine.processes.shards import Shard
from convscope.engine.processes.workers import Workers
from convscope.engine.training.augmentation import Augmentation
from convscope.engine.training.callbacks import Callback, Logs, is_overridden
from convscope.engine.training.memory import keep_freed_memory
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.precision import computing_in
from convscope.engine.training.recorded_pass import RecordedPass
from convscope.engine.training.schedules import SCHEDULES
from convscope.engine.training.time_budget import TimeBudget
from convscope.engine.training.update_rules import UpdateRule
from convscope.engine.training.weight_average import WeightAverage
from convscope.errors import ConvscopeError

KERNELS_FROM_S = 60.0
"""Time budget from which compiling kernels, 12 s once on a machine, is worth it."""


class NotFiniteError(ConvscopeError):
    """The loss became infinite or not a number; training cannot go on from there."""


class OptimizerHandle:
    """The optimizer as callbacks see it: a learning rate to read and to set."""

    def __init__(self, optimizer: UpdateRule) -> None:
        self._optimizer = optimizer

    @property
    def learning_rate(self) -> float:
        """The current step size."""
        return float(self._optimizer.param_groups[0]["lr"])

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = float(value)


@dataclass
class Progress:
    """Where a training stands.

    Attributes:
        epoch: Epochs that are finished.
        step: Steps of the current epoch that are finished.
        loss_sum: Sum over the current epoch's images so far of the loss.
        correct_sum: Images of the current epoch judged right so far.
        num_seen: Images of the current epoch so far.
        epoch_seconds: Training time of the current epoch so far, in s.
    """

    epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    correct_sum: float = 0.0
    num_seen: int = 0
    epoch_seconds: float = 0.0

    def start_epoch(self, epoch: int) -> None:
        """Forgets the sums of the epoch before."""
        self.epoch, self.step, self.num_seen = epoch, 0, 0
        self.loss_sum = self.correct_sum = self.epoch_seconds = 0.0

    def means(self) -> Logs:
        """Returns loss and accuracy as running means over the epoch's images so far."""
        seen = max(self.num_seen, 1)
        return {"loss": self.loss_sum / seen, "accuracy": self.correct_sum / seen}


@dataclass
class Trainer:
    """Trains a network on examples in memory.

    Attributes:
        network: The net, on its device.
        train: What to fit.
        loss: What to make small.
        optimizer_settings: How.
        batch_size: Images per step; the short last batch is kept.
        epochs: Epochs in all, those before a resumption included.
        validation: What to judge after each epoch; None for none.
        metrics: Names of `engine.answers.metrics.METRICS`; AUC is measured on validation only.
        seed: Order of the images and dropout follow from it.
        shuffle: Whether each epoch has a new order.
        callbacks: What listens.
        schedule: Name of how the learning rate moves from step to step.
        weight_average: Share of the training, its last part, over whose steps the weights are
            averaged; validation and callbacks that keep weights then get the mean.
        validation_loss: What validation reports as loss; None for `loss`.
        budget: Ends the training in time, whatever `epochs` is; it has to be among the callbacks.
            Its last epoch may be a part of one, and every epoch says which share it is.
        workers: Processes that divide every batch among them; None for this one alone. All have
            the same settings, and end with the same weights.
        augment: Changes every batch of images before a step; None leaves them as they are.
        precision: What training steps multiply in; validation is float32.
        model: What callbacks get as `model`; the trainer itself if None.
        stop_training: Set it, and training ends after the epoch.
        interrupted: Set it, and training ends after the step, to be resumed there.
        recorded: What computes full batches on a graphics card; None on other devices.
    """

    network: Network
    train: Examples
    loss: Loss
    optimizer_settings: OptimizerSettings = field(default_factory=OptimizerSettings)
    batch_size: int = 128
    epochs: int = 15
    validation: Examples | None = None
    metrics: tuple[str, ...] = ("accuracy",)
    seed: int = 0
    shuffle: bool = True
    callbacks: Sequence[Callback] = ()
    augment: Augmentation | None = None
    schedule: str = "constant"
    weight_average: float = 0.0
    validation_loss: Loss | None = None
    budget: TimeBudget | None = None
    workers: Workers | None = None
    precision: torch.dtype = torch.float32
    model: Any = None
    stop_training: bool = False
    interrupted: bool = False

    def __post_init__(self) -> None:
        num_outputs = expect_classes(self.network.architecture.output_shape)
        check_targets(self.loss, self.train.targets.shape, num_outputs)
        self._check_workers()
        self.network.share_batches(self.workers)
        is_exact = self.precision == torch.float32
        self.network.use_kernels(is_exact and self._is_long() and kernels_are_available())
        self.progress = Progress()
        self.update_rule = self.optimizer_settings.build(self.network.parameters())
        self.optimizer = OptimizerHandle(self.update_rule)
        self.history: list[Logs] = []
        self._agreed_to_end = False
        self.average = WeightAverage(self.network)
        self._averaged: Weights | None = None
        self.recorded: RecordedPass | None = None
        if self.train.device.type == "cuda" and self.workers is None:
            self.recorded = RecordedPass(self._forward, self.network)
        self._begin_hooks = self._listening("on_train_batch_begin")
        self._end_hooks = self._listening("on_train_batch_end")
        for callback in self.callbacks:
            callback.set_model(self if self.model is None else self.model)
            callback.set_params(
                {"epochs": self.epochs, "steps": self.num_steps, "batch_size": self.batch_size}
            )

    @property
    def num_steps(self) -> int:
        """Steps of an epoch."""
        return num_batches(len(self.train), self.batch_size)

    def fit(self) -> list[Logs]:
        """Trains until the last epoch, a stop or an interruption.

        Returns:
            One dictionary per finished epoch: `loss`, `accuracy`, `val_loss`, `val_accuracy`, …

        Raises:
            NotFiniteError: The loss is infinite or not a number.
        """
        keep_freed_memory()
        is_fresh = self.progress.epoch == 0 and self.progress.step == 0
        if is_fresh:
            torch.manual_seed(self.seed)
            self._call("on_train_begin", {})
        while self._has_more():
            if self.progress.step == 0:
                self._call("on_epoch_begin", self.progress.epoch, {})
            self._train_epoch()
            if self._is_ending():
                self.interrupted = True
                return self.history
            self._finish_epoch()
        if self.average.num_steps:
            self.average.apply(self.train)
        self._call("on_train_end", self.history[-1] if self.history else {})
        return self.history

    def named_weights(self) -> Weights:
        """Returns copies of the weights by name; at an epoch's end, those that were judged."""
        return read_weights(self.network) if self._averaged is None else dict(self._averaged)

    def get_weights(self) -> list[NDArray[Any]]:
        """Returns copies of the weights in the order of the layers."""
        return list(self.named_weights().values())

    def set_weights(self, weights: list[NDArray[Any]]) -> None:
        """Replaces the weights, given in the order of the layers."""
        names = self.network.architecture.parameter_shapes
        load_weights(self.network, dict(zip(names, weights, strict=True)))

    def _is_long(self) -> bool:
        """Returns whether the training is worth compiling kernels for.

        It depends on nothing but the training, so that a resumed one computes as before.
        """
        if self.budget is not None:
            return self.budget.seconds >= KERNELS_FROM_S
        passes = 3 * self.epochs * len(self.train)  # forwards, and backwards to inputs and weights
        return passes * self.network.architecture.multiply_adds >= WORTHWHILE

    def _has_more(self) -> bool:
        """Returns whether there is an epoch to begin, or to go on with."""
        if self.stop_training or self.budget is None:
            return self.progress.epoch < self.epochs and not self.stop_training
        return self.progress.step > 0 or not self.history or not self.budget.is_over

    def _train_epoch(self) -> None:
        order = epoch_order(len(self.train), self.seed, self.progress.epoch, self.shuffle)
        batches = order.split(self.batch_size)
        self.network.train()
        if self.workers is not None:
            self.workers.copy_from_first([*self.network.parameters(), *self.network.buffers()])
        for step in range(self.progress.step, self.num_steps):
            if step and self.budget is not None and self.budget.is_over:
                return
            started = perf_counter()
            for callback in self._begin_hooks:
                callback.on_train_batch_begin(step, {})
            for following in batches[step + 1 : step + 2]:
                self.train.announce(following[self._shard_of(following).rows])
            self._step(batches[step])
            self.progress.epoch_seconds += perf_counter() - started
            if self._end_hooks:
                logs = self.progress.means()
                for callback in self._end_hooks:
                    callback.on_train_batch_end(step, logs)
            if self._is_ending():
                return

    def _step(self, indices: Tensor) -> None:
        self._follow_schedule()
        progress = self.progress
        shard = self._shard_of(indices)
        if self.workers is not None:
            self.workers.shard = shard
        inputs, targets = self.train.take(indices[shard.rows])
        if self.augment is not None and len(shard):
            place = (self.seed, progress.epoch, progress.step, shard)
            inputs = self.augment(inputs, *place, self.network.architecture.input.value_range)
        loss, correct = self._backward(inputs, targets, shard)
        value, num_correct = torch.stack((loss, correct)).tolist()  # one wait for the device
        if self.workers is not None:
            value, num_correct = self._add_up(self.workers, value, num_correct)
        if not np.isfinite(value):
            raise self._not_finite(value)
        self.update_rule.step()
        if self.weight_average and self._share_done(1) > 1 - self.weight_average:
            self.average.add()
        progress.loss_sum += value * len(indices)
        progress.correct_sum += num_correct
        progress.num_seen += len(indices)
        progress.step += 1

    def _backward(self, inputs: Tensor, targets: Tensor, shard: Shard) -> tuple[Tensor, Tensor]:
        """Leaves a batch's gradients in the parameters; returns loss and number judged right."""
        self.update_rule.zero_grad()
        if self.recorded is not None and len(inputs) == self.batch_size:
            return self.recorded(inputs, targets)
        loss, correct = self._forward(inputs, targets, shard)
        loss.backward()
        return loss, correct

    def _forward(
        self, inputs: Tensor, targets: Tensor, shard: Shard | None = None
    ) -> tuple[Tensor, Tensor]:
        with computing_in(self.precision, inputs.device):
            scores = self.network.scores(inputs)
        scores = scores.float() if self.precision != torch.float32 else scores
        if shard is None:
            shard = Shard(0, len(inputs), len(inputs))
        return self._part_of_loss(scores, targets, shard), count_correct(scores.detach(), targets)

    def _shard_of(self, indices: Tensor) -> Shard:
        """Returns which images of a batch this process computes: without others, all."""
        if self.workers is None:
            return Shard(0, len(indices), len(indices))
        return self.workers.shard_of(len(indices))

    def _part_of_loss(self, scores: Tensor, targets: Tensor, shard: Shard) -> Tensor:
        """Returns what a shard adds to the mean loss of its batch."""
        if not len(shard):
            return scores.sum()  # 0, and so is its gradient
        loss = self.loss(scores, targets, self.network.output_activation)
        return loss if len(shard) == shard.whole else loss * shard.weight

    def _add_up(self, workers: Workers, *values: float) -> list[float]:
        """Sums gradients and values over all processes, which agree here on whether to go on."""
        parameters = self.update_rule.param_groups[0]["params"]
        *sums, interrupted = workers.add_up_gradients(parameters, [*values, self.interrupted])
        self._agreed_to_end = interrupted > 0
        return sums

    def _is_ending(self) -> bool:
        """Returns whether the training ends after this step; several processes do so together."""
        return self.interrupted if self.workers is None else self._agreed_to_end

    def _follow_schedule(self) -> None:
        """Sets the rate of this step; a constant one is left to callbacks."""
        if self.schedule == "constant":
            return
        factor = SCHEDULES[self.schedule](self._share_done())
        self.optimizer.learning_rate = factor * self.optimizer_settings.options["learning_rate"]

    def _share_done(self, more_steps: int = 0) -> float:
        """Returns the share of the training that is done, 0–1, after some more steps."""
        if self.budget is not None:
            return self.budget.share
        done = self.progress.epoch * self.num_steps + self.progress.step + more_steps
        return done / (self.epochs * self.num_steps)

    def _finish_epoch(self) -> None:
        progress = self.progress
        logs = progress.means()
        if "accuracy" not in self.metrics:
            logs.pop("accuracy")
        with self._average_applied():
            if self.validation is not None:
                logs |= self._validate(self.validation)
        if self.budget is not None:
            logs["epoch_share"] = progress.num_seen / len(self.train)
        logs["seconds"] = progress.epoch_seconds
        epoch = progress.epoch
        self.history.append(logs)
        progress.start_epoch(epoch + 1)
        self._call("on_epoch_end", epoch, logs)
        if self.workers is not None:
            self.stop_training = any(self.workers.add_up_numbers([self.stop_training]))
        self._averaged = None

    def _validate(self, validation: Examples) -> Logs:
        self._call("on_test_begin", {})
        loss = self.validation_loss or self.loss
        values = evaluate(self.network, validation, loss, self.metrics, workers=self.workers)
        self._call("on_test_end", values)
        return {f"val_{name}": value for name, value in values.items()}

    @contextmanager
    def _average_applied(self) -> Iterator[None]:
        """Lets the network have the mean weights for a while, and remembers them, if there are."""
        if not self.average.num_steps:
            yield
            return
        with self.average.applied(self.train):
            self._averaged = read_weights(self.network)
            yield

    def _call(self, hook: str, *arguments: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, hook)(*arguments)
        if getattr(self.model, "stop_training", False):
            self.stop_training = True

    def _listening(self, hook: str) -> list[Callback]:
        return [c for c in self.callbacks if is_overridden(c, hook) or hook in vars(c)]

    def _check_workers(self) -> None:
        count = 1 if self.workers is None else self.workers.count
        if count > self.batch_size:
            raise ConvscopeError(
                f"Batches of {self.batch_size} images for {count} processes.",
                "Expected at least one image for each.",
                f"Start fewer processes, or give --batch-size {count}.",
            )

    def _not_finite(self, value: float) -> NotFiniteError:
        progress = self.progress
        rate = self.optimizer.learning_rate
        return NotFiniteError(
            f"The loss became {value} in epoch {progress.epoch + 1}, step {progress.step + 1} "
            f"of {self.num_steps}, at learning rate {rate:g}.",
            "Expected a finite number.",
            f"Lower the learning rate to {rate / 10:g}, check that the images lie in the range "
            "that the net expects, and that the labels are right.",
        )
