"""What every optimizer of a Keras program shares: options, a step size, state from fit to fit."""

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from convscope.architecture.options import Flag, Number, Option, WholeNumber, maybe
from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.arguments import arguments_by_name, checked_option
from convscope.keras_like.schedules import LearningRateSchedule
from convscope.missing_names import missing_attribute

if TYPE_CHECKING:
    from convscope.engine.network import Network
    from convscope.engine.training.optimizers import OptimizerHandle, OptimizerSettings
    from convscope.engine.training.trainer import Trainer
    from convscope.engine.training.update_rules import UpdateRule

ACCEPTED: dict[str, Any] = {"gradient_accumulation_steps": None, "loss_scale_factor": None}
"""Arguments of Keras' optimizers that convscope accepts at these values only."""

_SHARE = Number("a number from 0 to below 1", 0.9, 0.0, 1.0)
_NOT_NEGATIVE = Number("a number of at least 0", 0.1, 0.0)
_LIMIT = maybe(Number("a number above 0", 1.0, 1e-300))

OPTIONS: dict[str, Option] = {
    "amsgrad": Flag(),
    "beta_1": _SHARE,
    "beta_2": _SHARE,
    "centered": Flag(),
    "epsilon": _NOT_NEGATIVE,
    "initial_accumulator_value": _NOT_NEGATIVE,
    "momentum": _SHARE,
    "nesterov": Flag(),
    "rho": _SHARE,
    "weight_decay": maybe(_NOT_NEGATIVE),
    "clipnorm": _LIMIT,
    "clipvalue": _LIMIT,
    "global_clipnorm": _LIMIT,
    "use_ema": Flag(),
    "ema_momentum": _SHARE,
    "ema_overwrite_frequency": maybe(WholeNumber(example=100)),
}
"""What the options accept."""

CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
"""Options of which one at most may be given."""

AVERAGING = ("use_ema", "ema_momentum", "ema_overwrite_frequency")
"""Options of the moving average of the weights."""

COMMON = ("weight_decay", *CLIPPING, *AVERAGING)
"""Options of every optimizer."""


class Rate(float):
    """A step size with the methods that programs call on Keras' variable."""

    optimizer: "Optimizer"

    def numpy(self) -> np.float32:
        """Returns the number."""
        return np.float32(self)

    def assign(self, value: float) -> None:
        """Sets the optimizer's step size."""
        self.optimizer.learning_rate = value


class Count(int):
    """A number of steps with the `.numpy()` that programs call on Keras' variable."""

    def numpy(self) -> np.int64:
        """Returns the number."""
        return np.int64(self)


