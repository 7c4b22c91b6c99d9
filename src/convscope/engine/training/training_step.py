"""One step of a training: a batch forwards, backwards, and the weights a little further."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.answers.metrics import count_correct
from convscope.engine.network import Network
from convscope.engine.processes.shards import Shard
from convscope.engine.processes.workers import Workers
from convscope.engine.training.augmentation import Augmentation
from convscope.engine.training.optimizers import OptimizerHandle
from convscope.engine.training.precision import computing_in
from convscope.engine.training.recorded_pass import RecordedPass


@dataclass(frozen=True)
class StepResult:
    """What a step has seen, before the weights moved.

    Attributes:
        loss: Mean over the batch.
        num_correct: Images of the batch judged right.
        num_images: Images of the batch.
        is_ending: Whether a process wants the training to end after this step.
    """

    loss: float
    num_correct: float
    num_images: int
    is_ending: bool


@dataclass(kw_only=True)
class TrainingStep:
    """Takes a batch and moves the weights along its gradient.

    Attributes:
        network: The net, on its device.
        train: Where batches are taken from.
        loss: What to make small.
        optimizer: What turns gradients into changes, with the rate of the next step.
        batch_size: Images of a full batch.
        seed: Random changes of images follow from it.
        augment: Changes the images of every batch; None leaves them as they are.
        precision: What is multiplied in.
        workers: Processes that divide every batch among them; None for this one alone.
        recorded: What computes full batches on a graphics card; None on other devices.
        observer: Sees what enters the net's last activation, the targets and the weights of every
            batch; None for nobody.
    """

    network: Network
    train: Examples
    loss: Loss
    optimizer: OptimizerHandle
    batch_size: int
    seed: int
    augment: Augmentation | None
    precision: torch.dtype
    workers: Workers | None

    def __post_init__(self) -> None:
        self.recorded: RecordedPass | None = None
        self.observer: Callable[[Tensor, Tensor, Tensor | None], None] | None = None
        is_trained = any(p.requires_grad for p in self.network.parameters())
        is_plain = self.workers is None and self.train.weights is None
        if self.train.device.type == "cuda" and is_plain and is_trained:
            self.recorded = RecordedPass(self.forward, self.network)

    def announce(self, indices: Tensor) -> None:
        """Lets the system begin to read the images of a later step.

        Args:
            indices: int64 (batch,), on the CPU.
        """
        self.train.announce(indices[self._shard_of(indices).rows])

    def __call__(self, indices: Tensor, epoch: int, step: int, wants_to_end: bool) -> StepResult:
        """Takes a step; where the loss is no finite number, the weights stay.

        Args:
            indices: Which images, int64 (batch,), on the CPU.
            epoch: From 0; random changes of images follow from it.
            step: Of the epoch, from 0; likewise.
            wants_to_end: Whether this process wants the training to end.
        """
        shard = self._shard_of(indices)
        if self.workers is not None:
            self.workers.shard = shard
        inputs, targets = self.train.take(indices[shard.rows])
        if self.augment is not None and len(shard):
            value_range = self.network.architecture.input.value_range
            inputs = self.augment(inputs, self.seed, epoch, step, shard, value_range)
        weights = self.train.weights_of(indices[shard.rows])
        loss, correct = self._backward(inputs, targets, shard, weights)
        value, num_correct = torch.stack((loss, correct)).tolist()  # one wait for the device
        if self.workers is not None:
            value, num_correct, ending = self._add_up(
                self.workers, value, num_correct, wants_to_end
            )
            wants_to_end = ending > 0
        if np.isfinite(value):
            self.optimizer.update_rule.step()
            if self.network.constraints:
                self.network.constraints.apply()
        number = len(indices) if self.workers is not None else len(inputs)  # streams have their own
        return StepResult(value, num_correct, number, wants_to_end)

    def forward(
        self,
        inputs: Tensor,
        targets: Tensor,
        shard: Shard | None = None,
        weights: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Returns the loss, or a shard's part of it, and how many images are judged right.

        Args:
            inputs: The images that this process computes, float32 (images, …).
            targets: Of the same images, in the form that the loss takes.
            shard: Where they lie in the batch; None if they are the whole of it.
            weights: How much each of them counts, float32 (images,); None for 1 each.

        Returns:
            Two tensors of one number each; parts of the loss, over all shards, sum to the mean loss
            of the batch.
        """
        with computing_in(self.precision, inputs.device):
            scores = self.network.scores(inputs)
        scores = scores.float() if self.precision != torch.float32 else scores
        if shard is None:
            shard = Shard(0, len(inputs), len(inputs))
        correct = count_correct(scores.detach(), targets, self.network.output_activation)
        if self.observer is not None:
            self.observer(scores.detach(), targets, weights)
        return self._part_of_loss(scores, targets, shard, weights), correct

    def _backward(
        self, inputs: Tensor, targets: Tensor, shard: Shard, weights: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Leaves a batch's gradients in the parameters; returns loss and number judged right."""
        self.optimizer.update_rule.zero_grad()
        is_full = len(inputs) == self.batch_size
        if self.recorded is not None and self.observer is None and is_full:
            return self.recorded(inputs, targets)
        loss, correct = self.forward(inputs, targets, shard, weights)
        if loss.requires_grad:  # unless no layer is trained
            loss.backward()
        return loss, correct

    def _shard_of(self, indices: Tensor) -> Shard:
        """Returns which images of a batch this process computes: without others, all."""
        if self.workers is None:
            return Shard(0, len(indices), len(indices))
        return self.workers.shard_of(len(indices))

    def _part_of_loss(
        self, scores: Tensor, targets: Tensor, shard: Shard, weights: Tensor | None
    ) -> Tensor:
        """Returns what a shard adds to the mean loss of its batch."""
        if not len(shard):
            self.network.penalties.forget()
            return scores.sum()  # 0, and so is its gradient
        loss = self.loss(scores, targets, self.network.output_activation, weights)
        if self.network.penalties:
            loss = loss + self.network.penalties.total()
        return loss if len(shard) == shard.whole else loss * shard.weight

    def _add_up(self, workers: Workers, *values: float) -> list[float]:
        """Sums gradients and values over all processes, which agree here on whether to go on."""
        parameters = self.optimizer.update_rule.param_groups[0]["params"]
        return workers.add_up_gradients(parameters, list(values))
