"""What is done before a rule takes its step: gradients are kept short, weights decay."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, kw_only=True)
class BeforeStep:
    """Keeps gradients short and lets weights decay, in Keras' order and with its formulas.

    Attributes:
        weight_decay: Share of a weight that a step of size 1 takes away.
        clipnorm: Length that the gradient of each tensor gets at most; None for any.
        global_clipnorm: Likewise for all of them together; not looked at beside `clipnorm`.
        clipvalue: Size that each value of a gradient gets at most; not looked at beside those.
    """

    weight_decay: float | None = None
    clipnorm: float | None = None
    global_clipnorm: float | None = None
    clipvalue: float | None = None

    def __call__(
        self, parameters: list[Tensor], gradients: list[Tensor], rate: float
    ) -> list[Tensor]:
        """Returns the gradients that the step is taken along; the weights have decayed.

        Args:
            parameters: Those that have a gradient; changed.
            gradients: One per parameter.
            rate: The step size.
        """
        gradients = self._clipped(gradients)
        if self.weight_decay:
            for parameter in parameters:
                parameter.mul_(1 - self.weight_decay * rate)
        return gradients

    def _clipped(self, gradients: list[Tensor]) -> list[Tensor]:
        if self.clipnorm:
            return [g * (self.clipnorm / g.norm().clamp_(min=self.clipnorm)) for g in gradients]
        if self.global_clipnorm:
            norm = torch.stack([g.norm() for g in gradients]).norm()
            share = self.global_clipnorm / norm.clamp_(min=self.global_clipnorm)
            return [g * share for g in gradients]
        if self.clipvalue:
            return [g.clamp(-self.clipvalue, self.clipvalue) for g in gradients]
        return gradients
