"""PyTorch modules as our nets: the same numbers in every layer, or an error that names where."""

from itertools import product

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import convscope
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError
from convscope.interchange.torch_modules.modules import MODULES
from convscope.interchange.torch_modules.reading import from_torch
from convscope.interchange.torch_modules.tracing import read_module
from convscope.interchange.torch_modules.writing import to_torch
from torch_nets import PUBLISHED, with_random_numbers

SIZE = (13, 11, 3)


def noise(shape, seed=0):
    return np.random.default_rng(seed).normal(size=(2, *shape)).astype(np.float32)


def their_numbers(module, images):
    """Returns what every part of a module puts out, and what the whole does."""
    found = {}

    def listen(name):
        def hook(part, inputs, output):
            if isinstance(output, torch.Tensor):
                found[name] = output.clone()

        return hook

    hooks = [part.register_forward_hook(listen(name)) for name, part in module.named_modules()]
    with torch.inference_mode():
        module(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
    for hook in hooks:
        hook.remove()
    return found


def expect_same_layers(module, shape, least):
    """Compares every tensor that a part of the module and a layer of ours put out."""
    net = read_module(module, shape)
    images = noise(shape)
    theirs = their_numbers(module, images)
    network = build_network(net.architecture, net.weights, rewrite=False).eval()
    with torch.inference_mode():
        layers = [layer.name for layer in net.architecture.layers]
        ours = dict(zip(layers, network.outputs(torch.from_numpy(images)), strict=True))
    ours.pop(layers[-1], None)  # before its softmax; the whole is compared below
    compared, names = 0, {k: v for k, v in net.layers.items() if k in theirs and v in ours}
    for name, layer in names.items():
        a, b = theirs[name], ours[layer]
        if isinstance(module.get_submodule(name), nn.ReLU | nn.ReLU6 | nn.SiLU) and len(names) > 99:
            continue  # one module stands at several places
        if a.numel() == b.numel():
            difference = float((a.reshape(-1) - b.reshape(-1)).abs().max())
            if a.shape == b.shape:
                assert difference <= 1e-5 * float(a.abs().max()), name
                compared += 1
    assert compared >= least
    with torch.inference_mode():
        expected = module(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
        found = network(torch.from_numpy(images))
    found = found.permute(0, 3, 1, 2) if found.dim() == 4 else found
    assert (found - expected).abs().max() <= 1e-5 * expected.abs().max()
    return net


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_nets_go_in_and_out_again_layer_by_layer(name):
    module = with_random_numbers(PUBLISHED[name]())
    expect_same_layers(module, (75, 64, 3), least=14)
    model = from_torch(module, (75, 64, 3))
    images = torch.from_numpy(noise((75, 64, 3)).transpose(0, 3, 1, 2).copy())
    with torch.inference_mode():
        expected, found = module(images), to_torch(model)(images)
    assert (found - expected).abs().max() <= 1e-5 * expected.abs().max()


def behind(*modules):
    """Returns a small net that puts numbers of both signs into modules."""
    return with_random_numbers(nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), *modules))


WINDOWS = [
    (size, stride, pad, ceil)
    for size, stride, pad, ceil in product(
        ((2, 3), (3, 3), (5, 2)), (1, 2, (3, 2)), (0, 1), (False, True)
    )
    if pad == 0 or min(size) > 2 or pad <= min(size) // 2
]


@pytest.mark.parametrize(("size", "stride", "pad", "ceil"), WINDOWS)
@pytest.mark.parametrize("is_positive", [False, True])
def test_every_margin_of_a_max_pooling(size, stride, pad, ceil, is_positive):
    pool = nn.MaxPool2d(size, stride, pad, ceil_mode=ceil)
    module = behind(*([nn.ReLU()] if is_positive else []), pool)
    may_be_outside = not is_positive and ((pad and 2 in size) or (ceil and stride == (3, 2)))
    try:
        expect_same_layers(module, SIZE, least=0)
    except ConvscopeError as error:
        found = str(error)
        assert may_be_outside, found
        assert "lie mostly outside of a picture of 13×11" in found


