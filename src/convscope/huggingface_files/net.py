"""A net of transformers as it is put together: steps that take their tensors by name."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.channels_first import Building, ForeignNet, Value, axis_steps, joining_steps
from convscope.channels_first import pointwise_steps as pointwise
from convscope.channels_first import windowed_steps as windowed
from convscope.errors import ConvscopeError, in_short
from convscope.huggingface_files.config import FIX, Config

ACTIVATIONS = {
    "elu": "elu",
    "gelu": "gelu",
    "gelu_python": "gelu",
    "hardswish": "hard_silu",
    "mish": "mish",
    "relu": "relu",
    "relu6": "relu6",
    "sigmoid": "sigmoid",
    "silu": "silu",
    "swish": "silu",
    "tanh": "tanh",
}
"""What transformers calls activation functions, and what they are called here."""


class Net:
    """Layers so far, and the tensors that none has taken yet.

    Args:
        shape: What goes into the net, (height, width, channels).
        tensors: By the names that transformers gives them.
        base: What names of tensors before the classifier begin with, such as `"resnet"`.
        config: `config.json`.

    Attributes:
        building: The layers.
        input: What goes into the family's first layer.
        config: `config.json`.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        tensors: Mapping[str, NDArray[np.float32]],
        base: str,
        config: Config,
    ) -> None:
        self.building = Building(shape)
        self.input = self.building.input
        self.config = config
        self._tensors, self._base = dict(tensors), base

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Takes a tensor of this shape.

        Args:
            name: Of the tensor.
            *shape: Its own, as `config.json` has it.

        Raises:
            ConvscopeError: There is none, or of another shape.
        """
        full = name if name.startswith("classifier") else f"{self._base}.{name}"
        found = self._tensors.pop(full, None)
        if found is None or found.shape != shape:
            there = "is missing" if found is None else f"has the shape {found.shape}"
            raise ConvscopeError(
                f"the tensor {in_short(full)} {there}.",
                f"Expected {shape}, as {self.config.where} has it.",
                FIX,
            )
        return found

    def conv(
        self,
        name: str,
        value: Value,
        filters: int,
        size: int,
        stride: int = 1,
        pads: windowed.Pads | int = 0,
        groups: int = 1,
        dilation: int = 1,
        has_bias: bool = False,
    ) -> Value:
        """Puts a convolution.

        Args:
            name: Of the submodule.
            value: What it takes in, a picture.
            filters: Channels that leave.
            size: Of the window, down and across.
            stride: Of the window.
            pads: The margin: at all sides, or top, left, bottom, right.
            groups: Into which the channels are divided.
            dilation: Distance between two values under the window.
            has_bias: Whether it has one.
        """
        if filters % groups or value.shape[-1] % groups:
            raise ConvscopeError(
                f"{name}: {value.shape[-1]} and {filters} channels are in {groups} groups.",
                "Expected that each group has as many as the others.",
                FIX,
            )
        kernel = self.tensor(f"{name}.weight", filters, value.shape[-1] // groups, size, size)
        bias = self.tensor(f"{name}.bias", filters) if has_bias else None
        pads = (pads, pads, pads, pads) if isinstance(pads, int) else pads
        strides, gaps = (stride, stride), (dilation, dilation)
        return windowed.conv(self.building, name, value, kernel, bias, strides, pads, gaps, groups)

    def norm(self, name: str, value: Value, epsilon: float = 1e-5) -> Value:
        """Puts a batch normalization with moving statistics.

        Args:
            name: Of the submodule.
            value: What it takes in.
            epsilon: What is added to the variance.
        """
        parts = ("weight", "bias", "running_mean", "running_var")
        gamma, beta, mean, variance = (
            self.tensor(f"{name}.{part}", value.shape[-1]) for part in parts
        )
        return pointwise.batch_norm(
            self.building, name, value, gamma, beta, mean, variance, epsilon
        )

    def layer_norm(self, name: str, value: Value, epsilon: float) -> Value:
        """Puts a normalization over the channels of each place.

        Args:
            name: Of the submodule.
            value: What it takes in.
            epsilon: What is added to the variance.
        """
        gamma, beta = (self.tensor(f"{name}.{p}", value.shape[-1]) for p in ("weight", "bias"))
        is_picture = len(value.axes) == 4
        last = axis_steps.transpose(value, (0, 2, 3, 1)) if is_picture else value
        found = pointwise.layer_norm(self.building, name, last, gamma, beta, epsilon, 1)
        return axis_steps.transpose(found, (0, 3, 1, 2)) if is_picture else found

    def act(self, name: str, value: Value, function: str) -> Value:
        """Puts an activation function.

        Args:
            name: Of the submodule.
            value: What it takes in.
            function: By the name that transformers gives it.
        """
        if function not in ACTIVATIONS:
            raise ConvscopeError(
                f"the activation function is {in_short(function)}.",
                f"Expected one of {', '.join(ACTIVATIONS)}.",
                FIX,
            )
        return pointwise.activate(self.building, name, value, ACTIVATIONS[function])

    def linear(self, name: str, value: Value, outputs: int) -> Value:
        """Puts a product with all values of a vector, or of every place of a picture.

        Args:
            name: Of the submodule.
            value: What it takes in.
            outputs: Values that leave.
        """
        kernel = self.tensor(f"{name}.weight", outputs, value.shape[-1])
        return pointwise.linear(
            self.building, name, value, kernel, self.tensor(f"{name}.bias", outputs)
        )

    def mean(self, name: str, value: Value, is_mean: bool = True) -> Value:
        """Puts the mean, or the largest, over all rows and columns; a vector leaves.

        Args:
            name: Of the submodule.
            value: What it takes in.
            is_mean: Whether it is the mean.
        """
        return windowed.global_pool(self.building, name, value, is_mean, keepdims=False)

    def join(self, name: str, function: str, *values: Value) -> Value:
        """Puts a join of values, such as `"add"`."""
        return joining_steps.join(self.building, name, function, list(values))

    def squeeze(self, name: str, value: Value, inner: int, functions: Any) -> Value:
        """Puts weights for the channels that follow from their means.

        Args:
            name: Of the submodule.
            value: What it takes in, a picture.
            inner: Channels in the middle.
            functions: Names of the two convolutions, and the function between them.
        """
        first, second, function = functions
        channels = value.shape[-1]
        means = windowed.global_pool(self.building, f"{name}.means", value, True, keepdims=True)
        found = self.conv(f"{name}.{first}", means, inner, 1, has_bias=True)
        found = self.act(f"{name}.inner", found, function)
        found = self.conv(f"{name}.{second}", found, channels, 1, has_bias=True)
        found = self.act(f"{name}.weights", found, "sigmoid")
        return self.join(f"{name}.scale", "multiply", value, found)

    def finish(self, output: Value) -> ForeignNet:
        """Returns the net.

        Raises:
            ConvscopeError: Tensors are left over.
        """
        if self._tensors:
            raise ConvscopeError(
                f"the tensors {in_short(', '.join(sorted(self._tensors)[:3]))} belong to no layer.",
                f"Expected those of the net that {self.config.where} describes.",
                FIX,
            )
        return self.building.finish(output)
