"""How a gradient becomes a step: SGD, Adam and AdamW with Keras' update rules, and Muon."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from convscope.engine.training.muon import Muon
from convscope.engine.training.update_rules import SGD, Adam, UpdateRule
from convscope.errors import ConvscopeError, UnknownNameError


@dataclass(frozen=True)
class OptimizerKind:
    """One row of the table of optimizers.

    Attributes:
        title: One line for people.
        options: The options it takes, with their defaults; SGD's and Adam's are Keras'.
        build: Makes the update rule.
    """

    title: str
    options: dict[str, float | bool]
    build: Callable[[list[nn.Parameter], dict[str, Any]], UpdateRule]


def _sgd(parameters: list[nn.Parameter], o: dict[str, Any]) -> UpdateRule:
    return SGD(parameters, o["learning_rate"], momentum=o["momentum"], nesterov=o["nesterov"])


def _adam(parameters: list[nn.Parameter], o: dict[str, Any]) -> UpdateRule:
    return Adam(
        parameters,
        o["learning_rate"],
        betas=(o["beta_1"], o["beta_2"]),
        epsilon=o["epsilon"],
        weight_decay=o.get("weight_decay", 0.0),
    )


def _muon(parameters: list[nn.Parameter], o: dict[str, Any]) -> UpdateRule:
    return Muon(
        parameters,
        o["learning_rate"],
        betas=(o["beta_1"], o["beta_2"]),
        epsilon=o["epsilon"],
        weight_decay=o["weight_decay"],
        momentum=o["momentum"],
        iterations=int(o["iterations"]),
    )


_ADAM_OPTIONS = {"learning_rate": 1e-3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}

OPTIMIZERS: dict[str, OptimizerKind] = {
    "sgd": OptimizerKind(
        "stochastic gradient descent, with momentum if wanted",
        {"learning_rate": 1e-2, "momentum": 0.0, "nesterov": False},
        _sgd,
    ),
    "adam": OptimizerKind("step sizes fitted to each weight", _ADAM_OPTIONS, _adam),
    "adamw": OptimizerKind(
        "Adam with weights that decay on their own", {**_ADAM_OPTIONS, "weight_decay": 4e-3}, _adam
    ),
    "muon": OptimizerKind(
        "kernels go equally far in all directions, AdamW for the rest",
        {**_ADAM_OPTIONS, "weight_decay": 4e-3, "momentum": 0.9, "iterations": 3},
        _muon,
    ),
}
"""Optimizer by name."""


@dataclass(frozen=True)
class OptimizerSettings:
    """An optimizer by name with its options; missing ones take the default.

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
            if option not in defaults:
                raise UnknownNameError(f"option of {self.name}:", option, defaults)
        options = {**defaults, **self.options}
        if not options["learning_rate"] > 0:
            raise ConvscopeError(
                f"Learning rate: received {options['learning_rate']}.",
                "Expected a number above 0.",
                f"Try {defaults['learning_rate']}.",
            )
        object.__setattr__(self, "options", options)

    def build(self, parameters: Iterable[nn.Parameter]) -> UpdateRule:
        """Returns the update rule for `parameters`."""
        return OPTIMIZERS[self.name].build(list(parameters), self.options)


class OptimizerHandle:
    """The optimizer as callbacks see it: a learning rate to read and to set.

    Attributes:
        update_rule: What turns gradients into steps.
    """

    def __init__(self, update_rule: UpdateRule) -> None:
        self.update_rule = update_rule

    @property
    def learning_rate(self) -> float:
        """The current step size."""
        return float(self.update_rule.param_groups[0]["lr"])

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        for group in self.update_rule.param_groups:
            group["lr"] = float(value)
