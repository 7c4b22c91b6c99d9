"""The losses as Keras programs write them, and their short names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from convscope.architecture.options import Flag, Number, Option
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import arguments_by_name, checked_option
from convscope.keras_like.sample_weights import weights_of

if TYPE_CHECKING:
    from convscope.engine.answers.losses import Loss as EngineLoss

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalHinge",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_squared_error",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]

ACCEPTED: dict[str, Any] = {
    "axis": -1,
    "dtype": (None, "float32"),
    "ignore_class": None,
    "reduction": ("sum_over_batch_size", "auto"),
}
"""Arguments of Keras' losses that convscope accepts at these values only."""

_SHARE = Number("a share from 0 to below 1", 0.1, 0.0, 1.0)
_NOT_NEGATIVE = Number("a number of at least 0", 2.0, 0.0)

OPTIONS: dict[str, Option] = {
    "from_logits": Flag(),
    "label_smoothing": _SHARE,
    "alpha": _NOT_NEGATIVE,
    "gamma": _NOT_NEGATIVE,
    "apply_class_balancing": Flag(),
    "delta": Number("a number above 0", 1.0, 1e-300),
}
"""What the options accept."""


class Loss:
    """A loss, averaged over the batch. Use one of the subclasses.

    Args:
        *args: The options of the subclass by position.
        name: Accepted and not used.
        **options: The options by name.

    Raises:
        UnknownNameError: An option that the loss does not have.
        ConvscopeError: A value that does not fit.

    Attributes:
        options: The options by name.
    """

    key: ClassVar[str]
    """Name in `engine.answers.losses.LOSSES`."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    """The options in Keras' order, with Keras' defaults."""

    def __init__(self, *args: Any, name: str | None = None, **options: Any) -> None:
        title = f"{type(self).__name__}()"
        given = arguments_by_name(title, list(self.defaults), args, options, ACCEPTED, ["name"])
        checked = {option: checked_option(title, option, v, OPTIONS) for option, v in given.items()}
        self.options: dict[str, Any] = {**self.defaults, **checked}

    @property
    def from_logits(self) -> bool:
        """Whether the net's outputs are logits."""
        return self.options.get("from_logits", False)

    def for_engine(self) -> "EngineLoss":
        """Returns the loss that the engine computes."""
        from convscope.engine.answers.losses import Loss as EngineLoss

        options = dict(self.options)
        if "apply_class_balancing" in options:
            options["is_balanced"] = options.pop("apply_class_balancing")
        return EngineLoss(self.key, **options)

    def to_json(self) -> dict[str, Any]:
        """Returns the loss as JSON data; `loss_from_json` is its inverse."""
        changed = {k: v for k, v in self.options.items() if v != self.defaults[k]}
        return {"name": self.key, **changed}

    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> np.float32:
        """Returns the mean loss of some predictions.

        Args:
            y_true: Labels, (number,) for the sparse loss, else (number, classes).
            y_pred: float (number, classes), the net's outputs.
            sample_weight: What the loss of each is multiplied by, (number,); None for 1 each.
        """
        import torch

        from convscope.keras_like.examples import to_targets

        outputs = np.array(y_pred, np.float32)
        targets = to_targets(np.asarray(y_true), self.for_engine(), outputs.shape[-1])
        weights = weights_of("sample_weight", targets, sample_weight)
        value = self.for_engine()(
            torch.from_numpy(outputs),
            torch.from_numpy(targets),
            "linear",
            None if weights is None else torch.from_numpy(weights),
        )
        return np.float32(value)


