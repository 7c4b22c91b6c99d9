"""The catalogue: facts of the named nets, and nets from files."""

from math import prod

import pytest

from convscope.architecture import CATALOGUE, image_kind, load_net, net_to_text
from convscope.errors import ConvscopeError, UnknownNameError


def test_the_mnist_net_is_the_one_that_everybody_trains():
    net = load_net("mnist")
    assert net.num_parameters == 34_826
    assert [step.output_shape for step in net.steps] == [
        (26, 26, 32),
        (13, 13, 32),
        (11, 11, 64),
        (5, 5, 64),
        (1_600,),
        (1_600,),
        (10,),
    ]
    assert [step.num_parameters for step in net.steps] == [320, 0, 18_496, 0, 0, 0, 16_010]
    convolutions = 26 * 26 * 3 * 3 * 1 * 32 + 11 * 11 * 3 * 3 * 32 * 64
    assert net.multiply_adds == convolutions + 1_600 * 10
    assert net.output_activation == "softmax"


def test_the_cifar10_net_ends_in_logits():
    net = load_net("cifar10")
    assert net.num_parameters == 122_570
    assert net.output_activation == "linear"
    assert net.step("flatten").output_shape == (1_024,)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_named_net_is_built_for_what_it_was_designed_for(name):
    named = CATALOGUE[name]
    net = load_net(name)
    assert net.input.shape == named.input_shape
    assert net.input.value_range == named.value_range
    assert net.output_shape == (named.num_classes,)
    assert net.num_parameters == sum(prod(shape) for shape in net.parameter_shapes.values())
    assert named.title


@pytest.mark.parametrize("name", [name for name in CATALOGUE if name != "circle-cross"])
def test_a_named_net_is_built_for_other_data(name):
    net = load_net(name, (31, 37, 2), 7)
    assert net.input.shape == (31, 37, 2)
    assert net.output_shape == (7,)


@pytest.mark.parametrize(("height", "width"), [(20, 2_000), (47, 900), (2_000, 16)])
def test_a_narrow_picture_keeps_enough_pixels_for_every_pooling(height, width):
    net = load_net("pictures", (height, width, 1), 3)
    assert net.steps[0].input_shape == (height, width, 1)
    assert net.output_shape == (3,)


PAIRS = {
    "small-colour-pairs": (388_778, [(15, 15, 32), (7, 7, 96), (3, 3, 128)], "relu"),
    "small-colour-pairs-large": (1_975_466, [(15, 15, 64), (7, 7, 256), (3, 3, 256)], "gelu"),
}
"""Parameters, the shapes that the pairs put out, and the ramp between convolutions."""


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_are_pooled_behind_their_first_convolution(name):
    net = load_net(name)
    num_parameters, shapes, ramp = PAIRS[name]
    assert net.num_parameters == num_parameters
    normalised = [s.output_shape for s in net.steps if s.layer.kind == "BatchNormalization"]
    assert normalised == [shape for shape in shapes for _ in range(2)]
    kinds = [step.layer.kind for step in net.steps]
    half = ["Conv2D", "BatchNormalization", "Activation"]
    assert kinds[1:8] == ["Conv2D", "MaxPooling2D", *half[1:], *half]
    ramps = {s.layer.activation for s in net.steps if s.layer.kind == "Activation"}
    assert ramps == {ramp}
    assert net.steps[0].layer.activation == ramp
    assert load_net(name, (16, 16, 3), 3).output_shape == (3,)


RESIDUAL = {
    "residual": (364_266, [(16, 16, 32), (8, 8, 96), (4, 4, 192)]),
    "residual-large": (3_039_322, [(32, 32, 48), (16, 16, 96), (8, 8, 192), (4, 4, 384)]),
    "residual-pictures": (576_901, [(32, 32, 32), (16, 16, 64), (8, 8, 128), (4, 4, 256)]),
}
"""Parameters, and the shapes that the net goes through."""