@pytest.mark.parametrize(("size", "stride", "pad", "ceil"), WINDOWS)
@pytest.mark.parametrize("counts", [False, True])
def test_every_margin_of_an_average_pooling(size, stride, pad, ceil, counts):
    module = behind(nn.AvgPool2d(size, stride, pad, ceil, counts))
    try:
        net = read_module(module, SIZE)
    except ConvscopeError as error:
        is_known = ("counts its margin", "lie mostly outside")
        assert any(text in str(error) for text in is_known)  # noqa: PT017
        assert (pad and 2 in size) or (ceil and (counts or stride == (3, 2)))
    else:
        assert net.architecture.layers
        expect_same_layers(module, SIZE, least=0)


@pytest.mark.parametrize("shape", [(13, 11, 3), (12, 16, 3), (7, 8, 3)])
@pytest.mark.parametrize(
    ("size", "stride", "pad", "dilation", "groups"),
    [
        (3, 2, 1, 1, 1),
        (3, 1, 1, 1, 1),
        (5, 2, (2, 1), 1, 3),
        ((3, 5), 1, (1, 2), 1, 1),
        (3, 1, "same", 2, 1),
        ((2, 4), 1, "same", 1, 1),
        (3, 1, 2, 2, 3),
        (1, 3, 0, 1, 1),
        (3, 1, 2, 1, 1),
    ],
)
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
def test_every_margin_of_a_convolution(shape, size, stride, pad, dilation, groups):
    conv = nn.Conv2d(3, 6, size, stride, pad, dilation, groups, bias=groups == 1)
    expect_same_layers(with_random_numbers(nn.Sequential(conv)), shape, least=0)


def test_transposed_convolutions_that_cut_alike_are_same():
    def layers_of(*sizes, **options):
        module = with_random_numbers(nn.Sequential(nn.ConvTranspose2d(3, 4, *sizes, **options)))
        return expect_same_layers(module, SIZE, least=0).architecture.layers

    assert [layer.padding for layer in layers_of(4, 2, 1)] == ["same"]
    assert [layer.padding for layer in layers_of(2, 2)] == ["same"]
    assert [layer.kind for layer in layers_of(3, 2, 1)] == ["Conv2DTranspose", "Cropping2D"]
    (layer,) = layers_of(2, 3)
    assert (layer.padding, layer.output_padding) == ("valid", (0, 0))


def test_depthwise_convolutions_become_that_kind():
    module = with_random_numbers(nn.Sequential(nn.Conv2d(3, 6, 3, padding=1, groups=3)))
    net = expect_same_layers(module, SIZE, least=0)
    assert [layer.kind for layer in net.architecture.layers] == ["DepthwiseConv2D"]


@pytest.mark.parametrize(
    "module",
    [
        nn.BatchNorm2d(4),
        nn.BatchNorm2d(4, affine=False),
        nn.PReLU(),
        nn.PReLU(4),
        nn.LeakyReLU(0.3),
        nn.ELU(),
        nn.SELU(),
        nn.CELU(),
        nn.GELU(),
        nn.Mish(),
        nn.Softplus(),
        nn.Softsign(),
        nn.Hardsigmoid(),
        nn.Hardswish(),
        nn.Hardtanh(),
        nn.Hardtanh(0, 3.5),
        nn.ReLU6(),
        nn.SiLU(),
        nn.Sigmoid(),
        nn.Tanh(),
        nn.Softmax(1),
        nn.Softmax2d(),
        nn.Dropout2d(0.3),
        nn.Dropout(0.3),
        nn.ZeroPad2d((1, 2, 3, 0)),
        nn.ZeroPad2d((-1, 2, 1, -2)),
        nn.Identity(),
        nn.ConvTranspose2d(4, 5, (3, 2), padding=1, bias=False),
        nn.ConvTranspose2d(4, 5, 3, 2, 1, output_padding=1),
        nn.ConvTranspose2d(4, 5, 2, (3, 4), output_padding=(2, 1)),
        nn.ConvTranspose2d(4, 5, 4, 2, 1),
        nn.ConvTranspose2d(4, 5, (2, 3), dilation=(3, 2), padding=(0, 2)),
        nn.AdaptiveAvgPool2d(1),
        nn.AdaptiveMaxPool2d(1),
        nn.AdaptiveAvgPool2d((13, None)),
        nn.AdaptiveMaxPool2d((6, 5)),
        nn.Upsample((19, 7), mode="bilinear"),
        nn.Upsample(scale_factor=2),
        nn.Upsample((5, 8), mode="nearest-exact"),
        nn.AvgPool2d(2, divisor_override=4),
        nn.AlphaDropout(0.2),
    ],
    ids=lambda module: str(module)[:40],
)
def test_every_module_computes_the_same(module):
    expect_same_layers(behind(module), SIZE, least=0)
    with torch.inference_mode():
        count = module(torch.zeros(1, 4, 13, 11)).numel()
    expect_same_layers(behind(module, nn.Flatten(), nn.Linear(count, 5)), SIZE, least=0)


