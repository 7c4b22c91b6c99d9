"""A batch as NumPy arrays, through our network: losses, scores, outputs."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from convscope.accelerate.backends import Array, Backend
from convscope.accelerate.twin import Twin
from convscope.engine.answers.losses import Loss

SPARSE = "sparse_categorical_crossentropy"


class UnfitBatchError(ValueError):
    """A batch that we do not know how to take; Keras says what is wrong with it, or takes it."""


@dataclass(frozen=True)
class Taken:
    """A batch with its labels, as the network takes it and as the program gave it.

    Attributes:
        inputs: float32 (batch, *input shape).
        targets: As the loss takes them; nothing where there are several outputs.
        weights: float32 (batch,), or None.
        y: The targets as they were given.
        w: The weights as they were given.
    """

    inputs: Tensor
    targets: Tensor
    weights: Tensor | None
    y: Any
    w: Any


class Step:
    """Computes batches.

    Args:
        twin: Our network.
        backend: Keras' backend, whose losses ours have to be like.
        loss: Our loss: its `name` and options; None where it is not ours, or none is wanted.

    Attributes:
        loss_name: Its name; empty for none.
    """

    def __init__(self, twin: Twin, backend: Backend, loss: dict[str, Any] | None = None) -> None:
        self.twin, self.network = twin, twin.network
        self._shape = twin.translation.architecture.input.shape
        self._loss = Loss(**loss) if loss else None
        self.loss_name = self._loss.name if self._loss else ""
        self._recovers_logits = backend.recovers_logits

    def inputs(self, x: Any) -> Tensor:
        """Returns float32 (batch, *input shape) on the network's device.

        Raises:
            UnfitBatchError: Other shapes, or no numbers.
        """
        array = only_array(x)
        if array.shape[1:] != self._shape:
            if (*array.shape[1:], 1) == self._shape:
                array = array[..., None]
            elif array.shape[1:] == (*self._shape, 1):
                array = array[..., 0]
            else:
                raise UnfitBatchError(f"inputs of shape {array.shape}")
        return _to_tensor(array).to(self.twin.device).float()

    def targets(self, y: Any) -> Tensor:
        """Returns int64 (batch,) for the sparse loss, else float32.

        Raises:
            UnfitBatchError: Other shapes, or no numbers.
        """
        array = only_array(y)
        if self._loss is not None and self._loss.name == SPARSE:
            if array.ndim == 2 and array.shape[1] == 1:
                array = array[:, 0]
            if array.ndim != 1:
                raise UnfitBatchError(f"labels of shape {array.shape}")
            return _to_tensor(array).to(self.twin.device).long()
        return _to_tensor(array).to(self.twin.device).float()

    def weights(self, w: Any) -> Tensor | None:
        """Returns float32 (batch,), or None.

        Raises:
            UnfitBatchError: Other shapes.
        """
        if w is None:
            return None
        array = only_array(w)
        if array.ndim == 2 and array.shape[1] == 1:
            array = array[:, 0]
        if array.ndim != 1:
            raise UnfitBatchError(f"weights of shape {array.shape}")
        return _to_tensor(array).to(self.twin.device).float()

    def loss(self, scores: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
        """Returns the mean loss of a batch, with what regularizers add to it.

        Args:
            scores: What the network's `scores` has just returned.
            targets: As `targets` returned them.
            weights: As `weights` returned them.

        Raises:
            UnfitBatchError: They do not fit each other.
        """
        loss, activation = self._loss, self.network.output_activation
        assert loss is not None
        if not self._recovers_logits and activation != "linear":
            scores, activation = self.network.activate(scores), "linear"
        if scores.dim() == 4:
            scores = scores.permute(0, 2, 3, 1).flatten(1)
            targets = targets.flatten(1)
            if weights is not None:
                raise UnfitBatchError("weights of pictures")
        if len(targets) != len(scores) or (
            loss.name != SPARSE and targets.numel() != scores.numel()
        ):
            raise UnfitBatchError(f"labels of shape {tuple(targets.shape)}")
        if weights is None:
            found = loss(scores, targets, activation)
        else:
            each = replace(loss, reduction="none")(scores, targets, activation)
            found = (each.reshape(len(scores), -1).mean(1) * weights).mean()
        return self.with_penalties(found)

    def with_penalties(self, loss: Tensor) -> Tensor:
        """Returns a loss and what regularizers add to it."""
        return loss + self.network.penalties.total() if self.network.penalties else loss

    def expect_classes(self, targets: Tensor, scores: Tensor) -> None:
        """Checks that class indices are outputs.

        Raises:
            UnfitBatchError: One is not.
        """
        is_sparse = self._loss is not None and self._loss.name == SPARSE
        if is_sparse and len(targets) and not 0 <= targets.min() <= targets.max() < scores.shape[1]:
            raise UnfitBatchError(f"class {int(targets.max())} of {scores.shape[1]} classes")

    def outputs(self, scores: Tensor) -> Tensor:
        """Returns the net's outputs as Keras has them, from what `scores` returned."""
        found = self.network.activate(scores.detach())
        return found.permute(0, 2, 3, 1) if found.dim() == 4 else found


def only_array(value: Any) -> Array:
    """Returns an array that may stand in a list or dictionary of one.

    Raises:
        UnfitBatchError: Several, or no numbers.
    """
    while isinstance(value, list | tuple | dict):
        if len(value) != 1:
            raise UnfitBatchError(f"{len(value)} arrays")
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    array = np.asarray(value)
    if array.dtype.kind not in "fiub" or array.ndim == 0:
        raise UnfitBatchError(f"{array.dtype} of shape {array.shape}")
    return array


def _to_tensor(array: Array) -> Tensor:
    if array.dtype.kind == "u" and array.dtype != np.uint8:
        array = array.astype(np.int64)
    # Torch warns of arrays that may not be written, which TensorFlow's are.
    array = np.ascontiguousarray(array)
    return torch.from_numpy(array if array.flags.writeable else array.copy())
