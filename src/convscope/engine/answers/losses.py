"""What training makes small: cross-entropies and distances, as Keras defines them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log

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
        alpha: Factor of a focal loss; of the binary one that of class 1.
        gamma: How little a focal loss counts what is judged right for sure.
        is_balanced: Whether the binary focal loss has the factor `alpha`.
        delta: Difference from which Huber's loss grows in a line.
    """

    name: str
    from_logits: bool = False
    label_smoothing: float = 0.0
    class_weights: tuple[float, ...] = ()
    reduction: str = "mean"
    alpha: float = 0.25
    gamma: float = 2.0
    is_balanced: bool = False
    delta: float = 1.0

    def __post_init__(self) -> None:
        if self.name not in LOSSES:
            raise UnknownNameError("loss", self.name, LOSSES)

    def __call__(
        self,
        scores: Tensor,
        targets: Tensor,
        output_activation: str,
        weights: Tensor | None = None,
    ) -> Tensor:
        """Returns the mean loss of a batch.

        Args:
            scores: float (batch, classes), what enters the net's last activation.
            targets: int64 (batch,) for the sparse loss, else float (batch, classes).
            output_activation: The net's last activation.
            weights: What the loss of each image is multiplied by before the mean is taken, float
                (batch,); None for 1 each.
        """
        if not self.class_weights and weights is None:
            return LOSSES[self.name](self, scores, targets, output_activation)
        each = replace(self, reduction="none")
        losses = LOSSES[self.name](each, scores, targets, output_activation)
        losses = losses.reshape(len(targets), -1).mean(1)
        if self.class_weights:
            labels = targets if targets.dim() == 1 else targets.argmax(1)
            losses = losses * torch.tensor(self.class_weights, device=scores.device)[labels.long()]
        return (losses if weights is None else losses * weights).mean()

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


def _compared(
    compare: Callable[[Loss, Tensor, Tensor], Tensor],
) -> Callable[[Loss, Tensor, Tensor, str], Tensor]:
    """Returns a loss that compares outputs with labels in columns, image by image.

    Args:
        compare: From loss, labels and outputs, both (batch, outputs), to (batch,) losses.
    """

    def compute(loss: Loss, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
        outputs = ACTIVATION_FUNCTIONS[output_activation](scores)
        losses = compare(loss, targets.reshape(outputs.shape).to(outputs.dtype), outputs)
        return losses if loss.reduction == "none" else losses.mean()

    return compute


def _signs(labels: Tensor) -> Tensor:
    """Returns labels of 0 and 1 as −1 and 1; others as they are."""
    is_binary = ((labels == 0) | (labels == 1)).all()
    return torch.where(is_binary, 2 * labels - 1, labels)


def _categorical_hinge(loss: Loss, y: Tensor, p: Tensor) -> Tensor:
    return (((1 - y) * p).amax(1) - (y * p).sum(1) + 1).clamp_min(0)


def _kl_divergence(loss: Loss, y: Tensor, p: Tensor) -> Tensor:
    y, p = y.clamp(EPSILON, 1), p.clamp(EPSILON, 1)
    return (y * (y / p).log()).sum(1)


def _huber(loss: Loss, y: Tensor, p: Tensor) -> Tensor:
    return functional.huber_loss(p, y, reduction="none", delta=loss.delta).mean(1)


def _log_cosh(loss: Loss, y: Tensor, p: Tensor) -> Tensor:
    x = p - y
    return (x + functional.softplus(-2 * x) - log(2)).mean(1)


def _categorical_focal(loss: Loss, y: Tensor, p: Tensor) -> Tensor:
    if loss.label_smoothing:
        y = y * (1 - loss.label_smoothing) + loss.label_smoothing / y.shape[1]
    shares = p.softmax(1) if loss.from_logits else p / p.sum(1, keepdim=True)
    shares = shares.clamp(EPSILON, 1 - EPSILON)
    return -(loss.alpha * (1 - shares) ** loss.gamma * y * shares.log()).sum(1)


def _binary_focal(loss: Loss, scores: Tensor, targets: Tensor, output_activation: str) -> Tensor:
    """Returns the binary cross-entropy, with its logits, times a factor of the outputs."""
    outputs = ACTIVATION_FUNCTIONS[output_activation](scores)
    share = outputs.sigmoid() if loss.from_logits else outputs
    y = targets.reshape(outputs.shape).to(outputs.dtype)
    if loss.label_smoothing:
        y = y * (1 - loss.label_smoothing) + loss.label_smoothing / 2
    of_right = y * share + (1 - y) * (1 - share)
    if loss.from_logits or output_activation in HAVE_LOGITS:
        logits = outputs if loss.from_logits else scores
        losses = functional.binary_cross_entropy_with_logits(logits, y, reduction="none")
    else:
        share = share.clamp(EPSILON, 1 - EPSILON)
        losses = functional.binary_cross_entropy(share, y, reduction="none")
    losses = losses * (1 - of_right) ** loss.gamma
    if loss.is_balanced:
        losses = losses * (y * loss.alpha + (1 - y) * (1 - loss.alpha))
    return losses.mean(1) if loss.reduction == "none" else losses.mean()


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
    "mean_absolute_error": _compared(lambda loss, y, p: (p - y).abs().mean(1)),
    "hinge": _compared(lambda loss, y, p: (1 - _signs(y) * p).clamp_min(0).mean(1)),
    "squared_hinge": _compared(
        lambda loss, y, p: (1 - _signs(y) * p).clamp_min(0).square().mean(1)
    ),
    "categorical_hinge": _compared(_categorical_hinge),
    "kl_divergence": _compared(_kl_divergence),
    "poisson": _compared(lambda loss, y, p: (p - y * (p + EPSILON).log()).mean(1)),
    "huber": _compared(_huber),
    "log_cosh": _compared(_log_cosh),
    "categorical_focal_crossentropy": _compared(_categorical_focal),
    "binary_focal_crossentropy": _binary_focal,
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