@pytest.mark.parametrize(
    "modules",
    [
        [nn.BatchNorm1d(20), nn.ReLU(), nn.Linear(20, 5)],
        [nn.Dropout(), nn.PReLU(20), nn.Linear(20, 5, bias=False), nn.BatchNorm1d(5)],
        [nn.LayerNorm(20), nn.Linear(20, 5), nn.LogSoftmax(1)],
        [nn.Linear(20, 6), nn.LayerNorm(6, elementwise_affine=False), nn.Softmax(-1)],
        [nn.Sigmoid(), nn.Unflatten(1, (4, 1, 5)), nn.Flatten(), nn.Linear(20, 2)],
    ],
)
def test_vectors_keep_their_order(modules):
    module = behind(nn.AvgPool2d((13, 2)), nn.Flatten(), *modules)
    images = torch.from_numpy(noise(SIZE).transpose(0, 3, 1, 2).copy())
    model = from_torch(module, SIZE)
    with torch.inference_mode():
        expected, found = module(images), to_torch(model)(images)
    expected = expected.exp() if isinstance(modules[-1], nn.LogSoftmax) else expected
    np.testing.assert_allclose(found.numpy(), expected.numpy(), rtol=1e-5, atol=1e-5)


def test_every_module_of_the_table_is_tried():
    """The list above, the published nets and the vectors have all of them between them."""
    elsewhere = {
        nn.AvgPool2d,
        nn.BatchNorm1d,
        nn.Conv2d,
        nn.ConstantPad2d,
        nn.Dropout1d,
        nn.FeatureAlphaDropout,
        nn.Flatten,
        nn.LayerNorm,
        nn.Linear,
        nn.LogSoftmax,
        nn.MaxPool2d,
        nn.ReLU,
        nn.SyncBatchNorm,
        nn.Unflatten,
        nn.UpsamplingBilinear2d,
        nn.UpsamplingNearest2d,
    }
    marks = test_every_module_computes_the_same.pytestmark
    tried = {type(module) for module in marks[0].args[1]}
    assert tried | elsewhere == set(MODULES)


class Written(nn.Module):
    """A net whose forward is what a test gives."""

    def __init__(self, forward, features=4):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.other = nn.Conv2d(3, 4, 1)
        self.fc = nn.Linear(features, 3)
        self.written = forward

    def forward(self, x):
        return self.written(self, x)


