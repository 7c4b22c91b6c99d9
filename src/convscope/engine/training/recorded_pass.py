"""The forward and backward pass of full batches, recorded once and replayed on a graphics card."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

Forward = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""From inputs and targets to the mean loss and the number of images that are judged right."""

Recorder = Callable[[Callable[[], list[Tensor]]], tuple[Callable[[], None], list[Tensor]]]
"""From a computation to what repeats it, and the tensors that each repetition fills."""

WARM_UPS = 3
"""Passes before the recording, in which libraries choose their kernels and get their memory."""

TOLERANCE = 0.01
"""Largest difference from a plain pass, relative to its length, that rounding explains."""


class RecordedPass:
    """Stands for a forward and a backward pass on batches of one shape.

    A small net's pass is a hundred kernels, each done sooner than the next one can be launched; a
    recording launches all at once. It reads its batch from memory of its own. Before it is used,
    it is compared with a plain pass of the same batch; where recording fails, or the two differ,
    every pass stays plain, and a warning says so.

    Args:
        forward: Computes a batch of the net.
        network: The net, whose trained parameters get the gradients.
        recorder: What records; None for a CUDA graph.

    Attributes:
        is_given_up: Whether recording failed.
    """

    def __init__(
        self, forward: Forward, network: nn.Module, recorder: Recorder | None = None
    ) -> None:
        self._forward = forward
        self._network = network
        self._parameters = [p for p in network.parameters() if p.requires_grad]
        self._recorder = recorder or record_on_card
        self._replay: Callable[[], None] | None = None
        self._inputs = self._targets = torch.empty(0)
        self._outputs: list[Tensor] = []
        self.is_given_up = False

    def __call__(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Computes a batch and leaves its gradients in the parameters.

        Args:
            inputs: float32 (batch, …), always of the same shape.
            targets: As the loss takes them.

        Returns:
            The mean loss and the number of images that are judged right, without gradients.
        """
        if self._replay is None and not self.is_given_up:
            self._record(inputs, targets)
        if self._replay is None:
            return self._take(self._compute(inputs, targets))
        self._inputs.copy_(inputs)
        self._targets.copy_(targets)
        self._replay()
        return self._take(self._outputs)

    def _take(self, outputs: list[Tensor]) -> tuple[Tensor, Tensor]:
        loss, num_correct, *gradients = outputs
        for parameter, gradient in zip(self._parameters, gradients, strict=True):
            parameter.grad = gradient
        return loss, num_correct

    def _compute(self, inputs: Tensor, targets: Tensor) -> list[Tensor]:
        """Returns loss, number of images judged right, and the gradient of each parameter."""
        loss, num_correct = self._forward(inputs, targets)
        gradients = torch.autograd.grad(loss, self._parameters)
        return [loss.detach(), num_correct.detach(), *gradients]

    def _record(self, inputs: Tensor, targets: Tensor) -> None:
        self._inputs, self._targets = inputs.clone(), targets.clone()
        try:
            with self._nothing_remembered():
                expected = [t.clone() for t in self._compute(inputs, targets)]
            with self._nothing_remembered():
                replay, outputs = self._recorder(lambda: self._compute(self._inputs, self._targets))
            with self._nothing_remembered():
                replay()
                self._check(outputs, expected)
        except (RuntimeError, NotImplementedError) as error:
            self.is_given_up = True
            warnings.warn(
                f"The steps could not be recorded and are computed one by one: {error}",
                stacklevel=2,
            )
            return
        self._replay, self._outputs = replay, outputs

    def _check(self, found: list[Tensor], expected: list[Tensor]) -> None:
        for tensor, right in zip(found, expected, strict=True):
            if not (tensor - right).norm() <= TOLERANCE * right.norm() + 1e-6:
                raise RuntimeError("a replay and a plain pass gave different values")

    @contextmanager
    def _nothing_remembered(self) -> Iterator[None]:
        """Puts moving statistics and random numbers back to where they were."""
        device = self._inputs.device
        buffers = list(self._network.buffers())
        own = [buffer.clone() for buffer in buffers]
        try:
            with torch.random.fork_rng([device] if device.type == "cuda" else []):
                yield
        finally:
            for buffer, values in zip(buffers, own, strict=True):
                buffer.copy_(values)


def record_on_card(
    compute: Callable[[], list[Tensor]],
) -> tuple[Callable[[], None], list[Tensor]]:
    """Records a computation as a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UPS):
            compute()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        outputs = compute()
    return graph.replay, outputs