@pytest.mark.parametrize("name", RESIDUAL)
def test_residual_nets_have_known_shapes_and_parameters(name):
    net = load_net(name)
    num_parameters, shapes = RESIDUAL[name]
    assert net.num_parameters == num_parameters
    normalised = [s.output_shape for s in net.steps if s.layer.kind == "BatchNormalization"]
    assert list(dict.fromkeys(normalised)) == shapes


@pytest.mark.parametrize("name", RESIDUAL)
def test_sums_of_residual_nets_add_what_is_learned_to_what_went_in(name):
    net = load_net(name)
    sums = [step for step in net.steps if step.layer.kind == "Add"]
    assert len(sums) == {"residual": 1, "residual-large": 3, "residual-pictures": 2}[name]
    for step in sums:
        before, learned = net.input_names(step)
        between = net.steps[step.inputs[0] + 1 : step.inputs[1] + 1]
        assert [net.input_names(first) for first in between[:1]] == [(before,)]
        assert {s.layer.kind for s in between} == {"Conv2D", "BatchNormalization", "Activation"}
        assert between[-1].layer.name == learned
    assert net.to_json()["format"] == 2


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("residual", (16, 16, 3)),
        ("residual-large", (16, 40, 2)),
        ("residual-pictures", (41, 16, 1)),
    ],
)
def test_residual_nets_are_built_for_the_smallest_images_of_their_kind(name, shape):
    assert load_net(name, shape, 3).output_shape == (3,)


def test_moving_statistics_are_not_trained():
    net = load_net("kuzushiji")
    assert net.num_non_trainable == 2 * (24 + 24 + 48 + 48 + 96)
    assert load_net("mnist").num_non_trainable == 0


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ((3, 3, 1), "tiny"),
        ((9, 40, 3), "tiny"),
        ((10, 10, 1), "character"),
        ((15, 28, 3), "character"),
        ((1, 100, 1), "tiny"),
        ((12, 80, 3), "character"),
        ((28, 28, 1), "character"),
        ((16, 16, 3), "small picture"),
        ((32, 32, 3), "small picture"),
        ((41, 16, 1), "picture"),
    ],
)
def test_the_kind_of_images_follows_from_their_shape(shape, kind):
    assert image_kind(shape) == kind


def test_an_unknown_net_gets_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'Unknown net "minst".*Did you mean "mnist"\?'):
        load_net("minst")
    with pytest.raises(UnknownNameError, match=r"Known: mnist, .*a \.json or model file\."):
        load_net("no/such/file.json")


@pytest.fixture
def net_file(tmp_path):
    path = tmp_path / "net.json"
    path.write_text(net_to_text(load_net("mnist")), encoding="utf-8")
    return str(path)


def test_a_net_comes_from_a_file_as_it_is_written(net_file):
    assert load_net(net_file) == load_net("mnist")
    assert load_net(net_file, (28, 28, 1), 10) == load_net("mnist")


def test_a_file_for_another_shape_is_refused(net_file):
    expected = r"net\.json: the input shape is \(28, 28, 1\)\. The data has \(32, 32, 3\)\. Change"
    with pytest.raises(ConvscopeError, match=expected):
        load_net(net_file, (32, 32, 3), 10)


def test_a_file_for_another_number_of_classes_is_refused(net_file):
    expected = r"the number of classes is 10\. The data has 7\. Change the number of classes in"
    with pytest.raises(ConvscopeError, match=expected):
        load_net(net_file, (28, 28, 1), 7)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "net.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConvscopeError, match=r"net\.json is no text\. Expected a net"):
        load_net(str(path))


def test_parameters_keep_the_order_of_the_layers():
    net = load_net("mnist")
    assert list(net.parameter_shapes) == [
        "conv2d.kernel",
        "conv2d.bias",
        "conv2d_1.kernel",
        "conv2d_1.bias",
        "dense.kernel",
        "dense.bias",
    ]
