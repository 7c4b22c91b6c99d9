"""What a net in training makes of the validation images, taken from the pass that judges them."""

from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from convscope.arithmetic import class_probabilities
from convscope.arrays import Labels
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import images_at_once
from convscope.engine.network import Network

SMALLEST = 1e-7
"""Probability that a smaller one counts as in a loss."""


@dataclass
class Judgement:
    """Verdicts on images, in the order in which batches were added.

    Attributes:
        predicted: Most probable classes.
        probability: Of these, 0–1.
        of_right: Probability of the right class, 0–1.
        is_whole: Whether every output was a finite number; there is no verdict else.
    """

    network: Network
    labels: Labels
    is_whole: bool = True
    _parts: list[tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]] = field(
        default_factory=list
    )
    _count: int = 0

    def add(self, scores: Tensor) -> None:
        """Takes in the next batch: what enters the net's last activation, (batch, outputs)."""
        outputs = self.network.activate(scores).float().cpu().numpy()
        labels = self.labels[self._count : self._count + len(outputs)]
        self._count += len(outputs)
        if not np.isfinite(outputs).all():
            self.is_whole = False
            return
        probabilities = class_probabilities(self.network.architecture, outputs)
        predicted = probabilities.argmax(1)
        rows = np.arange(len(outputs))
        self._parts.append((predicted, probabilities[rows, predicted], probabilities[rows, labels]))

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The most probable classes, int64 (number,)."""
        return np.concatenate([part[0] for part in self._parts])

    @property
    def probability(self) -> NDArray[np.float32]:
        """Their probabilities, float32 (number,), 0–1."""
        return np.concatenate([part[1] for part in self._parts])

    @property
    def of_right(self) -> NDArray[np.float32]:
        """The probabilities of the right classes, float32 (number,), 0–1."""
        return np.concatenate([part[2] for part in self._parts])

    @property
    def losses(self) -> NDArray[np.float64]:
        """The loss of each image, float64 (number,)."""
        return -np.log(np.clip(self.of_right.astype(np.float64), SMALLEST, 1))

    def confusion(self, num_classes: int) -> NDArray[np.int64]:
        """Returns counts, int64 (classes, classes): row is the right class, column the verdict."""
        flat = np.bincount(self.labels * num_classes + self.predicted, minlength=num_classes**2)
        return flat.reshape(num_classes, num_classes)


def judge_apart(network: Network, examples: Examples, images: NDArray[np.int64]) -> Judgement:
    """Judges some images in a pass of their own, where another one sees only a part of all.

    Args:
        network: The net.
        examples: The validation images.
        images: Which of them.
    """
    labels = labels_of(examples)[images]
    judgement = Judgement(network, labels)
    network.eval()
    with torch.inference_mode():
        at_once = images_at_once(network.architecture, examples)
        for batch in torch.from_numpy(images).split(at_once):
            judgement.add(network.scores(examples.take(batch)[0]))
    return judgement


def labels_of(examples: Examples) -> Labels:
    """Returns the right classes, int64 (number,)."""
    targets = examples.targets
    return (targets.argmax(1) if targets.ndim == 2 else targets).astype(np.int64)
