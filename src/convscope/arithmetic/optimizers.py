"""How a gradient becomes a step: SGD, momentum, Nesterov, Adam, each with its rule.

g is ∂L/∂w, η the learning rate; an optimizer keeps what it remembers of each weight by name.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from convscope.arrays import Activations


class Optimizer(ABC):
    """Moves every weight that has a gradient; the others stay what they are."""

    @abstractmethod
    def change(self, name: str, g: Activations) -> Activations:
        """Returns what is added to the weight called `name`."""

    def update(
        self, weights: Mapping[str, Activations], gradients: Mapping[str, Activations]
    ) -> dict[str, Activations]:
        """Returns the weights after one step.

        Args:
            weights: Tensors by name.
            gradients: ∂L/∂w by name, for some or all of them.
        """
        return {
            name: w + self.change(name, gradients[name]) if name in gradients else w
            for name, w in weights.items()
        }


@dataclass
class GradientDescent(Optimizer):
    """Straight downhill: w ← w − η g.

    Attributes:
        learning_rate: η.
    """

    learning_rate: float = 0.01

    def change(self, name: str, g: Activations) -> Activations:
        """Returns −η g."""
        return -self.learning_rate * g


@dataclass
class Momentum(Optimizer):
    """A ball that keeps part of its speed: v ← μ v − η g;  w ← w + v.

    Attributes:
        learning_rate: η.
        momentum: μ, the share of the speed that is kept.
        velocity: v by weight.

    Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """

    learning_rate: float = 0.01
    momentum: float = 0.9
    velocity: dict[str, Activations] = field(default_factory=dict)

    def change(self, name: str, g: Activations) -> Activations:
        """Returns the new v."""
        v = self.velocity.get(name, np.zeros_like(g))
        self.velocity[name] = self.momentum * v - self.learning_rate * g
        return self.velocity[name]


@dataclass
class Nesterov(Momentum):
    """The step that the new speed is about to take: v ← μ v − η g;  w ← w + μ v − η g.

    Source: Sutskever et al., "On the importance of initialization and momentum in deep learning",
    ICML 2013, in the form that Keras uses.
    """

    def change(self, name: str, g: Activations) -> Activations:
        """Returns μ v − η g with the new v."""
        v = super().change(name, g)
        return self.momentum * v - self.learning_rate * g


@dataclass
class Adam(Optimizer):
    """A step for each weight by the mean of its gradient and of its gradient's square.

    t ← t + 1
    m ← β₁ m + (1 − β₁) g
    v ← β₂ v + (1 − β₂) g²
    w ← w − η · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)

    m and v start at 0 and are too small at first; the factor with t makes up for it. ε stands
    outside that correction, as in Keras.

    Attributes:
        learning_rate: η.
        beta_1: β₁.
        beta_2: β₂.
        epsilon: ε.
        mean: m by weight.
        square: v by weight.
        steps: t by weight.

    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, end of section 2.
    """

    learning_rate: float = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    mean: dict[str, Activations] = field(default_factory=dict)
    square: dict[str, Activations] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def change(self, name: str, g: Activations) -> Activations:
        """Returns the corrected −η m / (√v + ε)."""
        t = self.steps.get(name, 0) + 1
        m = self.beta_1 * self.mean.get(name, np.zeros_like(g)) + (1 - self.beta_1) * g
        v = self.beta_2 * self.square.get(name, np.zeros_like(g)) + (1 - self.beta_2) * g**2
        self.steps[name], self.mean[name], self.square[name] = t, m, v
        correction = (1 - self.beta_2**t) ** 0.5 / (1 - self.beta_1**t)
        return -self.learning_rate * correction * m / (np.sqrt(v) + self.epsilon)