WAYS = {
    "mean, unsqueeze, multiply": lambda m, x: m.fc(
        (m.conv(x) * m.other(x).mean((2, 3))[:, :, None, None]).amax((-1, -2))
    ),
    "gates first": lambda m, x: m.fc(
        (m.other(x).mean((2, 3))[:, :, None, None] * m.conv(x)).amax((2, 3))
    ),
    "operators": lambda m, x: m.fc(((2 - m.conv(x)) * 0.5 + (-m.other(x)) / 3 - 1).mean((2, 3))),
    "in place": lambda m, x: m.fc(m.conv(x).add_(m.other(x)).mul_(2).relu_().mean((2, 3))),
    "views by size": lambda m, x: m.fc(
        m.conv(x).view(x.size(0), 4, x.shape[2] * x.shape[3]).mean(-1)
    ),
    "permuted and back": lambda m, x: m.fc(
        m.conv(x).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).flatten(2).mean(2)
    ),
    "channels last": lambda m, x: m.fc(m.conv(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2),
    "normalized inside": lambda m, x: m.fc(
        m.conv((x - torch.tensor([0.1, 0.2, 0.3]).view(1, 3, 1, 1)) / 0.5).mean([2, 3])
    ),
    "hard_swish by hand": lambda m, x: m.fc((m.conv(x) * F.relu6(m.conv(x) + 3) / 6).mean((2, 3))),
    "clamped": lambda m, x: m.fc(m.conv(x).clamp(min=0).clamp(-0.5, 0.5).mean((2, 3))),
    "the larger": lambda m, x: m.fc(torch.maximum(m.conv(x), m.other(x)).mean((2, 3))),
    "concatenated": lambda m, x: m.fc(
        F.avg_pool2d(torch.cat((m.conv(x), m.other(x)), dim=1), (13, 11)).flatten(1)[:, :]
        @ torch.ones(8, 4)
    ),
    "cropped": lambda m, x: m.fc(m.conv(x)[..., 1:-2, 3:].mean((2, 3))),
    "functional pooling": lambda m, x: m.fc(
        F.adaptive_avg_pool2d(F.avg_pool2d(F.max_pool2d(m.conv(x), 2), 2), 1).flatten(1)
    ),
    "matmul": lambda m, x: F.softmax(m.conv(x).mean((2, 3)) @ m.fc.weight.T + m.fc.bias, dim=1),
}


@pytest.mark.parametrize("name", WAYS)
def test_what_people_write_in_forward(name):
    module = with_random_numbers(Written(WAYS[name]))
    expect_same_layers(module, SIZE, least=0)


def test_a_way_that_depends_on_the_shape_is_followed_by_torch_export():
    def forward(m, x):
        y = m.conv(x)
        if y.shape[2] % 2:
            y = F.pad(y, (0, 0, 0, 1))
        return m.fc(F.relu(F.max_pool2d(y, 2)).mean((2, 3)))

    expect_same_layers(with_random_numbers(Written(forward)), SIZE, least=0)


def test_one_module_at_several_places_has_its_weights_at_each():
    module = with_random_numbers(Written(lambda m, x: m.fc((m.conv(x) + m.conv(-x)).mean((2, 3)))))
    net = expect_same_layers(module, SIZE, least=0)
    assert {"conv", "conv_1"} <= {layer.name for layer in net.architecture.layers}


def test_an_overwritten_tensor_is_seen_by_whoever_looks_later():
    def forward(m, x):
        y = m.conv(x)
        F.relu(y, inplace=True)
        return m.fc((y + m.other(x)).mean((2, 3)))

    expect_same_layers(with_random_numbers(Written(forward)), SIZE, least=0)


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        (
            lambda m, x: F.channel_shuffle(m.conv(x), 2),
            r"channel_shuffle \(a shuffle of channels\)",
        ),
        (lambda m, x: m.conv(x).view(x.size(0), 2, 2, 13, 11), "divides an axis"),
        (lambda m, x: m.conv(x).chunk(2, 1)[0], r"chunk \(a division of channels\)"),
        (lambda m, x: m.conv(x)[:, :2], "Parts of the channels"),
        (lambda m, x: m.conv(x).mean(1), "all rows and columns"),
        (lambda m, x: torch.cat((m.conv(x), m.other(x)), 2), "their channels"),
        (lambda m, x: m.conv(x) / m.other(x), "division by something that depends on the image"),
        (lambda m, x: m.conv(x) ** 2, r"pow \(a power\)"),
        (lambda m, x: F.gelu(m.conv(x), approximate="tanh"), 'approximate="tanh"'),
        (lambda m, x: F.pad(m.conv(x), (1, 1, 1, 1), "reflect"), 'mode="reflect"'),
        (lambda m, x: F.dropout(m.conv(x)), "switched on"),
        (lambda m, x: m.conv(x).flatten(1), "puts out a picture as a vector"),
        (lambda m, x: (m.conv(x), m.other(x)), "puts out tuple"),
        (lambda m, x: F.adaptive_avg_pool2d(m.conv(x), 5), "windows of different sizes"),
    ],
)
def test_what_cannot_be_a_net_is_said_with_the_place(forward, words):
    with pytest.raises(ConvscopeError, match=words) as caught:
        from_torch(with_random_numbers(Written(forward)), SIZE)
    assert "Written" in str(caught.value) or "puts out" in str(caught.value)


