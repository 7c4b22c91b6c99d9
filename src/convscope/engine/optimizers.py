"""How a gradient becomes a step: SGD, Adam and AdamW with the update rules that Keras has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from convscope.errors import ConvscopeError, UnknownNameError


class KerasAdam(torch.optim.Adam):
    """Adam whose epsilon stands where Keras and the paper's short form put it.

    They divide by √v + ε before the bias correction of v, torch after it; so torch's ε has to
    grow by 1 / √(1 − β₂ᵗ).

    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, end of section 2.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], **options: Any) -> None:
        super().__init__(parameters, **options)
        self.epsilon: float = options["eps"]

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """Takes one step."""
        for group in self.param_groups:
            states = [self.state[p]["step"] for p in group["params"] if p in self.state]
            steps = float(states[0]) + 1 if states else 1.0
            group["eps"] = self.epsilon / (1 - group["betas"][1] ** steps) ** 0.5
        return super().step(closure)  # type: ignore[arg-type]


@dataclass(frozen=True)
class OptimizerKind:
    """One row of the table of optimizers.

    Attributes:
        title: One line for people.
        options: The options it takes, with their defaults; the defaults are Keras'.
        build: Makes the torch optimizer.
    """

    title: str
    options: dict[str, float | bool]
    build: Callable[[list[nn.Parameter], dict[str, Any]], torch.optim.Optimizer]


def _sgd(parameters: list[nn.Parameter], o: dict[str, Any]) -> torch.optim.Optimizer:
    nesterov = bool(o["nesterov"] and o["momentum"])
    return torch.optim.SGD(
        parameters, lr=o["learning_rate"], momentum=o["momentum"], nesterov=nesterov, fused=True
    )


def _adam(parameters: list[nn.Parameter], o: dict[str, Any]) -> torch.optim.Optimizer:
    betas = (o["beta_1"], o["beta_2"])
    return KerasAdam(parameters, lr=o["learning_rate"], betas=betas, eps=o["epsilon"], fused=True)


def _adamw(parameters: list[nn.Parameter], o: dict[str, Any]) -> torch.optim.Optimizer:
    return KerasAdam(
        parameters,
        lr=o["learning_rate"],
        betas=(o["beta_1"], o["beta_2"]),
        eps=o["epsilon"],
        weight_decay=o["weight_decay"],
        decoupled_weight_decay=True,
        fused=True,
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
        "Adam with weights that decay on their own", {**_ADAM_OPTIONS, "weight_decay": 4e-3}, _adamw
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

    def build(self, parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        """Returns the torch optimizer for `parameters`."""
        return OPTIMIZERS[self.name].build(list(parameters), self.options)