class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy for class indices.

    Args:
        from_logits: Whether the net's outputs are logits.
    """

    key = "sparse_categorical_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False}


class CategoricalCrossentropy(Loss):
    """Cross-entropy for labels with one column per class.

    Args:
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share of a label that is spread over all classes, 0 to below 1.
    """

    key = "categorical_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False, "label_smoothing": 0.0}


class BinaryCrossentropy(Loss):
    """Cross-entropy of every output for itself, for nets that end in a sigmoid.

    Args:
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share by which labels are drawn towards one half.
    """

    key = "binary_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {"from_logits": False, "label_smoothing": 0.0}


class CategoricalFocalCrossentropy(Loss):
    """Cross-entropy in which what is judged right for sure counts little.

    Args:
        alpha: Factor of the whole.
        gamma: How little: the loss of a class is multiplied by (1 − its probability) ^ gamma.
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share of a label that is spread over all classes, 0 to below 1.

    Source: Lin, Goyal, Girshick, He, Dollár, "Focal Loss for Dense Object Detection", ICCV 2017.
    """

    key = "categorical_focal_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {
        "alpha": 0.25,
        "gamma": 2.0,
        "from_logits": False,
        "label_smoothing": 0.0,
    }


class BinaryFocalCrossentropy(Loss):
    """Binary cross-entropy in which what is judged right for sure counts little.

    Args:
        apply_class_balancing: Whether class 1 is multiplied by alpha and class 0 by 1 − alpha.
        alpha: See there.
        gamma: How little: the loss is multiplied by (1 − probability of the right one) ^ gamma.
        from_logits: Whether the net's outputs are logits.
        label_smoothing: Share by which labels are drawn towards one half.
    """

    key = "binary_focal_crossentropy"
    defaults: ClassVar[Mapping[str, Any]] = {
        "apply_class_balancing": False,
        "alpha": 0.25,
        "gamma": 2.0,
        "from_logits": False,
        "label_smoothing": 0.0,
    }


class MeanSquaredError(Loss):
    """Mean of the squared differences."""

    key = "mean_squared_error"


class MeanAbsoluteError(Loss):
    """Mean of the sizes of the differences."""

    key = "mean_absolute_error"


class Huber(Loss):
    """Half the squared difference up to `delta`, and a line beyond.

    Args:
        delta: Where the line begins.
    """

    key = "huber"
    defaults: ClassVar[Mapping[str, Any]] = {"delta": 1.0}


class LogCosh(Loss):
    """Logarithm of the hyperbolic cosine of the difference."""

    key = "log_cosh"


class KLDivergence(Loss):
    """Σ y · log(y / p) over the classes."""

    key = "kl_divergence"


class Poisson(Loss):
    """Mean of p − y · log p."""

    key = "poisson"


class Hinge(Loss):
    """Mean of max(0, 1 − y p); labels 0 and 1 stand for −1 and 1."""

    key = "hinge"


class SquaredHinge(Loss):
    """Mean of max(0, 1 − y p)²; labels 0 and 1 stand for −1 and 1."""

    key = "squared_hinge"


class CategoricalHinge(Loss):
    """max(0, largest wrong output − right output + 1)."""

    key = "categorical_hinge"


sparse_categorical_crossentropy = SparseCategoricalCrossentropy()
categorical_crossentropy = CategoricalCrossentropy()
binary_crossentropy = BinaryCrossentropy()
categorical_focal_crossentropy = CategoricalFocalCrossentropy()
binary_focal_crossentropy = BinaryFocalCrossentropy()
mean_squared_error = MeanSquaredError()
mean_absolute_error = MeanAbsoluteError()
huber = Huber()
log_cosh = LogCosh()
kl_divergence = KLDivergence()
poisson = Poisson()
hinge = Hinge()
squared_hinge = SquaredHinge()
categorical_hinge = CategoricalHinge()

_CLASSES = Loss.__subclasses__()
NAMES: dict[str, type[Loss]] = {
    **{kind.key: kind for kind in _CLASSES},
    "mse": MeanSquaredError,
    "mae": MeanAbsoluteError,
    **{kind.__name__: kind for kind in _CLASSES},
}
"""Loss by the names that `compile` takes."""


def loss_from_json(data: Mapping[str, Any]) -> Loss:
    """Returns the loss that `Loss.to_json` wrote."""
    options = {key: value for key, value in data.items() if value is not False and key != "name"}
    kind = NAMES[data["name"]]
    return kind(**{key: value for key, value in options.items() if key in kind.defaults})


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