class Optimizer:
    """How a gradient becomes a step. Use one of the subclasses.

    It keeps its state (momentum, moments) from one `fit` to the next, as long as the net stays
    the same.

    Args:
        *args: The options of the subclass by position.
        name: Accepted and not used.
        **options: The options by name. Beside those of the subclass, every optimizer takes
            `weight_decay`, the share of a weight that a step of size 1 takes away, and one of
            `clipnorm` (length that the gradient of each tensor gets at most), `global_clipnorm`
            (of all together) and `clipvalue` (of each value). With `use_ema`, a moving average of
            the weights is kept, which remembers as long as `ema_momentum` says, and becomes the
            weights at the end of `fit`, and after every `ema_overwrite_frequency` steps.

    Raises:
        UnknownNameError: An option that the optimizer does not have.
        ConvscopeError: A value that does not fit.
    """

    key: ClassVar[str]
    """Name in `engine.training.optimizers.OPTIMIZERS`."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    """The options of the subclass in Keras' order, with Keras' defaults."""

    def __init_subclass__(cls) -> None:
        names = [*cls.defaults, *(name for name in COMMON if name not in cls.defaults)]
        cls.__signature__ = inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    inspect.Parameter.POSITIONAL_OR_KEYWORD,
                    default=cls.defaults.get(name),
                )
                for name in [*names, "name"]
            ]
        )

    def __init__(self, *args: Any, name: str | None = None, **options: Any) -> None:
        title = f"{type(self).__name__}()"
        given = arguments_by_name(title, list(self.defaults), args, options, ACCEPTED, COMMON)
        values = {**self.defaults, **given}
        rate = values.pop("learning_rate")
        self._schedule: LearningRateSchedule | None = None
        if isinstance(rate, Mapping):
            rate = LearningRateSchedule.find(f"{title}: learning_rate", rate)
        if isinstance(rate, LearningRateSchedule):
            self._schedule = rate
        else:
            self._learning_rate = _checked_rate(title, rate)
        self.options = {
            option: checked_option(title, option, value, OPTIONS)
            for option, value in values.items()
            if option in self.defaults or value is not None
        }
        if len(limits := [limit for limit in CLIPPING if limit in self.options]) > 1:
            raise ConvscopeError(
                f"{title}: received {' and '.join(limits)}.",
                f"Expected one of {', '.join(CLIPPING)}.",
                f"Leave {limits[1]} out.",
            )
        self._handle: OptimizerHandle | None = None

    @property
    def iterations(self) -> int:
        """Steps taken so far."""
        return Count(self._handle.update_rule.num_steps if self._handle else 0)

    @property
    def learning_rate(self) -> float:
        """The current step size; setting it counts from the next step on.

        Raises:
            ConvscopeError: It is set, and follows a schedule.
        """
        if self._schedule is not None:
            rate = Rate(self._schedule(self.iterations))
        else:
            rate = Rate(self._handle.learning_rate if self._handle else self._learning_rate)
        rate.optimizer = self
        return rate

    @learning_rate.setter
    def learning_rate(self, value: "float | LearningRateSchedule") -> None:
        title = type(self).__name__
        if isinstance(value, LearningRateSchedule):
            self._schedule = value
            if self._handle:
                self._handle.update_rule.schedule = value
            return
        if self._schedule is not None:
            raise ConvscopeError(
                f"{title}: learning_rate was set to {in_short(value)}, and follows a schedule.",
                "Expected one of the two.",
                f"Build it with a number: {title}(learning_rate=0.001).",
            )
        self._learning_rate = _checked_rate(title, value)
        if self._handle:
            self._handle.learning_rate = self._learning_rate

    def settings(self) -> "OptimizerSettings":
        """Returns the optimizer as the engine builds it."""
        from convscope.engine.training.optimizers import OptimizerSettings

        rate = float(self.learning_rate)
        if self._schedule is not None:  # it may begin at 0; the schedule itself is given by attach
            first = self.iterations
            rates = (self._schedule(first + ahead) for ahead in (0, 1, 10, 100, 1000))
            rate = next((rate for rate in rates if rate > 0), 1e-6)
        return OptimizerSettings(self.key, {"learning_rate": rate, **self.options})

    def attach(self, trainer: "Trainer") -> None:
        """Lets the trainer go on with this optimizer's state, if it trains the same net.

        Raises:
            ConvscopeError: The state belongs to another net.
        """
        trainer.step.optimizer = self._going_on(trainer.step.optimizer)

    def handle_for(self, network: "Network") -> "OptimizerHandle":
        """Returns what takes steps on a net, with this optimizer's state so far.

        Raises:
            ConvscopeError: The state belongs to another net.
        """
        from convscope.engine.training.optimizers import OptimizerHandle

        if self._handle and _parameters(self._handle.update_rule) == [
            id(tensor) for tensor in network.parameters()
        ]:
            return self._handle
        return self._going_on(OptimizerHandle(self.settings().build(network.parameters())))

    def _going_on(self, fresh: "OptimizerHandle") -> "OptimizerHandle":
        """Returns the handle of the steps so far, or a fresh one where there are none."""
        if self._handle is None:
            self._handle = fresh
            self._handle.update_rule.schedule = self._schedule
        elif _parameters(self._handle.update_rule) != _parameters(fresh.update_rule):
            raise ConvscopeError(
                f"The optimizer {type(self).__name__} has already trained another net.",
                "An optimizer keeps the steps of one net.",
                f"Compile with a new one: optimizers.{type(self).__name__}().",
            )
        return self._handle

    def finish(self) -> None:
        """Gives the net the moving average of its weights, if one is kept."""
        if self._handle:
            self._handle.update_rule.finish()

    def get_config(self) -> dict[str, Any]:
        """Returns the options by name; a schedule as JSON data."""
        known = LearningRateSchedule.kinds().get(type(self._schedule).__name__)
        is_ours = known is not None and known.__module__ == LearningRateSchedule.__module__
        rate = self._schedule.to_json() if self._schedule and is_ours else float(self.learning_rate)
        return {"name": self.key, "learning_rate": rate, **self.options}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "options" not in vars(self):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        if name in self.options:
            return self.options[name]
        known = ["iterations", "learning_rate", *self.options]
        raise missing_attribute("attribute of an optimizer:", name, known)

    def __repr__(self) -> str:
        options = {"learning_rate": self._schedule or float(self.learning_rate), **self.options}
        shown = ", ".join(f"{name}={value!r}" for name, value in options.items())
        return f"{type(self).__name__}({shown})"


def _parameters(optimizer: "UpdateRule") -> list[int]:
    return [id(tensor) for group in optimizer.param_groups for tensor in group["params"]]


def _checked_rate(title: str, value: Any) -> float:
    try:
        rate = float(value)
    except (TypeError, ValueError):
        rate = 0.0
    if not rate > 0:
        raise ConvscopeError(
            f"{title}: learning_rate={in_short(value)}.",
            "Expected a number above 0, or a schedule from optimizers.schedules.",
            "Give for example learning_rate=0.001.",
        )
    return rate
