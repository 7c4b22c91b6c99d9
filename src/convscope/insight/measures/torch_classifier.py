"""Any torch module that classifies images, as a classifier."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from convscope.architecture import Shape
from convscope.arrays import Shape3
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier, LayerView


def from_torch(
    module: nn.Module,
    input_shape: Shape3,
    class_names: tuple[str, ...],
    value_range: tuple[float, float] = (0.0, 1.0),
    channels_first: bool = True,
) -> Classifier:
    """Returns a torch module as a classifier; the module itself is left as it is.

    One blank image runs through a copy of it, so that its layers are known: every module without
    modules of its own is one, in the order in which they are computed.

    Args:
        module: Returns one score, or one probability, per class.
        input_shape: (height, width, channels), whatever order the module wants.
        class_names: One name per score.
        value_range: What the bytes 0–255 become before the module; put a normalisation by
            channel in front of the module with `nn.Sequential`.
        channels_first: Whether the module takes (batch, channels, height, width), or
            (batch, height, width, channels).

    Raises:
        ConvscopeError: The module does not take such images, or does not return such scores.
    """
    scores = _Scores(deepcopy(module), channels_first).eval().requires_grad_(False)
    for part in scores.modules():
        if getattr(part, "inplace", False):
            part.inplace = False  # type: ignore[assignment]  # hooks see what was put out
    recorded = _Recorded(scores.inner)
    answers = _answers_to_blank_images(scores, input_shape, value_range)
    recorded.stop()
    _check_answers(answers, len(class_names))
    scores.are_probabilities = bool(
        (answers >= 0).all() and torch.allclose(answers.sum(1), torch.ones(2), atol=1e-4)
    )
    return Classifier(
        scores,
        input_shape,
        tuple(class_names),
        recorded.layers(),
        value_range,
        notes=tuple(_notes(scores, recorded)),
    )


def _check_answers(answers: Tensor, num_names: int) -> None:
    """Checks that there is one score per class name.

    Raises:
        ConvscopeError: There is not; the fix says what to wrap the module in.
    """
    if answers.dim() == 2 and answers.shape[1] == num_names:
        return
    returned = f"The module returned {tuple(answers.shape)} for 2 images."
    expected = f"Expected one score per class name, (2, {num_names})."
    if num_names == 2 and tuple(answers.shape) in ((2,), (2, 1)):
        raise ConvscopeError(
            returned,
            f"{expected} One score s for the second class is not enough.",
            "Wrap the module so that it returns both scores, 0 and s: "
            "torch.cat((torch.zeros_like(s), s), 1) with s of shape (batch, 1).",
        )
    raise ConvscopeError(returned, expected, "Give as many class names as the module has outputs.")


class _Scores(nn.Module):
    """Brings the axes into the module's order, and probabilities back to scores."""

    def __init__(self, inner: nn.Module, channels_first: bool) -> None:
        super().__init__()
        self.inner, self.channels_first = inner, channels_first
        self.are_probabilities = False

    def forward(self, inputs: Tensor) -> Tensor:
        answers = self.inner(inputs if self.channels_first else inputs.permute(0, 2, 3, 1))
        if not isinstance(answers, Tensor):
            raise _not_a_tensor(answers)
        return answers.clamp_min(1e-30).log() if self.are_probabilities else answers


def _not_a_tensor(answers: Any) -> ConvscopeError:
    """Returns what to do with a module that returns a dictionary, a tuple, or an object."""
    kind = type(answers).__name__
    tensors = [name for name, value in _parts(answers) if isinstance(value, Tensor)]
    names = ", ".join(tensors[:6])
    place = next((name for name in tensors if "logits" in name or name == '"out"'), None)
    place = place or (tensors[0] if tensors else '"logits"')
    has = f" It holds {names}." if tensors else ""
    return ConvscopeError(
        f"The module returned a {kind} and no tensor.{has}",
        "Expected a tensor of scores, (batch, classes).",
        "Wrap the module in one that takes the scores out: "
        f"def forward(self, x): return self.inner(x)[{place}]",
    )


