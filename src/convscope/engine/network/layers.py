"""One torch module per layer kind, on (batch, channels, height, width) in channels-last memory."""

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

from convscope import architecture as arch
from convscope.architecture import LayerStep
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.engine.network.dropout import dropout
from convscope.engine.network.layer_normalization import LayerNormalization
from convscope.engine.network.random_images import (
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from convscope.engine.network.resizing import CenterCrop, Normalization, Resizing
from convscope.engine.network.whole_batch_normalization import normalize_whole_batch
from convscope.engine.processes.workers import Workers

Orders: TypeAlias = Mapping[str, tuple[int, ...]]
"""In which order the axes of a tensor are put, by the tensor's short name."""


class _Activated(nn.Module):
    """A layer with an activation that the network may apply later instead."""

    activation: str = "linear"

    def activate(self, values: Tensor) -> Tensor:
        return ACTIVATION_FUNCTIONS[self.activation](values)


class _WithKernel(_Activated):
    """Holds `kernel` and `bias`; `to_torch` and `to_keras` are the orders of their axes."""

    to_torch: ClassVar[Orders]
    to_keras: ClassVar[Orders]

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        shapes = step.parameter_shapes
        self.kernel = nn.Parameter(torch.empty(shapes["kernel"]).permute(self.to_torch["kernel"]))
        self.bias = nn.Parameter(torch.empty(shapes["bias"])) if "bias" in shapes else None


class Conv2D(_WithKernel):
    """Convolution; the kernel is (out, in, height, width)."""

    to_torch: ClassVar[Orders] = {"kernel": (3, 2, 0, 1)}
    to_keras: ClassVar[Orders] = {"kernel": (2, 3, 1, 0)}

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        layer = step.layer
        assert isinstance(layer, arch.Conv2D)
        with torch.no_grad():
            self.kernel.data = self.kernel.data.contiguous(memory_format=torch.channels_last)
        self.strides, self.dilation, self.groups = layer.strides, layer.dilation_rate, layer.groups
        self.activation = layer.activation
        self.padding = _padding(step)

    @property
    def is_plain(self) -> bool:
        """Whether its windows have no gaps and see all channels."""
        return self.groups == 1 and tuple(self.dilation) == (1, 1)

    def forward(self, images: Tensor) -> Tensor:
        return self.activate(self.without_activation(images))

    def without_activation(self, images: Tensor) -> Tensor:
        """Returns what enters the activation."""
        images, margin = _padded(images, self.padding)
        window = self.strides, margin, self.dilation, self.groups
        return functional.conv2d(images, self.kernel, self.bias, *window)


class DepthwiseConv2D(_WithKernel):
    """A convolution in groups of one channel; the kernel is (in, maps of a channel, …)."""

    to_torch: ClassVar[Orders] = {"kernel": (2, 3, 0, 1)}
    to_keras: ClassVar[Orders] = {"kernel": (2, 3, 0, 1)}

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        layer = step.layer
        assert isinstance(layer, arch.DepthwiseConv2D)
        self.kernel.data = self.kernel.data.contiguous()
        self.strides, self.dilation = layer.strides, layer.dilation_rate
        self.activation = layer.activation
        self.padding = _padding(step)

    def forward(self, images: Tensor) -> Tensor:
        images, margin = _padded(images, self.padding)
        window = self.strides, margin, self.dilation, len(self.kernel)
        kernel = self.kernel.flatten(0, 1).unsqueeze(1)  # (maps, 1, height, width)
        return self.activate(functional.conv2d(images, kernel, self.bias, *window))


class SeparableConv2D(_Activated):
    """A convolution in groups of one channel, then one of 1 × 1."""

    to_torch: ClassVar[Orders] = {
        "depthwise_kernel": (2, 3, 0, 1),
        "pointwise_kernel": (3, 2, 0, 1),
    }
    to_keras: ClassVar[Orders] = {
        "depthwise_kernel": (2, 3, 0, 1),
        "pointwise_kernel": (2, 3, 1, 0),
    }

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer, shapes = step.layer, step.parameter_shapes
        assert isinstance(layer, arch.SeparableConv2D)
        for name, order in self.to_torch.items():
            kernel = torch.empty(shapes[name]).permute(order).contiguous()
            setattr(self, name, nn.Parameter(kernel))
        self.bias = nn.Parameter(torch.empty(shapes["bias"])) if "bias" in shapes else None
        self.strides, self.dilation = layer.strides, layer.dilation_rate
        self.activation = layer.activation
        self.padding = _padding(step)

    depthwise_kernel: nn.Parameter
    pointwise_kernel: nn.Parameter

    def forward(self, images: Tensor) -> Tensor:
        images, margin = _padded(images, self.padding)
        window = self.strides, margin, self.dilation, len(self.depthwise_kernel)
        depthwise = self.depthwise_kernel.flatten(0, 1).unsqueeze(1)  # (maps, 1, height, width)
        between = functional.conv2d(images, depthwise, None, *window)
        return self.activate(functional.conv2d(between, self.pointwise_kernel, self.bias))


class Conv2DTranspose(_WithKernel):
    """Transposed convolution; the kernel is (in, out, height, width)."""

    to_torch: ClassVar[Orders] = {"kernel": (3, 2, 0, 1)}
    to_keras: ClassVar[Orders] = {"kernel": (2, 3, 1, 0)}

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        layer = step.layer
        assert isinstance(layer, arch.Conv2DTranspose)
        with torch.no_grad():
            self.kernel.data = self.kernel.data.contiguous(memory_format=torch.channels_last)
        self.strides, self.dilation = layer.strides, layer.dilation_rate
        self.activation = layer.activation
        ways = layer.spreading(step.input_shape)
        self.cut = tuple(s.before for s in ways)
        self.more = tuple(max(s.before - s.after, 0) for s in ways)
        self.positions = tuple(s.positions for s in ways)

    def forward(self, images: Tensor) -> Tensor:
        # Torch cuts off as much before as behind; where Keras cuts one more behind, so do we.
        grown = functional.conv_transpose2d(
            images, self.kernel, self.bias, self.strides, self.cut, self.more, 1, self.dilation
        )
        rows, columns = self.positions
        return self.activate(grown[:, :, :rows, :columns])


class Dense(_WithKernel):
    """Matrix product; the kernel is (out, in)."""

    to_torch: ClassVar[Orders] = {"kernel": (1, 0)}
    to_keras: ClassVar[Orders] = {"kernel": (1, 0)}

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        assert isinstance(step.layer, arch.Dense)
        self.kernel.data = self.kernel.data.contiguous()
        self.activation = step.layer.activation

    def forward(self, vectors: Tensor) -> Tensor:
        return self.activate(functional.linear(vectors, self.kernel, self.bias))


class MaxPooling2D(nn.Module):
    """Largest value of every window; padding is −∞ and never wins."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.MaxPooling2D)
        self.window, self.strides, _ = step.layer.geometry()
        self.padding = _padding(step)

    def forward(self, images: Tensor) -> Tensor:
        if any(self.padding):
            images = functional.pad(images, self.padding, value=float("-inf"))
        return functional.max_pool2d(images, self.window, self.strides)


class AveragePooling2D(nn.Module):
    """Mean of every window; padding is not counted."""

    num_counted: Tensor

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.AveragePooling2D)
        self.window, self.strides, _ = step.layer.geometry()
        self.padding = _padding(step)
        counted = functional.pad(torch.ones(1, 1, *step.input_shape[:2]), self.padding)
        self.register_buffer("num_counted", self._sums(counted), persistent=False)

    def _sums(self, images: Tensor) -> Tensor:
        return functional.avg_pool2d(images, self.window, self.strides, divisor_override=1)

    def forward(self, images: Tensor) -> Tensor:
        if not any(self.padding):
            return functional.avg_pool2d(images, self.window, self.strides)
        return self._sums(functional.pad(images, self.padding)) / self.num_counted


class BatchNormalization(nn.Module):
    """Normalization by batch statistics while training, by moving ones afterwards.

    The moving variance takes the batch's population variance, as Keras does; torch would take
    the sample variance.
    """

    moving_mean: Tensor
    moving_variance: Tensor
    workers: Workers | None = None

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer = step.layer
        assert isinstance(layer, arch.BatchNormalization)
        channels = step.input_shape[-1]
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))
        self.register_buffer("moving_mean", torch.zeros(channels))
        self.register_buffer("moving_variance", torch.ones(channels))
        self.momentum, self.epsilon = layer.momentum, layer.epsilon

    def forward(self, values: Tensor) -> Tensor:
        mean, variance = self.moving_mean, self.moving_variance
        if not self.training:
            return functional.batch_norm(
                values, mean, variance, self.gamma, self.beta, eps=self.epsilon
            )
        if self.workers is not None:
            return self._over_all_processes(values, self.workers)
        # The backward pass forbids changing what torch was given, so torch gets a scratch tensor.
        # torch.batch_norm, unlike the one in nn.functional, takes a last batch of one image.
        sample_variance = torch.zeros_like(variance)
        normalised = torch.batch_norm(
            values,
            self.gamma,
            self.beta,
            mean,
            sample_variance,
            True,
            1 - self.momentum,
            self.epsilon,
            torch.backends.cudnn.enabled,
        )
        count = values.numel() // values.shape[1]
        variance.mul_(self.momentum)
        if count > 1:  # the variance of a single value is 0
            variance.add_(sample_variance, alpha=(count - 1) / count)
        return normalised

    def _over_all_processes(self, values: Tensor, workers: Workers) -> Tensor:
        normalised, mean, variance = normalize_whole_batch(
            values, self.gamma, self.beta, self.epsilon, workers
        )
        self.move_statistics(mean, variance)
        return normalised

    def move_statistics(self, mean: Tensor, variance: Tensor) -> None:
        """Moves the moving mean and variance a little towards those of a batch.

        Args:
            mean: (channels,).
            variance: (channels,), of the batch as it is, not as a sample.
        """
        self.moving_mean.lerp_(mean.to(self.moving_mean), 1 - self.momentum)
        self.moving_variance.lerp_(variance.to(self.moving_variance), 1 - self.momentum)


class Rescaling(nn.Module):
    """x × scale + offset."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.Rescaling)
        self.scale, self.offset = step.layer.scale, step.layer.offset

    def forward(self, values: Tensor) -> Tensor:
        return values * self.scale + self.offset


class ZeroPadding2D(nn.Module):
    """Rows and columns of zeros around the picture."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.ZeroPadding2D)
        (top, bottom), (left, right) = step.layer.padding
        self.margins = (left, right, top, bottom)

    def forward(self, images: Tensor) -> Tensor:
        return functional.pad(images, self.margins)


class Activation(_Activated):
    """An activation function of its own."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.Activation)
        self.activation = step.layer.activation

    def forward(self, values: Tensor) -> Tensor:
        return self.activate(values)


class ReLU(nn.Module):
    """A ramp of three straight pieces."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer = step.layer
        assert isinstance(layer, arch.ReLU)
        self.max_value, self.threshold = layer.max_value, layer.threshold
        self.negative_slope = layer.negative_slope

    @property
    def activation(self) -> str | None:
        """The activation that is the same, if one is."""
        if self.threshold or self.negative_slope:
            return None
        return {None: "relu", 6: "relu6"}.get(self.max_value)

    def forward(self, values: Tensor) -> Tensor:
        if self.threshold:
            below = self.negative_slope * (values - self.threshold)
            values = torch.where(values >= self.threshold, values, below)
        else:
            values = functional.leaky_relu(values, self.negative_slope)
        return values if self.max_value is None else values.clamp(max=self.max_value)


class PReLU(nn.Module):
    """A ramp with a learned slope left of zero; alpha is (channels, height, width)."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        alpha = torch.zeros(step.parameter_shapes["alpha"])
        is_picture = alpha.dim() == 3
        self.to_torch: Orders = {"alpha": (2, 0, 1)} if is_picture else {}
        self.to_keras: Orders = {"alpha": (1, 2, 0)} if is_picture else {}
        self.alpha = nn.Parameter(alpha.permute(2, 0, 1).contiguous() if is_picture else alpha)

    def forward(self, values: Tensor) -> Tensor:
        return values.relu() - self.alpha * (-values).relu()


class Flatten(nn.Module):
    """Row by row, column by column, channel by channel: a view of channels-last memory."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()

    def forward(self, values: Tensor) -> Tensor:
        return values.permute(0, 2, 3, 1).flatten(1) if values.dim() == 4 else values


class Reshape(nn.Module):
    """The same values in the same order, rows, columns and channels counted anew."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        self.shape = step.output_shape

    def forward(self, values: Tensor) -> Tensor:
        ordered = values.permute(0, 2, 3, 1) if values.dim() == 4 else values
        found = ordered.reshape(-1, *self.shape)
        return found.permute(0, 3, 1, 2) if found.dim() == 4 else found


class GlobalAveragePooling2D(nn.Module):
    """Mean of every channel."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        self.keepdims = len(step.output_shape) == 3

    def forward(self, images: Tensor) -> Tensor:
        return images.mean((2, 3), keepdim=self.keepdims)


class GlobalMaxPooling2D(nn.Module):
    """Largest value of every channel; of several the gradient goes to the first."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        self.keepdims = len(step.output_shape) == 3

    def forward(self, images: Tensor) -> Tensor:
        largest = functional.max_pool2d(images, images.shape[2:])
        return largest if self.keepdims else largest.flatten(1)


class Dropout(nn.Module):
    """Zeros a share of the values while training and scales up the rest.

    Along `shared_axes` of (batch, channels, rows, columns) all values share one fate.
    """

    workers: Workers | None = None
    use_kernels: bool = False
    shared_axes: tuple[int, ...] = ()
    is_suited: ClassVar[bool] = True

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.Dropout)
        self.rate = step.layer.rate

    def forward(self, values: Tensor) -> Tensor:
        if not self.training:
            return values
        shard = self.workers.shard if self.workers else None
        if not self.shared_axes:
            return dropout(values, self.rate, shard, self.use_kernels)
        alone = values
        for axis in self.shared_axes:
            alone = alone.narrow(axis, 0, 1)
        return values * dropout(torch.ones_like(alone), self.rate, shard)