def test_the_path_of_a_submodule_is_named():
    inner = nn.Sequential(nn.Conv2d(3, 4, 1), nn.GroupNorm(2, 4))
    with pytest.raises(ConvscopeError, match=r"Sequential, 1\.1: GroupNorm has no layer here"):
        from_torch(nn.Sequential(nn.ReLU(), inner), SIZE)


def test_modes_and_weights_stay_as_they_are():
    module = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Dropout(0.5)).train()
    module[1].eval()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    read_module(module, SIZE)
    assert [part.training for part in module] == [True, False, True]
    assert all(torch.equal(before[name], t) for name, t in module.state_dict().items())


def test_preprocessing_of_the_other_program_becomes_a_layer():
    mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    module = behind(nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    model = convscope.from_torch(module, SIZE, ["a", "b", "c"], mean=mean, std=std)
    images = np.random.default_rng(1).integers(0, 256, (2, *SIZE)).astype(np.uint8)
    values = (images / 255 - np.array(mean)) / np.array(std)
    with torch.inference_mode():
        expected = module(torch.from_numpy(values.transpose(0, 3, 1, 2)).float()).numpy()
    found = model.predict(images.astype(np.float32) / np.float32(255), verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    assert model.class_names == ("a", "b", "c")
    assert model.layers[0].name == "normalization"
    assert model.explain(images[0]).neuron("4", 1).terms


@pytest.mark.parametrize(
    ("given", "shape", "words"),
    [
        ("net.pth", SIZE, "received a str"),
        (nn.Flatten(), (3, 13, 11), r"Write input_shape=\(13, 11, 3\)"),
        (nn.Conv2d(4, 2, 1), SIZE, "for 3 channels"),
        (nn.ConvTranspose2d(4, 2, 1), SIZE, r"\(4, 2, 1, 1\) for 3 channels"),
        (nn.ConvTranspose2d(3, 3, 2, groups=3), SIZE, "has 3 groups"),
        (nn.ConvTranspose2d(3, 2, 2, 2, dilation=2), SIZE, r"One of the two is \(1, 1\)"),
        (nn.ConvTranspose2d(3, 2, 2, output_padding=1, dilation=2), SIZE, "below the stride"),
        (nn.Sequential(nn.Flatten(), nn.Linear(7, 2)), SIZE, "429 values arrive"),
        (nn.Sequential(nn.MaxPool2d(20)), SIZE, "fits into the picture"),
        (nn.BatchNorm2d(3, track_running_stats=False), SIZE, "statistics of the batch"),
        (nn.Conv2d(3, 2, 3, padding=1, padding_mode="reflect"), SIZE, 'padding_mode="reflect"'),
    ],
)
def test_what_is_given_wrongly_is_said(given, shape, words):
    module = nn.Sequential(given) if isinstance(given, nn.Module) else given
    with pytest.raises(ConvscopeError, match=words):
        from_torch(module, shape)


def test_answers_that_differ_are_never_passed_over(monkeypatch):
    from convscope.interchange.torch_modules import functions

    wrong = functions._activation("tanh")
    monkeypatch.setitem(functions.FUNCTIONS, "sigmoid", wrong)
    with pytest.raises(ConvscopeError, match="a fault of convscope"):
        from_torch(behind(nn.Sigmoid()), SIZE)
