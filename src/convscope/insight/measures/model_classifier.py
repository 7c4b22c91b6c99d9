"""A convscope model as a classifier whose activations are modules of their own."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from convscope.architecture import Architecture, LayerStep
from convscope.arithmetic.filters import FILTERS
from convscope.engine.network import build_network
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.rewriting import Computation
from convscope.engine.network.running import last_uses, run
from convscope.engine.processes.devices import choose_device
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier, LayerView
from convscope.model_file import Model


def from_model(model: Model, device: str = "cpu") -> Classifier:
    """Returns a model as a classifier.

    Args:
        model: What `read_model` returns.
        device: `cpu`, `cuda`, `mps`, or `auto`.

    Raises:
        ConvscopeError: The net takes flat vectors and not images.
    """
    architecture = model.architecture
    if len(architecture.input.shape) != 3:
        raise ConvscopeError(
            f"The net takes {architecture.input.shape}.",
            "Looking inside needs a net that takes images, (height, width, channels).",
            "Begin the net with the image's shape and a Flatten layer.",
        )
    network = build_network(architecture, model.weights, rewrite=False)
    modules: OrderedDict[str, nn.Module] = OrderedDict()
    inputs: list[tuple[int, ...]] = []  # of each module, as positions of modules
    ends: dict[int, int] = {-1: -1}  # the module that puts out what a layer puts out
    views = []
    for index, (step, module) in enumerate(zip(architecture.steps, network.layers, strict=True)):
        inputs.append(tuple(ends[source] for source in step.inputs))
        shown = _take_activation_out(step.layer.name, module, modules)
        if shown is not module:
            inputs.append((len(inputs) - 1,))
        ends[index] = len(inputs) - 1
        kernel = _kernel(step, architecture, model.weights)
        views.append(
            LayerView(
                step.layer.name,
                step.layer.kind,
                step.output_shape,
                shown,
                kernel,
                step.receptive_field,
                None if shown is module else module,
            )
        )
    num_outputs = architecture.output_shape[-1]
    is_single = num_outputs == 1 and network.output_activation in ("sigmoid", "linear")
    if is_single:
        modules["both_classes"] = _BothClasses()
        inputs.append((len(inputs) - 1,))
    # Without the layers' names: some, such as "half", are attributes of every module.
    parts = list(modules.values())
    whole = nn.Sequential(*parts) if architecture.is_chain else _Graph(parts, inputs)
    return Classifier(
        whole.eval().requires_grad_(False).to(choose_device(device)),
        architecture.input.shape,  # type: ignore[arg-type]
        model.names,
        tuple(views),
        architecture.input.value_range,
        network.output_activation == "sigmoid" and not is_single,
    )


class _Graph(nn.Module):
    """Modules that take in each other, as `Sequential` computes those of a chain."""

    def __init__(self, modules: Iterable[nn.Module], inputs: Iterable[tuple[int, ...]]) -> None:
        super().__init__()
        self.parts = nn.ModuleList(modules)
        self.plan = [
            Computation(part, taken) for part, taken in zip(self.parts, inputs, strict=True)
        ]
        self.freed = last_uses(self.plan)

    def forward(self, images: Tensor) -> Tensor:
        *_, scores = run(self.plan, self.freed, images)
        return scores


class _Activate(nn.Module):
    """An activation function as a module."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def forward(self, values: Tensor) -> Tensor:
        return ACTIVATION_FUNCTIONS[self.name](values)


class _BothClasses(nn.Module):
    """Turns the score s of class 1 into the scores (0, s): softmax is then sigmoid."""

    def forward(self, scores: Tensor) -> Tensor:
        return torch.cat((torch.zeros_like(scores), scores), 1)


def _take_activation_out(
    name: str, module: nn.Module, modules: "OrderedDict[str, nn.Module]"
) -> nn.Module:
    """Adds a layer, its activation behind it; guided backpropagation listens to nn.ReLU."""
    modules[name] = module
    activation: Any = getattr(module, "activation", "linear")
    if activation == "linear":
        return module
    module.activation = "linear"  # type: ignore[assignment]
    activate = nn.ReLU() if activation == "relu" else _Activate(activation)
    modules[f"{name}/{activation}"] = activate
    return activate


def _kernel(
    step: LayerStep, architecture: Architecture, weights: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32] | None:
    """Returns the filters, (height, width, in a group, out); a Dense behind a Flatten has some."""
    if step.layer.convolves:
        tensors = {name: weights[f"{step.layer.name}.{name}"] for name in step.parameter_shapes}
        return FILTERS[step.layer.kind](tensors)
    kernel = weights.get(f"{step.layer.name}.kernel")
    if kernel is None:
        return None
    before = architecture.steps[step.inputs[0]] if step.inputs[0] >= 0 else None
    if before is not None and before.layer.flattens and before.inputs[0] >= 0:
        picture = before.input_shape
        if step.layer.is_weighted_sum and len(picture) == 3:
            return kernel.reshape(*picture, -1)
    return None