def _parts(answers: Any) -> list[tuple[str, Any]]:
    """Returns what an answer is made of, each part under what stands between its brackets."""
    if isinstance(answers, Mapping):
        return [(f'"{name}"', value) for name, value in answers.items()]
    if isinstance(answers, tuple | list):
        return [(str(number), value) for number, value in enumerate(answers)]
    return []


class _Recorded:
    """Which modules ran, in which order, and the shapes of what they put out."""

    def __init__(self, module: nn.Module) -> None:
        self.shapes: dict[str, Shape] = {}
        self.num_calls: dict[str, int] = {}
        self.modules = {
            name or "module": part
            for name, part in module.named_modules()
            if not any(part.children())
        }
        self.handles = [
            part.register_forward_hook(self._listener(name)) for name, part in self.modules.items()
        ]

    def _listener(self, name: str) -> Any:
        def listen(_module: nn.Module, _inputs: Any, output: Any) -> None:
            if isinstance(output, Tensor) and output.dim() in (2, 4):
                self.shapes.pop(name, None)  # a module that runs again counts where it ran last
                size = tuple(output.shape)
                self.shapes[name] = (*size[2:], size[1])
                self.num_calls[name] = self.num_calls.get(name, 0) + 1

        return listen

    def stop(self) -> None:
        for handle in self.handles:
            handle.remove()

    def layers(self) -> tuple[LayerView, ...]:
        return tuple(
            LayerView(name, type(part).__name__, shape, part, _kernel(part))
            for name, shape in self.shapes.items()
            for part in [self.modules[name]]
        )


def _answers_to_blank_images(
    module: nn.Module, input_shape: Shape3, value_range: tuple[float, float]
) -> Tensor:
    height, width, channels = input_shape
    tensor = next(module.parameters(), torch.zeros(0))
    if tensor.dtype != torch.float32:
        kind = str(tensor.dtype).removeprefix("torch.")
        raise ConvscopeError(
            f"The module's weights are {kind}.",
            "Expected float32: evidence is made of gradients, which need its precision.",
            "Give a float32 copy: copy.deepcopy(module).float()",
        )
    low, high = map(float, value_range)
    blank = torch.full((2, channels, height, width), low, device=tensor.device)
    blank[1] = high
    try:
        with torch.inference_mode():
            answers = module(blank)
    except ConvscopeError:
        raise
    except (RuntimeError, TypeError, ValueError, IndexError, AttributeError) as error:
        first_line = str(error).partition("\n")[0]
        raise ConvscopeError(
            f"The module cannot judge images of shape {input_shape}: {first_line}.",
            "Expected a module that takes (batch, channels, height, width), or with "
            "channels_first=False (batch, height, width, channels), and returns scores.",
            "Check input_shape (height, width, channels) and channels_first.",
        ) from error
    return answers.float().cpu()


def _kernel(module: nn.Module) -> NDArray[np.float32] | None:
    if not isinstance(module, nn.Conv2d):
        return None
    return module.weight.detach().permute(2, 3, 1, 0).float().cpu().numpy()


def _notes(scores: _Scores, recorded: _Recorded) -> list[str]:
    notes = []
    if scores.are_probabilities:
        notes.append("The module returns probabilities; their logarithms serve as scores.")
    again = [name for name, calls in recorded.num_calls.items() if calls > 1]
    if again:
        notes.append(f"{', '.join(again)}: computed more than once; the last time is shown.")
    silent = [name for name in recorded.modules if name not in recorded.shapes]
    if silent:
        notes.append(f"{', '.join(silent)}: put out no picture or vector, and are not shown.")
    if not any(isinstance(part, nn.ReLU) for part in scores.modules()):
        notes.append("Activations that are not modules of their own (nn.ReLU) are not shown.")
    notes.append("Receptive fields of torch modules are not known.")
    return notes
