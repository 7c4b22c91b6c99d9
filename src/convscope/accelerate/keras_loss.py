"""Losses that Keras computes for our network: the program's own, and those that we lack."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from convscope.accelerate.inside_keras import InsideKeras

Graded = Callable[[Any, Any, Any], tuple[Any, Any]]
"""From scores, targets and weights to the loss, and its gradient with respect to the scores."""

_FUNCTIONS = "_convscope_functions"


class KerasLoss:
    """The loss that `compile` settled, of scores of ours.

    Keras traces it once for steps and once for answers until the next `compile`; so is it here.

    Args:
        model: Keras' model, compiled.
        inside: What is used of Keras.
        activate: Makes outputs of scores; what Keras' softmax gives away are logits.
    """

    def __init__(self, model: Any, inside: InsideKeras, activate: Callable[[Any], Any]) -> None:
        loss = model._compile_loss

        def judge(scores: Any, y: Any, weights: Any) -> Any:
            return loss(y, activate(scores), weights)

        self._loss, self._judge = loss, judge
        self._as_tensor = inside.keras.ops.convert_to_tensor
        self._map = inside.keras.tree.map_structure
        self._of_mode: dict[bool, Graded] = vars(loss).setdefault(_FUNCTIONS, {})
        self._make = lambda: _makers()[inside.backend.name](judge, bool(model.run_eagerly))

    def __call__(self, scores: Tensor, y: Any, weights: Any, is_training: bool) -> Tensor:
        """Returns the mean loss of a batch, without what regularizers add to it.

        Args:
            scores: What enters the last activation, float32 (batch, …, classes).
            y: The targets as the program gave them.
            weights: Of the examples, or None.
            is_training: Whether it is for a step.
        """
        if is_training not in self._of_mode:
            self._of_mode[is_training] = self._make()
        with torch.inference_mode(False), torch.enable_grad():  # a backend of torch's needs both
            values = self._as_tensor(scores.detach().cpu().numpy())
            y = self._map(self._as_tensor, y)
            weights = None if weights is None else self._map(self._as_tensor, weights)
            self._build(values, y, weights)
            loss, gradient = self._of_mode[is_training](values, y, weights)
        found = torch.from_numpy(np.array(loss, np.float32)).to(scores.device)
        if not scores.requires_grad:
            return found
        slopes = torch.from_numpy(np.array(gradient)).to(scores.device)
        return _Graded.apply(scores, found, slopes)  # type: ignore[no-any-return]

    def _build(self, scores: Any, y: Any, weights: Any) -> None:
        """Lets Keras make the means of each output's losses, before it traces what adds to them."""
        if not self._loss.built:
            self._judge(scores, y, weights)
            for mean in self._loss.metrics:
                mean.reset_state()


class _Graded(torch.autograd.Function):
    """A loss whose gradient is known."""

    @staticmethod
    def forward(ctx: Any, scores: Tensor, loss: Tensor, gradient: Tensor) -> Tensor:
        ctx.save_for_backward(gradient)
        return loss

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None, None]:
        (gradient,) = ctx.saved_tensors
        return gradient * slopes[0], None, None


@cache
def _makers() -> dict[str, Callable[[Callable[..., Any], bool], Graded]]:
    return {"tensorflow": _in_tensorflow, "jax": _in_jax, "torch": _in_torch}


def _in_tensorflow(judge: Callable[..., Any], is_eager: bool) -> Graded:
    import tensorflow as tf  # pyright: ignore[reportMissingImports]

    def graded(scores: Any, y: Any, weights: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            tape.watch(scores)
            loss = judge(scores, y, weights)
        return loss, tape.gradient(loss, scores, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    return graded if is_eager else tf.function(graded, reduce_retracing=True)


def _in_jax(judge: Callable[..., Any], is_eager: bool) -> Graded:
    import jax  # pyright: ignore[reportMissingImports]

    graded = jax.value_and_grad(judge)
    return graded if is_eager else jax.jit(graded)


def _in_torch(judge: Callable[..., Any], is_eager: bool) -> Graded:
    def graded(scores: Any, y: Any, weights: Any) -> tuple[Any, Any]:
        watched = scores.clone().requires_grad_()
        loss = judge(watched, y, weights)
        (gradient,) = torch.autograd.grad(loss, watched, allow_unused=True)
        if gradient is None:
            gradient = torch.zeros_like(scores)
        return loss.detach().cpu().numpy(), gradient.cpu().numpy()

    return graded
