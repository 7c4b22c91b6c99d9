"""Keras' optimizer as our update rule: its rate, its step count, and what it remembers."""

from collections.abc import Callable
from typing import Any

import numpy as np
from torch import Tensor

from convscope.accelerate.backends import Array
from convscope.accelerate.candidates import Settings
from convscope.accelerate.mirror import Clock, Link
from convscope.accelerate.twin import Pair, Twin
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.keras_config import OPTIMIZERS, NotOursError
from convscope.keras_config.optimizers import AVERAGES


class Training:
    """What moves our weights as Keras' optimizer would.

    Args:
        twin: Our network.
        model: Keras' model, compiled.
        settings: What `compile` settled, as ours.

    Attributes:
        update_rule: Ours.
        links: Those of weights, of what the optimizer remembers, of its steps and rate.

    Raises:
        NotOursError: The optimizer belongs to other weights.
    """

    def __init__(self, twin: Twin, model: Any, settings: Settings) -> None:
        self._optimizer = optimizer = model.optimizer
        self._clock = twin.clock
        self._rate, self._steps = 0.0, 0
        variables = model.trainable_variables
        if not variables:
            raise NotOursError("no weight is trainable.", "Expected one.", "Unfreeze a layer.")
        if not optimizer.built:
            optimizer.build(variables)
        known = getattr(optimizer, "_trainable_variables", variables)
        if [id(v) for v in known] != [id(v) for v in variables]:
            raise NotOursError(
                "the optimizer was made for other weights.", "Expected these.", "Compile again."
            )
        entry = OPTIMIZERS[settings.optimizer_class]
        rule = OptimizerSettings(entry.name, settings.optimizer).build(twin.parameters(variables))
        self.update_rule = rule
        parameters = rule.param_groups[0]["params"]
        self._constraints = twin.network.constraints
        self.links = list(twin.links)
        self._counts: list[Tensor] = []
        slots = {**entry.slots, **AVERAGES} if rule.average else entry.slots
        single: dict[str, list[Tensor]] = {name: [] for name in entry.single}
        for number, (variable, parameter) in enumerate(zip(variables, parameters, strict=True)):
            state = rule.state[number] = rule.begun(parameter)
            if entry.counts_steps:
                self._counts.append(state["step"])
            for name, values in single.items():
                values.append(state[name])
            pair = twin.pair_of(variable)
            for name, attribute in slots.items():
                kept = getattr(optimizer, attribute, ())
                if kept:
                    self.links.append(self._link(pair, kept[number], state[name]))
        for name, values in single.items():
            variable = getattr(optimizer, entry.single[name])
            self.links.append(Link(variable, *_of_all(values), self._clock))
        iterations, rate = optimizer._iterations, optimizer._learning_rate
        self.links.append(Link(iterations, self._read_steps, self._write_steps, self._clock))
        self._has_variable_rate = hasattr(rate, "assign")
        if self._has_variable_rate:
            self.links.append(Link(rate, self._read_rate, self._write_rate, Clock()))

    def step(self) -> None:
        """Takes a step along the gradients that the parameters have."""
        rate = self._rate if self._has_variable_rate else float(self._optimizer.learning_rate)
        self.update_rule.param_groups[0]["lr"] = rate
        self.update_rule.step()
        if self._constraints:
            self._constraints.apply()
        self._steps += 1
        self._clock.now += 1

    def _link(self, pair: Pair, variable: Any, tensor: Tensor) -> Link:
        return Link(variable, pair.reader(tensor), pair.writer(tensor), self._clock)

    def _read_steps(self) -> Array:
        return np.asarray(self._steps)

    def _write_steps(self, values: Array) -> None:
        self._steps = self.update_rule.num_steps = int(values)
        for count in self._counts:
            count.fill_(self._steps)

    def _read_rate(self) -> Array:
        return np.asarray(self._rate, np.float32)

    def _write_rate(self, values: Array) -> None:
        self._rate = float(values)


def training_of(twin: Twin, model: Any, settings: Settings) -> Training:
    """Returns a training of a twin: the last one, if it was of the same weights and optimizer.

    Args:
        twin: Our network.
        model: Keras' model, compiled.
        settings: What `compile` settled, as ours.

    Raises:
        NotOursError: The optimizer belongs to other weights.
    """
    optimizer = model.optimizer
    if not optimizer.built and model.trainable_variables:
        optimizer.build(model.trainable_variables)
    known = (
        optimizer,
        optimizer._learning_rate,
        settings.optimizer_class,
        settings.optimizer,
        *(id(variable) for variable in model.trainable_variables),
        *(id(variable) for variable in optimizer.variables),
    )
    kept = twin.kept.get(Training)
    if kept is None or len(kept[0]) != len(known) or not _are_same(kept[0], known):
        kept = twin.kept[Training] = known, Training(twin, model, settings)
    return kept[1]


def _are_same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return all(a is b for a, b in zip(before[:2], now[:2], strict=True)) and before[2:] == now[2:]


def _of_all(numbers: list[Tensor]) -> tuple[Callable[[], Array], Callable[[Array], None]]:
    """Returns what reads, and what writes, a number that every parameter keeps for itself."""

    def read() -> Array:
        return numbers[0].cpu().numpy().astype(np.float32)

    def write(values: Array) -> None:
        for number in numbers:
            number.fill_(float(values))

    return read, write
