"""A training: epochs of steps, what is judged after each, and a state that can be put aside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.architecture import expect_classes
from convscope.arrays import Weights
from convscope.engine.answers.examples import Examples, num_batches
from convscope.engine.answers.guessing import GUESSABLE
from convscope.engine.answers.inference import evaluate, images_at_once
from convscope.engine.answers.losses import Loss, check_targets
from convscope.engine.network import Network, load_weights, read_weights
from convscope.engine.network.pooled_convolution import WORTHWHILE, kernels_are_available
from convscope.engine.processes.memory import keep_freed_memory, set_imports_aside
from convscope.engine.processes.workers import Workers
from convscope.engine.training.augmentation import Augmentation
from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.callbacks.callback import each_batch, listening
from convscope.engine.training.dying import DyingWatch
from convscope.engine.training.optimizers import OptimizerHandle, OptimizerSettings
from convscope.engine.training.time_budget import TimeBudget
from convscope.engine.training.training_clock import TrainingClock
from convscope.engine.training.training_epoch import Progress, TrainingEpoch
from convscope.engine.training.training_step import TrainingStep
from convscope.engine.training.update_rules import UpdateRule
from convscope.engine.training.weight_average import WeightAverage
from convscope.errors import ConvscopeError

KERNELS_FROM_S = 30.0
"""Time budget from which compiling kernels, some 3 s once on a machine, is worth it."""

COMPILING = "Compiling for this processor: a few seconds, once for each net on this machine"

_SCORES = "on_test_scores"


@dataclass(kw_only=True)
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
        augment: Changes every batch of images before a step; None leaves them as they are.
        schedule: Name of how the learning rate moves from step to step.
        weight_average: Share of the training, its last part, over whose steps the weights are
            averaged; validation and callbacks that keep weights then get the mean.
        validation_loss: What validation reports as loss; None for `loss`.
        budget: Ends the training in time, whatever `epochs` is; it has to be among the callbacks.
            Its last epoch may be a part of one, and every epoch says which share it is.
        workers: Processes that divide every batch among them; None for this one alone. All have
            the same settings, and end with the same weights.
        precision: What training steps multiply in; validation is float32.
        watch: Looks at every step's loss and says when the training is dying; None for nobody, as
            where it is not known what guessing gives.
        model: What callbacks get as `model`; the trainer itself if None.
        stop_training: Set it, and training ends after the epoch.
        interrupted: Set it, and training ends after the step, to be resumed there.
        progress: Where the training stands.
        history: The values of every finished epoch.
        average: The mean of the weights so far.
        step: What takes a step.
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
    watch: DyingWatch | None = None
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
        self.history: list[Logs] = []
        self.average = WeightAverage(self.network)
        self._averaged: Weights | None = None
        self.step = TrainingStep(
            network=self.network,
            train=self.train,
            loss=self.loss,
            optimizer=OptimizerHandle(self.optimizer_settings.build(self.network.parameters())),
            batch_size=self.batch_size,
            seed=self.seed,
            augment=self.augment,
            precision=self.precision,
            workers=self.workers,
        )
        if self.loss.name not in GUESSABLE or self.network.penalties:
            self.watch = None  # nobody knows what guessing would give
        if self.watch is not None:
            rate = self.optimizer_settings.options["learning_rate"]
            self.watch.attach(self.network, self.train, self.loss, rate)
        for callback in self.callbacks:
            callback.set_model(self if self.model is None else self.model)
            callback.set_params(
                {"epochs": self.epochs, "steps": self.num_steps, "batch_size": self.batch_size}
            )

    @property
    def num_steps(self) -> int:
        """Steps of an epoch."""
        return num_batches(len(self.train), self.batch_size)

    @property
    def optimizer(self) -> OptimizerHandle:
        """The optimizer as callbacks see it."""
        return self.step.optimizer

    @property
    def update_rule(self) -> UpdateRule:
        """What turns gradients into steps."""
        return self.step.optimizer.update_rule

    def fit(self) -> list[Logs]:
        """Trains until the last epoch, a stop or an interruption.

        Returns:
            One dictionary per finished epoch: `loss`, `accuracy`, `val_loss`, `val_accuracy`, …

        Raises:
            NotFiniteError: The loss is infinite or not a number.
        """
        keep_freed_memory()
        progress, clock = self.progress, self._clock()
        epoch = TrainingEpoch(
            self.step, clock, self.average, self.callbacks, self.shuffle, self.watch
        )
        if progress.epoch == 0 and progress.step == 0:
            torch.manual_seed(self.seed)
            self._call("on_train_begin", {})
        self._compile()
        set_imports_aside()
        while not self.stop_training and clock.has_more(
            progress.epoch, progress.step, len(self.history)
        ):
            if progress.step == 0:
                self._call("on_epoch_begin", progress.epoch, {})
            if epoch.run(progress, lambda: self.interrupted):
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

    def _compile(self) -> None:
        """Compiles kernels before the first step, which would take long otherwise."""
        if self.network.uses_kernels and self.train.device.type == "cpu":
            from convscope.engine.network.kernels.before_training import compile_kernels

            compile_kernels(self.network, lambda: self._call("tell", COMPILING))

    def _clock(self) -> TrainingClock:
        return TrainingClock(
            num_steps=self.num_steps,
            epochs=self.epochs,
            schedule=self.schedule,
            peak_rate=self.optimizer_settings.options["learning_rate"],
            weight_average=self.weight_average,
            budget=self.budget,
        )

    def _is_long(self) -> bool:
        """Returns whether the training is worth compiling kernels for.

        It depends on nothing but the training, so that a resumed one computes as before.
        """
        if self.budget is not None:
            return self.budget.seconds >= KERNELS_FROM_S
        passes = 3 * self.epochs * len(self.train)  # forwards, and backwards to inputs and weights
        return passes * self.network.architecture.multiply_adds >= WORTHWHILE

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
        at_once = images_at_once(self.network.architecture, validation)
        values = evaluate(
            self.network,
            validation,
            loss,
            self.metrics,
            workers=self.workers,
            before_batch=each_batch(self.callbacks, "on_test_batch_begin", at_once),
            after_batch=each_batch(self.callbacks, "on_test_batch_end", at_once),
            on_scores=self._hand_scores_on if listening(self.callbacks, _SCORES) else None,
        )
        self._call("on_test_end", values)
        return {f"val_{name}": value for name, value in values.items()}

    def _hand_scores_on(self, scores: Tensor) -> None:
        self._call(_SCORES, scores)

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

    def _check_workers(self) -> None:
        count = 1 if self.workers is None else self.workers.count
        if count > self.batch_size:
            raise ConvscopeError(
                f"Batches of {self.batch_size} images for {count} processes.",
                "Expected at least one image for each.",
                f"Start fewer processes, or give --batch-size {count}.",
            )
