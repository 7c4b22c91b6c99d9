"""The optimizers as Keras programs write them; their step size can be read and set any time."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.arguments import checked_arguments

if TYPE_CHECKING:
    from convscope.engine.training.optimizers import OptimizerHandle, OptimizerSettings
    from convscope.engine.training.trainer import Trainer
    from convscope.engine.training.update_rules import UpdateRule

__all__ = ["SGD", "Adam", "AdamW", "Optimizer"]

ACCEPTED: dict[str, Any] = {
    "amsgrad": False,
    "clipnorm": None,
    "clipvalue": None,
    "ema_momentum": 0.99,
    "ema_overwrite_frequency": None,
    "global_clipnorm": None,
    "gradient_accumulation_steps": None,
    "loss_scale_factor": None,
    "use_ema": False,
}
"""Arguments of Keras' optimizers that convscope accepts at these values only."""


class Optimizer:
    """How a gradient becomes a step. Use one of the subclasses.

    It keeps its state (momentum, moments) from one `fit` to the next, as long as the net stays
    the same.
    """

    key: ClassVar[str]
    """Name in `engine.training.optimizers.OPTIMIZERS`."""

    def __init__(self, learning_rate: float, **options: float | bool) -> None:
        self._learning_rate = _checked_rate(type(self).__name__, learning_rate)
        self.options = options
        self._handle: OptimizerHandle | None = None

    @property
    def learning_rate(self) -> float:
        """The current step size; setting it counts from the next step on."""
        return self._handle.learning_rate if self._handle else self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = _checked_rate(type(self).__name__, value)
        if self._handle:
            self._handle.learning_rate = self._learning_rate

    def settings(self) -> "OptimizerSettings":
        """Returns the optimizer as the engine builds it."""
        from convscope.engine.training.optimizers import OptimizerSettings

        return OptimizerSettings(self.key, {"learning_rate": self.learning_rate, **self.options})

    def attach(self, trainer: "Trainer") -> None:
        """Lets the trainer go on with this optimizer's state, if it trains the same net.

        Raises:
            ConvscopeError: The state belongs to another net.
        """
        if self._handle is None:
            self._handle = trainer.step.optimizer
            return
        if _parameters(self._handle.update_rule) != _parameters(trainer.update_rule):
            raise ConvscopeError(
                f"The optimizer {type(self).__name__} has already trained another net.",
                "An optimizer keeps the steps of one net.",
                f"Compile with a new one: optimizers.{type(self).__name__}().",
            )
        trainer.step.optimizer = self._handle

    def get_config(self) -> dict[str, Any]:
        """Returns the options by name."""
        return {"name": self.key, "learning_rate": self.learning_rate, **self.options}


class SGD(Optimizer):
    """Stochastic gradient descent.

    Args:
        learning_rate: Step size, above 0.
        momentum: Share of the last step that is kept, 0 to below 1.
        nesterov: Whether the gradient is taken where momentum leads.
        name: Accepted and not used.
    """

    key = "sgd"

    @checked_arguments("SGD()", {**ACCEPTED, "weight_decay": None})
    def __init__(
        self,
        learning_rate: float = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, momentum=momentum, nesterov=nesterov)


class Adam(Optimizer):
    """Step sizes fitted to each weight.

    Args:
        learning_rate: Step size, above 0.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the mean squared gradient remembers.
        epsilon: Keeps the division finite.
        name: Accepted and not used.
    """

    key = "adam"

    @checked_arguments("Adam()", {**ACCEPTED, "weight_decay": None})
    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


class AdamW(Optimizer):
    """Adam with weights that decay on their own.

    Args:
        learning_rate: Step size, above 0.
        weight_decay: Share of a weight that a step of size 1 takes away.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the mean squared gradient remembers.
        epsilon: Keeps the division finite.
        name: Accepted and not used.
    """

    key = "adamw"

    @checked_arguments("AdamW()", ACCEPTED)
    def __init__(
        self,
        learning_rate: float = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate,
            weight_decay=weight_decay,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
        )


NAMES: dict[str, Callable[..., Optimizer]] = {kind.key: kind for kind in (SGD, Adam, AdamW)}
"""Optimizer by the names that `compile` takes."""


def find_optimizer(optimizer: Any) -> Optimizer:
    """Returns the optimizer that `compile` was given.

    Raises:
        UnknownNameError: A name that no optimizer has.
        ConvscopeError: Neither a name nor an optimizer.
    """
    if isinstance(optimizer, Optimizer):
        return optimizer
    if isinstance(optimizer, str):
        if optimizer.lower() not in NAMES:
            raise UnknownNameError("optimizer", optimizer, NAMES)
        return NAMES[optimizer.lower()]()
    raise ConvscopeError(
        f"compile(): optimizer={optimizer!r}.",
        f"Expected one of {', '.join(NAMES)}, or an object from optimizers.",
        'Give optimizer="adam".',
    )


def _parameters(optimizer: "UpdateRule") -> list[int]:
    return [id(tensor) for group in optimizer.param_groups for tensor in group["params"]]


def _checked_rate(title: str, value: Any) -> float:
    try:
        rate = float(value)
    except (TypeError, ValueError):
        rate = 0.0
    if not rate > 0:
        raise ConvscopeError(
            f"{title}: learning_rate={value!r}.",
            "Expected a number above 0.",
            "Give for example learning_rate=0.001; for a schedule use "
            "callbacks.LearningRateScheduler.",
        )
    return rate
