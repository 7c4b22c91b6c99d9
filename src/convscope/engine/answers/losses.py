"""What training makes small: cross-entropies and the mean squared error, as Keras defines them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.errors import ConvscopeError, UnknownNameError

EPSILON = 1e-7
"""Probabilities are kept this far from 0 and 1 before a logarithm, as Keras does."""

HAVE_LOGITS = ("softmax", "sigmoid")
"""Activations whose inputs are logits."""


@dataclass(frozen=True)
class Loss:
    """A loss, averaged over the batch.

    Where the net ends in softmax or sigmoid, cross-entropies take what enters it as their logits,
    whatever the loss is and whatever `from_logits` says. So does Keras on TensorFlow.

    Attributes:
        name: A name of `LOSSES`.
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share of a label that is spread over all classes, 0 to below 1.
        class_weights: How much an image of each class counts in the mean; empty for 1 each.
        reduction: `mean`, or `none` for a loss per image.
    """

    name: str
    from_logits: bool = False
    label_smoothing: float = 0.0
    class_weights: tuple[float, ...] = ()
    reduction: str = "mean"

    def __post_init__(self) -> None:
        if self.name not in LOSSES:
            raise UnknownNameError("loss", self.name, LOSSES)

    def __call__(self, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
        """Returns the mean loss of a batch.

        Args:
            scores: float (batch, classes), what enters the net's last activation.
            targets: int64 (batch,) for the sparse loss, else float (batch, classes).
            output_activation: The net's last activation.
        """
        if not self.class_weights:
            return LOSSES[self.name](self, scores, targets, output_activation)
        each = replace(self, reduction="none")
        losses = LOSSES[self.name](each, scores, targets, output_activation)
        labels = targets if targets.dim() == 1 else targets.argmax(1)
        weights = torch.tensor(self.class_weights, device=scores.device)
        return (losses.reshape(len(labels), -1).mean(1) * weights[labels.long()]).mean()

    def logits_or_none(self, scores: Tensor, output_activation: str) -> Tensor | None:
        """Returns logits where the net has some: before softmax or sigmoid, or as outputs."""
        if output_activation in HAVE_LOGITS:
            return scores
        return ACTIVATION_FUNCTIONS[output_activation](scores) if self.from_logits else None


def _sparse(loss: Loss, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
    logits = loss.logits_or_none(scores, output_activation)
    if logits is None:  # the shares need not add up to 1; the loss scales them
        shares = ACTIVATION_FUNCTIONS[output_activation](scores)
        logits = shares.clamp(EPSILON, 1 - EPSILON).log()
    return functional.cross_entropy(
        logits, targets, label_smoothing=loss.label_smoothing, reduction=loss.reduction
    )


def _categorical(loss: Loss, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
    logits = loss.logits_or_none(scores, output_activation)
    if logits is not None:
        return functional.cross_entropy(
            logits, targets, label_smoothing=loss.label_smoothing, reduction=loss.reduction
        )
    smoothed = targets * (1 - loss.label_smoothing) + loss.label_smoothing / scores.shape[1]
    losses = -(smoothed * _log_shares(scores, output_activation)).sum(1)
    return losses if loss.reduction == "none" else losses.mean()


def _binary(loss: Loss, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
    targets = targets.reshape(scores.shape).to(scores.dtype)
    if loss.label_smoothing:
        targets = targets * (1 - loss.label_smoothing) + loss.label_smoothing / 2
    logits = loss.logits_or_none(scores, output_activation)
    if logits is not None:
        return functional.binary_cross_entropy_with_logits(
            logits, targets, reduction=loss.reduction
        )
    shares = ACTIVATION_FUNCTIONS[output_activation](scores).clamp(EPSILON, 1 - EPSILON)
    return functional.binary_cross_entropy(shares, targets, reduction=loss.reduction)


def _mean_squared_error(
    loss: Loss, scores: Tensor, targets: Tensor, output_activation: str
) -> Tensor:
    outputs = ACTIVATION_FUNCTIONS[output_activation](scores)
    return functional.mse_loss(
        outputs, targets.reshape(outputs.shape).to(outputs.dtype), reduction=loss.reduction
    )


def _log_shares(scores: Tensor, output_activation: str) -> Tensor:
    """Returns log probabilities of outputs that are no softmax, scaled to sum to 1."""
    outputs = ACTIVATION_FUNCTIONS[output_activation](scores)
    shares = outputs / outputs.sum(1, keepdim=True)
    return shares.clamp(EPSILON, 1 - EPSILON).log()


LOSSES: dict[str, Callable[[Loss, Tensor, Tensor, str], Tensor]] = {
    "sparse_categorical_crossentropy": _sparse,
    "categorical_crossentropy": _categorical,
    "binary_crossentropy": _binary,
    "mean_squared_error": _mean_squared_error,
}
"""Loss by name; the arguments are those of `Loss.__call__`."""


def check_targets(loss: Loss, shape: tuple[int, ...], num_outputs: int) -> None:
    """Checks that labels of `shape` fit a loss and a net with `num_outputs` outputs.

    Args:
        loss: The loss.
        shape: Of all labels, the number of images first.
        num_outputs: Units of the net's last layer.

    Raises:
        ConvscopeError: Class indices where one column per class is needed, or the other way.
    """
    if loss.name == "sparse_categorical_crossentropy":
        if len(shape) == 1:
            return
        expected, fix = "class indices, (number,)", 'the loss "categorical_crossentropy"'
    elif shape[1:] == (num_outputs,) or (num_outputs == 1 and len(shape) == 1):
        return
    elif len(shape) == 1:
        expected = f"one column per class, (number, {num_outputs})"
        fix = 'the loss "sparse_categorical_crossentropy", or utils.to_categorical(labels)'
    else:
        expected, fix = f"(number, {num_outputs})", "a last layer with one unit per class"
    raise ConvscopeError(
        f"Labels of shape {shape} for the loss {loss.name}.", f"Expected {expected}.", f"Use {fix}."
    )


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    """Returns float32 (number, num_classes) with a 1 in each label's column."""
    return functional.one_hot(labels, num_classes).to(torch.float32)
