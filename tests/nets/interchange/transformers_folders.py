"""Folders as transformers writes them, of small nets: for tests that have no transformers.

The tensors are named and shaped by a list for each family that was written by hand, not by the
reader; `expected` computes the same net step by step in PyTorch's functions.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import Tensor

NAMES = ("rose", "tulip", "crane", "crane")


class Weights:
    """Tensors that come into being when they are asked for, and stay."""

    def __init__(self, seed: int = 3) -> None:
        self.tensors: dict[str, Tensor] = {}
        self._random = torch.Generator().manual_seed(seed)

    def get(self, name: str, *shape: int) -> Tensor:
        if name not in self.tensors:
            fan = max(1, int(np.prod(shape[1:])))
            drawn = torch.randn(shape, generator=self._random) * (2 / fan) ** 0.5
            if name.endswith("running_var"):
                drawn = 0.5 + torch.rand(shape, generator=self._random)
            elif len(shape) == 1:
                drawn = drawn * 0.1 + (1.0 if name.endswith("weight") else 0.0)
            self.tensors[name] = drawn
        return self.tensors[name]

    def conv(self, name: str, x: Tensor, filters: int, size: int, **given: Any) -> Tensor:
        has_bias, groups = given.pop("has_bias", False), given.get("groups", 1)
        kernel = self.get(f"{name}.weight", filters, x.shape[1] // groups, size, size)
        bias = self.get(f"{name}.bias", filters) if has_bias else None
        return F.conv2d(x, kernel, bias, **given)

    def norm(self, name: str, x: Tensor, eps: float) -> Tensor:
        self.tensors[f"{name}.num_batches_tracked"] = torch.tensor(7)
        gamma, beta, mean, var = (
            self.get(f"{name}.{part}", x.shape[1])
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        return F.batch_norm(x, mean, var, gamma, beta, eps=eps)

    def last_norm(self, name: str, x: Tensor, eps: float) -> Tensor:
        gamma, beta = (self.get(f"{name}.{part}", x.shape[-1]) for part in ("weight", "bias"))
        return F.layer_norm(x, (x.shape[-1],), gamma, beta, eps)

    def linear(self, name: str, x: Tensor, outputs: int) -> Tensor:
        kernel = self.get(f"{name}.weight", outputs, x.shape[-1])
        return F.linear(x, kernel, self.get(f"{name}.bias", outputs))


def _residual(w: Weights, x: Tensor, base: str, layer_type: str) -> Tensor:
    def layer(name: str, x: Tensor, filters: int, size: int, stride: int, groups: int = 1):
        x = w.conv(f"{name}.convolution", x, filters, size, stride=stride, padding=size // 2,
                   groups=groups)  # fmt: skip
        return w.norm(f"{name}.normalization", x, 1e-5)

    is_grouped = base == "regnet"
    x = layer(f"{base}.embedder.embedder", x, 6, 3 if is_grouped else 7, 2).relu()
    x = x if is_grouped else F.max_pool2d(x, 3, 2, 1)
    for stage, (filters, depth) in enumerate(((8, 1), (12, 2))):
        for number in range(depth):
            name = f"{base}.encoder.stages.{stage}.layers.{number}"
            stride = 2 if number == 0 and (stage or is_grouped) else 1
            kept = x
            if stride == 2 or x.shape[1] != filters:
                kept = layer(f"{name}.shortcut", x, filters, 1, stride)
            inside = x.shape[1]
            if layer_type == "basic":
                x = layer(f"{name}.layer.0", x, filters, 3, stride).relu()
                x = layer(f"{name}.layer.1", x, filters, 3, 1)
            elif layer_type == "bottleneck":
                x = layer(f"{name}.layer.0", x, filters // 4, 1, 1).relu()
                x = layer(f"{name}.layer.1", x, filters // 4, 3, stride).relu()
                x = layer(f"{name}.layer.2", x, filters, 1, 1)
            else:
                x = layer(f"{name}.layer.0", x, filters, 1, 1).relu()
                x = layer(f"{name}.layer.1", x, filters, 3, stride, filters // 4).relu()
                if layer_type == "y":
                    inner = round(inside / 4)
                    part = f"{name}.layer.2.attention"
                    s = w.conv(f"{part}.0", x.mean((2, 3), True), inner, 1, has_bias=True).relu()
                    x = x * w.conv(f"{part}.2", s, filters, 1, has_bias=True).sigmoid()
                x = layer(f"{name}.layer.{3 if layer_type == 'y' else 2}", x, filters, 1, 1)
            x = (x + kept).relu()
    return w.linear("classifier.1", x.mean((2, 3)), len(NAMES))


def _even(x: Tensor, size: int, stride: int) -> Tensor:
    """Pads as TensorFlow does."""
    sides = []
    for length in (x.shape[3], x.shape[2]):
        more = max((-(-length // stride) - 1) * stride + size - length, 0)
        sides += [more // 2, more - more // 2]
    return F.pad(x, sides)


def _mobile_layer(w: Weights, name: str, x: Tensor, filters: int, size: int, stride: int,
                  groups: int, is_active: bool = True) -> Tensor:  # fmt: skip
    x = w.conv(f"{name}.convolution", _even(x, size, stride), filters, size, stride=stride,
               groups=groups)  # fmt: skip
    x = w.norm(f"{name}.normalization", x, 1e-3)
    return x.clamp(0, 6) if is_active else x


def _mobilenet_v1(w: Weights, x: Tensor) -> Tensor:
    base = "mobilenet_v1"
    x = _mobile_layer(w, f"{base}.conv_stem", x, 8, 3, 2, 1)
    filters = [8, 12, 12, 25, 25, 51, 51, 51, 51, 51, 51, 102, 102]
    for number, (stride, out) in enumerate(zip("1212121111121", filters, strict=True)):
        name, inside = f"{base}.layer.{2 * number}", x.shape[1]
        x = _mobile_layer(w, name, x, inside, 3, int(stride), inside)
        x = _mobile_layer(w, f"{base}.layer.{2 * number + 1}", x, out, 1, 1, 1)
    return w.linear("classifier", x.mean((2, 3)), len(NAMES))


def _mobilenet_v2(w: Weights, x: Tensor) -> Tensor:
    base = "mobilenet_v2"
    stem = f"{base}.conv_stem"
    x = _mobile_layer(w, f"{stem}.first_conv", x, 8, 3, 2, 1)
    x = _mobile_layer(w, f"{stem}.conv_3x3", x, 8, 3, 1, 8)
    x = _mobile_layer(w, f"{stem}.reduce_1x1", x, 8, 1, 1, 1, is_active=False)
    filters = [8, 8, 8, 8, 8, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 32]
    for number, (stride, out) in enumerate(zip("2121121111112111", filters, strict=True)):
        name, inside, kept = f"{base}.layer.{number}", x.shape[1], x
        wide = {8: 16, 16: 32}[inside]
        x = _mobile_layer(w, f"{name}.expand_1x1", x, wide, 1, 1, 1)
        x = _mobile_layer(w, f"{name}.conv_3x3", x, wide, 3, int(stride), wide)
        x = _mobile_layer(w, f"{name}.reduce_1x1", x, out, 1, 1, 1, is_active=False)
        x = x + kept if stride == "1" and inside == out else x
    x = _mobile_layer(w, f"{base}.conv_1x1", x, 1280, 1, 1, 1)
    return w.linear("classifier", x.mean((2, 3)), len(NAMES))


def _efficientnet(w: Weights, x: Tensor) -> Tensor:
    base = "efficientnet"

    def active(norm: str, x: Tensor) -> Tensor:
        return F.silu(w.norm(norm, x, 1e-3))

    x = w.conv(f"{base}.embeddings.convolution", F.pad(x, (0, 1, 0, 1)), 16, 3, stride=2)
    x = active(f"{base}.embeddings.batchnorm", x)
    # filters, window, stride, ratio, whether the margin is even, whether the input is added
    blocks = ((8, 3, 2, 1, 1, 0), (16, 5, 2, 3, 0, 0), (16, 5, 1, 3, 0, 1))
    for number, (out, size, stride, ratio, is_even, is_added) in enumerate(blocks):
        name, inside, kept = f"{base}.encoder.blocks.{number}", x.shape[1], x
        if ratio != 1:
            x = w.conv(f"{name}.expansion.expand_conv", x, inside * ratio, 1)
            x = active(f"{name}.expansion.expand_bn", x)
        wide, half = x.shape[1], size // 2
        around = (half, half, half, half)
        if stride == 2 and not is_even:
            around = (half - 1, half, half - 1, half)
        part = f"{name}.depthwise_conv.depthwise"
        x = w.conv(f"{part}_conv", F.pad(x, around), wide, size, stride=stride, groups=wide)
        x = active(f"{part}_norm", x)
        part = f"{name}.squeeze_excite"
        s = w.conv(f"{part}.reduce", x.mean((2, 3), True), inside // 4, 1, has_bias=True)
        x = x * w.conv(f"{part}.expand", F.silu(s), wide, 1, has_bias=True).sigmoid()
        x = w.conv(f"{name}.projection.project_conv", x, out, 1)
        x = w.norm(f"{name}.projection.project_bn", x, 1e-3)
        x = x + kept if is_added else x
    x = w.conv(f"{base}.encoder.top_conv", x, 640, 1)
    x = active(f"{base}.encoder.top_bn", x)
    return w.linear("classifier", x.mean((2, 3)), len(NAMES))


def _convnext(w: Weights, x: Tensor) -> Tensor:
    base = "convnext"

    def everywhere(name: str, x: Tensor) -> Tensor:
        return w.last_norm(name, x.permute(0, 2, 3, 1), 1e-6).permute(0, 3, 1, 2)

    x = w.conv(f"{base}.embeddings.patch_embeddings", x, 5, 4, stride=4, has_bias=True)
    x = everywhere(f"{base}.embeddings.layernorm", x)
    for stage, (width, depth) in enumerate(((5, 1), (7, 2))):
        name = f"{base}.encoder.stages.{stage}"
        if stage:
            x = everywhere(f"{name}.downsampling_layer.0", x)
            x = w.conv(f"{name}.downsampling_layer.1", x, width, 2, stride=2, has_bias=True)
        for number in range(depth):
            part, kept = f"{name}.layers.{number}", x
            x = w.conv(f"{part}.dwconv", x, width, 7, padding=3, groups=width, has_bias=True)
            x = w.last_norm(f"{part}.layernorm", x.permute(0, 2, 3, 1), 1e-6)
            x = F.gelu(w.linear(f"{part}.pwconv1", x, 4 * width))
            x = w.linear(f"{part}.pwconv2", x, width)
            x = x * w.get(f"{part}.layer_scale_parameter", width)
            x = kept + x.permute(0, 3, 1, 2)
    x = w.last_norm(f"{base}.layernorm", x.mean((2, 3)), 1e-12)
    return w.linear("classifier", x, len(NAMES))


_STAGES = {"embedding_size": 6, "hidden_sizes": [8, 12], "depths": [1, 2]}
_SMALL = {
    "width_coefficient": 0.5,
    "depth_coefficient": 1.0,
    "hidden_dim": 640,
    "depthwise_padding": [0],
    "kernel_sizes": [3, 5],
    "in_channels": [32, 16],
    "out_channels": [16, 32],
    "strides": [2, 2],
    "num_block_repeats": [1, 2],
    "expand_ratios": [1, 3],
}
_IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
_MOBILE = {
    "size": {"shortest_edge": 41},
    "crop_size": {"height": 37, "width": 33},
    "do_center_crop": True,
    "resample": 2,
    "image_mean": [0.5] * 3,
    "image_std": [0.5] * 3,
}
_CROPPED = {"size": {"shortest_edge": 32}, "crop_pct": 0.875, "resample": 3, **_IMAGENET}

FAMILIES: dict[str, tuple[str, dict[str, Any], str, dict[str, Any], Any]] = {
    "resnet, basic": ("ResNet", {**_STAGES, "layer_type": "basic"}, "ConvNext", _CROPPED,
                      lambda w, x: _residual(w, x, "resnet", "basic")),
    "resnet, bottleneck": ("ResNet", _STAGES, "ConvNext", _CROPPED,
                           lambda w, x: _residual(w, x, "resnet", "bottleneck")),
    "regnet, y": ("RegNet", {**_STAGES, "groups_width": 4}, "ConvNext", _CROPPED,
                  lambda w, x: _residual(w, x, "regnet", "y")),
    "regnet, x": ("RegNet", {**_STAGES, "groups_width": 4, "layer_type": "x"}, "ConvNext",
                  _CROPPED, lambda w, x: _residual(w, x, "regnet", "x")),
    "mobilenet_v1": ("MobileNetV1", {"depth_multiplier": 0.1}, "MobileNetV1", _MOBILE,
                     _mobilenet_v1),
    "mobilenet_v2": ("MobileNetV2", {"depth_multiplier": 0.1, "expand_ratio": 2},
                     "MobileNetV2", _MOBILE, _mobilenet_v2),
    "efficientnet": ("EfficientNet", _SMALL, "EfficientNet",
                     {"size": {"height": 38, "width": 34}, "resample": 0, "include_top": True,
                      **_IMAGENET}, _efficientnet),
    "convnext": ("ConvNext", {"hidden_sizes": [5, 7], "depths": [1, 2]}, "ConvNext", _CROPPED,
                 _convnext),
}  # fmt: skip
"""Class, what `config.json` says, preprocessing and what its file says, and the net."""


def write_folder(folder: Path, family: str, size: tuple[int, int] = (32, 32)) -> Weights:
    """Writes a folder of a family; returns its weights.

    Args:
        folder: Made.
        family: A name of `FAMILIES`.
        size: (height, width) of an image that its tensors are found with.
    """
    name, config, processor, preprocessing, net = FAMILIES[family]
    weights = Weights()
    with torch.inference_mode():
        net(weights, torch.zeros(1, 3, *size))
    folder.mkdir(parents=True)
    told = {
        "architectures": [f"{name}ForImageClassification"],
        "id2label": {str(number): label for number, label in enumerate(NAMES)},
        **config,
    }
    (folder / "config.json").write_text(json.dumps(told))
    told = {"image_processor_type": f"{processor}ImageProcessor", **preprocessing}
    (folder / "preprocessor_config.json").write_text(json.dumps(told))
    tensors = {name: tensor.numpy() for name, tensor in weights.tensors.items()}
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    return weights


def expected(family: str, weights: Weights, values: np.ndarray) -> np.ndarray:
    """Returns logits.

    Args:
        family: A name of `FAMILIES`.
        weights: Its own.
        values: float32 (number, height, width, 3), as the net takes them.
    """
    with torch.inference_mode():
        images = torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2)))
        return FAMILIES[family][4](weights, images).numpy()
