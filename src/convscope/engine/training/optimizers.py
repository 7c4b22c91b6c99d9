"""How a gradient becomes a step: the optimizers that Keras has, with its update rules, and Muon.

The rules themselves are imported where one is built: names, options and defaults, which the command
line and the studio show, are known without torch.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.errors import ConvscopeError, UnknownNameError

if TYPE_CHECKING:
    from torch import nn

    from convscope.engine.training.update_rules import UpdateRule

    Build = Callable[[list[nn.Parameter], dict[str, Any]], UpdateRule]


@dataclass(frozen=True)
class OptimizerKind:
    """One row of the table of optimizers.

    Attributes:
        title: One line for people.
        options: The options it takes, with their defaults; all but Muon's are Keras'.
        build: Makes the update rule.
        decays: Whether the rule itself lets weights decay.
    """

    title: str
    options: dict[str, float | bool]
    build: "Build"
    decays: bool = False


def _sgd(parameters: "list[nn.Parameter]", o: dict[str, Any]) -> "UpdateRule":
    from convscope.engine.training.update_rules import SGD

    return SGD(parameters, o["learning_rate"], momentum=o["momentum"], nesterov=o["nesterov"])


def _adam(parameters: "list[nn.Parameter]", o: dict[str, Any]) -> "UpdateRule":
    from convscope.engine.training.update_rules import Adam

    return Adam(
        parameters,
        o["learning_rate"],
        betas=(o["beta_1"], o["beta_2"]),
        epsilon=o["epsilon"],
        weight_decay=o.get("weight_decay") or 0.0,
        amsgrad=o.get("amsgrad", False),
    )


def _muon(parameters: "list[nn.Parameter]", o: dict[str, Any]) -> "UpdateRule":
    from convscope.engine.training.muon import Muon

    return Muon(
        parameters,
        o["learning_rate"],
        betas=(o["beta_1"], o["beta_2"]),
        epsilon=o["epsilon"],
        weight_decay=o["weight_decay"],
        momentum=o["momentum"],
        iterations=int(o["iterations"]),
    )


def _plainly(rule: str) -> "Build":
    """Returns what makes a rule whose options are called as those of the optimizer.

    Args:
        rule: Its class in `adaptive_rules`.
    """

    def build(parameters: "list[nn.Parameter]", o: dict[str, Any]) -> "UpdateRule":
        rules = import_module("convscope.engine.training.adaptive_rules")
        options = {k: v for k, v in o.items() if k != "learning_rate" and k not in COMMON}
        return getattr(rules, rule)(parameters, o["learning_rate"], **options)

    return build


BEFORE_STEP: tuple[str, ...] = ("weight_decay", "clipnorm", "global_clipnorm", "clipvalue")
"""Options that every optimizer takes; `BeforeStep` says what they do."""

AVERAGING: dict[str, str] = {
    "ema_momentum": "momentum",
    "ema_overwrite_frequency": "overwrite_frequency",
}
"""Likewise, beside `use_ema`; `MovingAverage` says what they do, under these names."""

COMMON: tuple[str, ...] = (*BEFORE_STEP, "use_ema", *AVERAGING)
"""All options that every optimizer takes."""

_ADAM_OPTIONS = {"learning_rate": 1e-3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}

OPTIMIZERS: dict[str, OptimizerKind] = {
    "sgd": OptimizerKind(
        "stochastic gradient descent, with momentum if wanted",
        {"learning_rate": 1e-2, "momentum": 0.0, "nesterov": False},
        _sgd,
    ),
    "adam": OptimizerKind(
        "step sizes fitted to each weight",
        {**_ADAM_OPTIONS, "amsgrad": False},
        _adam,
        decays=True,
    ),
    "adamw": OptimizerKind(
        "Adam with weights that decay on their own",
        {**_ADAM_OPTIONS, "weight_decay": 4e-3, "amsgrad": False},
        _adam,
        decays=True,
    ),
    "rmsprop": OptimizerKind(
        "steps divided by the recent size of each weight's gradient",
        {
            "learning_rate": 1e-3,
            "rho": 0.9,
            "momentum": 0.0,
            "epsilon": 1e-7,
            "centered": False,
        },
        _plainly("RMSprop"),
    ),
    "adagrad": OptimizerKind(
        "steps divided by the size of all of each weight's gradients so far",
        {"learning_rate": 1e-3, "initial_accumulator_value": 0.1, "epsilon": 1e-7},
        _plainly("Adagrad"),
    ),
    "adadelta": OptimizerKind(
        "steps as large as the recent ones, divided by the recent gradients",
        {"learning_rate": 1e-3, "rho": 0.95, "epsilon": 1e-7},
        _plainly("Adadelta"),
    ),
    "adamax": OptimizerKind(
        "Adam, with the largest recent gradient instead of the mean square",
        _ADAM_OPTIONS,
        _plainly("Adamax"),
    ),
    "nadam": OptimizerKind("Adam with Nesterov's look-ahead", _ADAM_OPTIONS, _plainly("Nadam")),
    "lion": OptimizerKind(
        "steps of one size, in the direction of a mean gradient's sign",
        {"learning_rate": 1e-3, "beta_1": 0.9, "beta_2": 0.99},
        _plainly("Lion"),
    ),
    "muon": OptimizerKind(
        "kernels go equally far in all directions, AdamW for the rest",
        {**_ADAM_OPTIONS, "weight_decay": 4e-3, "momentum": 0.9, "iterations": 3},
        _muon,
        decays=True,
    ),
}
"""Optimizer by name."""


@dataclass(frozen=True)
class OptimizerSettings:
    """An optimizer by name with its options; missing ones take the default.

    Beside its own, every optimizer takes those of `COMMON`.

    Example:
        >>> OptimizerSettings("adam", {"learning_rate": 0.01}).options["beta_1"]
        0.9
    """

    name: str = "adam"
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name not in OPTIMIZERS:
            raise UnknownNameError("optimizer", self.name, OPTIMIZERS)
        defaults = OPTIMIZERS[self.name].options
        for option in self.options:
            if option not in defaults and option not in COMMON:
                raise UnknownNameError(f"option of {self.name}:", option, defaults)
        options = {**defaults, **self.options}
        if not options["learning_rate"] > 0:
            raise ConvscopeError(
                f"Learning rate: received {options['learning_rate']}.",
                "Expected a number above 0.",
                f"Try {defaults['learning_rate']}.",
            )
        object.__setattr__(self, "options", options)

    def build(self, parameters: "Iterable[nn.Parameter]") -> "UpdateRule":
        """Returns the update rule for `parameters`."""
        from convscope.engine.training.before_step import BeforeStep
        from convscope.engine.training.moving_average import MovingAverage

        kind = OPTIMIZERS[self.name]
        rule = kind.build(list(parameters), self.options)
        before = {name: self.options[name] for name in BEFORE_STEP if self.options.get(name)}
        if kind.decays:
            before.pop("weight_decay", None)
        rule.before = BeforeStep(**before) if before else None
        if self.options.get("use_ema"):
            options = {ours: self.options[o] for o, ours in AVERAGING.items() if o in self.options}
            rule.average = MovingAverage(**options)
        return rule


class OptimizerHandle:
    """The optimizer as callbacks see it: a learning rate to read and to set.

    Attributes:
        update_rule: What turns gradients into steps.
    """

    def __init__(self, update_rule: "UpdateRule") -> None:
        self.update_rule = update_rule

    @property
    def learning_rate(self) -> float:
        """The current step size."""
        rule = self.update_rule
        if rule.schedule is not None:
            return float(rule.schedule(rule.num_steps))
        return float(rule.param_groups[0]["lr"])

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        if self.update_rule.schedule is not None:
            raise ConvscopeError(
                f"The learning rate was set to {value:g}, and follows a schedule.",
                "Expected one of the two.",
                "Give the optimizer a number, learning_rate=0.001, or leave the callback out.",
            )
        for group in self.update_rule.param_groups:
            group["lr"] = float(value)
