"""The update rules that Keras has besides SGD and Adam, with its formulas and its places of ε."""

import torch
from torch import Tensor

from convscope.engine.training.update_rules import State, UpdateRule


class ScaledRule(UpdateRule):
    """A rule that treats every parameter for itself.

    Attributes:
        remembered: Names of what is remembered of a parameter, in its shape, at first 0.
        single: Likewise of single numbers, with their first values.
    """

    remembered: tuple[str, ...] = ()
    single: tuple[tuple[str, float], ...] = ()

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns what is remembered before the first step."""
        state = {name: torch.zeros_like(parameter) for name in self.remembered}
        for name, value in self.single:
            state[name] = torch.full((), value, dtype=torch.float64)
        return state

    def update(
        self, parameters: list[Tensor], gradients: list[Tensor], states: list[State], group: dict
    ) -> None:
        """Takes one step.

        Args:
            parameters: Those that have a gradient; changed.
            gradients: One per parameter, of its shape.
            states: What is remembered of each; changed.
            group: `lr` and the rule's options.
        """
        for parameter, gradient, state in zip(parameters, gradients, states, strict=True):
            self._move(parameter, gradient, state, group)

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        """Moves one parameter.

        Args:
            w: The parameter; changed.
            g: Its gradient.
            state: What is remembered of it; changed.
            group: `lr` and the rule's options.
        """
        raise TypeError(f"{type(self).__name__} must define _move()")


class RMSprop(ScaledRule):
    """v ← ρ v + (1 − ρ) g²;  w ← w − r g / √(v + ε).

    With momentum m the steps add up, p ← m p + r g / √(v + ε); centered, the squared mean gradient
    is taken from v.

    Source: Hinton, "Neural Networks for Machine Learning", lecture 6e, 2012; centered as in Graves,
    "Generating Sequences With Recurrent Neural Networks", 2013.
    """

    remembered = ("velocity", "momentum", "average_gradient")

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        rho, velocity = group["rho"], state["velocity"]
        velocity.mul_(rho).addcmul_(g, g, value=1 - rho)
        spread = velocity + group["epsilon"]
        if group["centered"]:
            mean = state["average_gradient"].mul_(rho).add_(g, alpha=1 - rho)
            spread = spread - mean * mean
        step = g / spread.sqrt_() * group["lr"]
        if group["momentum"]:
            step = state["momentum"].mul_(group["momentum"]).add_(step)
        w.sub_(step)


class Adagrad(ScaledRule):
    """a ← a + g²;  w ← w − r g / √(a + ε).

    Source: Duchi, Hazan, Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic
    Optimization", JMLR 2011.
    """

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns the sum of squares, which begins above 0."""
        first = self.param_groups[0]["initial_accumulator_value"]
        return {"accumulator": torch.full_like(parameter, first, requires_grad=False)}

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        accumulator = state["accumulator"].addcmul_(g, g)
        w.addcdiv_(g, (accumulator + group["epsilon"]).sqrt_(), value=-group["lr"])


class Adadelta(ScaledRule):
    """a ← ρ a + (1 − ρ) g²;  s = √(d + ε) / √(a + ε) g;  d ← ρ d + (1 − ρ) s²;  w ← w − r s.

    Source: Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012.
    """

    remembered = ("accumulated_grad", "accumulated_delta_var")

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        rho, epsilon = group["rho"], group["epsilon"]
        squares, steps = state["accumulated_grad"], state["accumulated_delta_var"]
        squares.mul_(rho).addcmul_(g, g, value=1 - rho)
        step = (steps + epsilon).sqrt_() / (squares + epsilon).sqrt_() * g
        steps.mul_(rho).addcmul_(step, step, value=1 - rho)
        w.sub_(step, alpha=group["lr"])


class Adamax(ScaledRule):
    """m ← m + (1 − β₁)(g − m);  u ← max(β₂ u, |g|);  w ← w − r / (1 − β₁ᵗ) · m / (u + ε).

    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1.
    """

    remembered = ("momentum", "norm")
    single = (("step", 0.0),)

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        beta_1, norm = group["beta_1"], state["norm"]
        step = float(state["step"].add_(1))
        mean = state["momentum"].lerp_(g, 1 - beta_1)
        torch.maximum(norm.mul_(group["beta_2"]), g.abs(), out=norm)
        w.addcdiv_(mean, norm + group["epsilon"], value=-group["lr"] / (1 - beta_1**step))


class Nadam(ScaledRule):
    """Adam with Nesterov's look-ahead, whose share of the mean gradient grows from step to step.

    Source: Dozat, "Incorporating Nesterov Momentum into Adam", 2016.
    """

    remembered = ("momentum", "velocity")
    single = (("step", 0.0), ("product", 1.0))

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        beta_1, beta_2 = group["beta_1"], group["beta_2"]
        step = float(state["step"].add_(1))
        share = beta_1 * (1 - 0.5 * 0.96**step)
        next_share = beta_1 * (1 - 0.5 * 0.96 ** (step + 1))
        product = float(state["product"].mul_(share))
        mean = state["momentum"].lerp_(g, 1 - beta_1)
        square = state["velocity"].mul_(beta_2).addcmul_(g, g, value=1 - beta_2)
        ahead = mean * (next_share / (1 - product * next_share)) + g * ((1 - share) / (1 - product))
        spread = (square / (1 - beta_2**step)).sqrt_().add_(group["epsilon"])
        w.addcdiv_(ahead, spread, value=-group["lr"])


class Lion(ScaledRule):
    """w ← w − r sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g.

    Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023.
    """

    remembered = ("momentum",)

    def _move(self, w: Tensor, g: Tensor, state: State, group: dict) -> None:
        mean = state["momentum"]
        w.sub_(torch.lerp(mean, g, 1 - group["beta_1"]).sign_(), alpha=group["lr"])
        mean.lerp_(g, 1 - group["beta_2"])
