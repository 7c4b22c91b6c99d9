"""The losses as Keras programs write them, and their short names."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import checked_arguments

if TYPE_CHECKING:
    from convscope.engine.answers.losses import Loss as EngineLoss

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Loss",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "binary_crossentropy",
    "categorical_crossentropy",
    "mean_squared_error",
    "sparse_categorical_crossentropy",
]

ACCEPTED: dict[str, Any] = {
    "axis": -1,
    "dtype": (None, "float32"),
    "ignore_class": None,
    "reduction": ("sum_over_batch_size", "auto"),
}
"""Arguments of Keras' losses that convscope accepts at these values only."""


@dataclass(frozen=True)
class Loss:
    """A loss, averaged over the batch. Use one of the subclasses.

    Attributes:
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share of a label that is spread over all classes, 0 to below 1.
    """

    from_logits: bool = False
    label_smoothing: float = 0.0

    key: ClassVar[str]
    """Name in `engine.answers.losses.LOSSES`."""

    def for_engine(self) -> "EngineLoss":
        """Returns the loss that the engine computes."""
        from convscope.engine.answers.losses import Loss as EngineLoss

        return EngineLoss(self.key, self.from_logits, self.label_smoothing)

    def __call__(self, y_true: ArrayLike, y_pred: ArrayLike) -> np.float32:
        """Returns the mean loss of some predictions.

        Args:
            y_true: Labels, (number,) for the sparse loss, else (number, classes).
            y_pred: float (number, classes), the net's outputs.
        """
        import torch

        from convscope.keras_like.examples import to_targets

        outputs = np.array(y_pred, np.float32)
        targets = to_targets(np.asarray(y_true), self.for_engine(), outputs.shape[-1])
        value = self.for_engine()(torch.from_numpy(outputs), torch.from_numpy(targets), "linear")
        return np.float32(value)


class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy for class indices.

    Args:
        from_logits: Whether the net's outputs are logits.
        name: Accepted and not used.
    """

    key = "sparse_categorical_crossentropy"

    @checked_arguments("SparseCategoricalCrossentropy()", ACCEPTED)
    def __init__(self, from_logits: bool = False, name: str | None = None) -> None:
        super().__init__(from_logits)


class CategoricalCrossentropy(Loss):
    """Cross-entropy for labels with one column per class.

    Args:
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share of a label that is spread over all classes, 0 to below 1.
        name: Accepted and not used.
    """

    key = "categorical_crossentropy"

    @checked_arguments("CategoricalCrossentropy()", ACCEPTED)
    def __init__(
        self, from_logits: bool = False, label_smoothing: float = 0.0, name: str | None = None
    ) -> None:
        super().__init__(from_logits, label_smoothing)


class BinaryCrossentropy(Loss):
    """Cross-entropy of every output for itself, for nets that end in a sigmoid.

    Args:
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share by which labels are drawn towards one half.
        name: Accepted and not used.
    """

    key = "binary_crossentropy"

    @checked_arguments("BinaryCrossentropy()", ACCEPTED)
    def __init__(
        self, from_logits: bool = False, label_smoothing: float = 0.0, name: str | None = None
    ) -> None:
        super().__init__(from_logits, label_smoothing)


class MeanSquaredError(Loss):
    """Mean of the squared differences.

    Args:
        name: Accepted and not used.
    """

    key = "mean_squared_error"

    @checked_arguments("MeanSquaredError()", ACCEPTED)
    def __init__(self, name: str | None = None) -> None:
        super().__init__()


sparse_categorical_crossentropy = SparseCategoricalCrossentropy()
categorical_crossentropy = CategoricalCrossentropy()
binary_crossentropy = BinaryCrossentropy()
mean_squared_error = MeanSquaredError()

_CLASSES = (
    SparseCategoricalCrossentropy,
    CategoricalCrossentropy,
    BinaryCrossentropy,
    MeanSquaredError,
)
NAMES: dict[str, type[Loss]] = {
    **{kind.key: kind for kind in _CLASSES},
    "mse": MeanSquaredError,
    **{kind.__name__: kind for kind in _CLASSES},
}
"""Loss by the names that `compile` takes."""


def find_loss(loss: Any) -> Loss:
    """Returns the loss that `compile` was given.

    Raises:
        UnknownNameError: A name that no loss has.
        ConvscopeError: Neither a name nor a loss.
    """
    if isinstance(loss, Loss):
        return loss
    if isinstance(loss, str):
        if loss not in NAMES:
            raise UnknownNameError("loss", loss, NAMES)
        return NAMES[loss]()
    raise ConvscopeError(
        f"compile(): loss={loss!r}.",
        f"Expected one of {', '.join(NAMES)}, or an object from losses.",
        'Give loss="sparse_categorical_crossentropy" for class indices.',
    )