class SpatialDropout2D(Dropout):
    """Zeros a share of the maps while training and scales up the rest."""

    shared_axes = (2, 3)


class GaussianNoise(nn.Module):
    """Adds random numbers while training; they are drawn for the whole batch of all processes."""

    workers: Workers | None = None

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.GaussianNoise)
        self.stddev = step.layer.stddev

    def forward(self, values: Tensor) -> Tensor:
        if not self.training:
            return values
        shard = self.workers.shard if self.workers else None
        if shard is None:
            return values + self.stddev * torch.randn_like(values)
        noise = torch.randn(shard.whole, *values.shape[1:], device=values.device)
        return values + self.stddev * noise[shard.rows]


class Cropping2D(nn.Module):
    """The picture without some rows and columns at its edges."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        assert isinstance(step.layer, arch.Cropping2D)
        (top, bottom), (left, right) = step.layer.cropping
        self.margins = (-left, -right, -top, -bottom)

    def forward(self, images: Tensor) -> Tensor:
        return functional.pad(images, self.margins)


MODULES: dict[str, Callable[[LayerStep], nn.Module]] = {
    kind.__name__: kind
    for kind in (
        Conv2D,
        DepthwiseConv2D,
        SeparableConv2D,
        Conv2DTranspose,
        Dense,
        MaxPooling2D,
        AveragePooling2D,
        BatchNormalization,
        LayerNormalization,
        Rescaling,
        Normalization,
        Resizing,
        ZeroPadding2D,
        Cropping2D,
        Activation,
        ReLU,
        PReLU,
        Flatten,
        Reshape,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        Dropout,
        SpatialDropout2D,
        GaussianNoise,
        CenterCrop,
        RandomCrop,
        RandomFlip,
        RandomRotation,
        RandomZoom,
        RandomTranslation,
        RandomContrast,
        RandomBrightness,
    )
}
"""Module by layer kind."""


def _padded(images: Tensor, padding: tuple[int, int, int, int]) -> tuple[Tensor, tuple[int, int]]:
    """Returns images, padded where torch cannot, and the margin that torch puts around itself."""
    left, right, top, bottom = padding
    if left == right and top == bottom:
        return images, (top, left)
    return functional.pad(images, padding), (0, 0)


def _padding(step: LayerStep) -> tuple[int, int, int, int]:
    """Returns (left, right, top, bottom) in the order that torch's `pad` takes."""
    sliding = step.layer.sliding(step.input_shape)
    assert sliding is not None
    rows, columns = sliding
    return columns.before, columns.after, rows.before, rows.after
