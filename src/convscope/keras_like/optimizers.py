"""The optimizers as Keras programs write them; their step size can be read and set any time."""

from collections.abc import Mapping
from typing import Any, ClassVar

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like import schedules
from convscope.keras_like.optimizer import Optimizer

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Lion",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "get",
    "schedules",
]

_ADAM = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}


class SGD(Optimizer):
    """Stochastic gradient descent.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        momentum: Share of the last step that is kept, 0 to below 1.
        nesterov: Whether the gradient is taken where momentum leads.
    """

    key = "sgd"
    defaults: ClassVar[Mapping[str, Any]] = {
        "learning_rate": 0.01,
        "momentum": 0.0,
        "nesterov": False,
    }


class Adam(Optimizer):
    """Step sizes fitted to each weight.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the mean squared gradient remembers.
        epsilon: Keeps the division finite.
        amsgrad: Whether the largest mean squared gradient so far is divided by.
    """

    key = "adam"
    defaults: ClassVar[Mapping[str, Any]] = {**_ADAM, "amsgrad": False}


class AdamW(Optimizer):
    """Adam with weights that decay on their own.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        weight_decay: Share of a weight that a step of size 1 takes away.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the mean squared gradient remembers.
        epsilon: Keeps the division finite.
        amsgrad: Whether the largest mean squared gradient so far is divided by.
    """

    key = "adamw"
    defaults: ClassVar[Mapping[str, Any]] = {
        "learning_rate": 0.001,
        "weight_decay": 0.004,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": 1e-7,
        "amsgrad": False,
    }


class RMSprop(Optimizer):
    """Steps divided by the recent size of each weight's gradient.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        rho: How long the mean squared gradient remembers.
        momentum: Share of the last step that is kept, 0 to below 1.
        epsilon: Keeps the division finite.
        centered: Whether the squared mean gradient is taken from the mean squared one.
    """

    key = "rmsprop"
    defaults: ClassVar[Mapping[str, Any]] = {
        "learning_rate": 0.001,
        "rho": 0.9,
        "momentum": 0.0,
        "epsilon": 1e-7,
        "centered": False,
    }


class Adagrad(Optimizer):
    """Steps divided by the size of all of each weight's gradients so far.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        initial_accumulator_value: What the sum of squared gradients begins with.
        epsilon: Keeps the division finite.
    """

    key = "adagrad"
    defaults: ClassVar[Mapping[str, Any]] = {
        "learning_rate": 0.001,
        "initial_accumulator_value": 0.1,
        "epsilon": 1e-7,
    }


class Adadelta(Optimizer):
    """Steps as large as the recent ones, divided by the recent gradients.

    Args:
        learning_rate: What steps are multiplied by: 1.0 in the paper, 0.001 in Keras.
        rho: How long steps and gradients are remembered.
        epsilon: Keeps the division finite, and makes the first step.
    """

    key = "adadelta"
    defaults: ClassVar[Mapping[str, Any]] = {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7}


class Adamax(Optimizer):
    """Adam, with the largest recent gradient instead of the mean square.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the largest gradient remembers.
        epsilon: Keeps the division finite.
    """

    key = "adamax"
    defaults = _ADAM


class Nadam(Optimizer):
    """Adam with Nesterov's look-ahead.

    Args:
        learning_rate: Step size, above 0, or a schedule.
        beta_1: How long the mean gradient remembers.
        beta_2: How long the mean squared gradient remembers.
        epsilon: Keeps the division finite.
    """

    key = "nadam"
    defaults = _ADAM


class Lion(Optimizer):
    """Steps of one size, in the direction of a mean gradient's sign.

    Args:
        learning_rate: Step size, above 0, or a schedule; smaller than Adam's.
        beta_1: Share of the mean gradient in the direction.
        beta_2: How long the mean gradient remembers.
    """

    key = "lion"
    defaults: ClassVar[Mapping[str, Any]] = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99}


NAMES: dict[str, type[Optimizer]] = {
    kind.key: kind for kind in (SGD, Adam, AdamW, RMSprop, Adagrad, Adadelta, Adamax, Nadam, Lion)
}
"""Optimizer by the names that `compile` takes."""


def get(identifier: Any) -> Optimizer:
    """Returns the optimizer of a name or an object."""
    return find_optimizer(identifier)


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
