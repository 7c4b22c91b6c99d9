"""A convscope model as a classifier whose activations are modules of their own."""

from collections import OrderedDict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from convscope.architecture import Dense, Flatten, LayerStep
from convscope.engine.network import build_network
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
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
    views = []
    for step, module in zip(architecture.steps, network.layers, strict=True):
        shown = _take_activation_out(step.layer.name, module, modules)
        kernel = _kernel(step, views, model.weights)
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
    return Classifier(
        nn.Sequential(modules).eval().requires_grad_(False).to(choose_device(device)),
        architecture.input.shape,  # type: ignore[arg-type]
        model.names,
        tuple(views),
        architecture.input.value_range,
        network.output_activation == "sigmoid" and not is_single,
    )


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
    step: LayerStep, before: list[LayerView], weights: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32] | None:
    """Returns the filters, (height, width, in, out); a Dense behind a Flatten has some too."""
    kernel = weights.get(f"{step.layer.name}.kernel")
    if kernel is None or kernel.ndim == 4:
        return kernel
    if isinstance(step.layer, Dense) and before and before[-1].kind == Flatten.__name__:
        picture = before[-2].output_shape if len(before) > 1 else None
        if picture is not None and len(picture) == 3:
            return kernel.reshape(*picture, -1)
    return None
