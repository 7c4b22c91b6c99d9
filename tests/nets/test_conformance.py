"""Every layer kind through the engine and the arithmetic: same outputs, same gradients."""

import json
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch

from convscope.architecture import (
    ACTIVATIONS,
    CATALOGUE,
    LAYER_KINDS,
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    Layer,
    LayerNormalization,
    MaxPooling2D,
    Normalization,
    PReLU,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    ReLU,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    Shape,
    SpatialDropout2D,
    ZeroPadding2D,
    load_net,
)
from convscope.arithmetic import backward, forward, loss_target, output_target, preprocess
from convscope.arithmetic.inspector.regions import region_of_input
from convscope.engine.network import build_network
from convscope.engine.network.activations import ACTIVATION_FUNCTIONS
from convscope.model_file import Model
from convscope.telling import explain
from dependence import bounds, dependence

IMAGE = (11, 7, 3)  # sizes that are all different primes show every swapped axis
VECTOR = (13,)
BATCH = 2

PADDINGS = ("valid", "same")
STRIDES = ((1, 1), (2, 2), (2, 3), (3, 1))
MOVES = ((("wrap", "nearest", 0.5), 0.25), (("constant", "bilinear", 0.0), 0.75))
CASES: dict[str, list[tuple[Layer, Shape]]] = {
    "Rescaling": [(Rescaling(0.5, -1.0), IMAGE), (Rescaling(3.0), VECTOR)],
    "Normalization": [
        *((Normalization(), shape) for shape in (IMAGE, VECTOR)),
        (Normalization(invert=True), IMAGE),
        (Normalization((0.5, 1, -2), (0.3, 4, 0.01)), IMAGE),
        (Normalization(0.5, 2, invert=True), VECTOR),
        (Normalization((0.5,), (0.01,)), (1, 1, 1)),
    ],
    "Resizing": [
        (Resizing(*size, kind, crop, pad, fill), IMAGE)
        for size, kind, (crop, pad, fill) in product(
            ((5, 13), (13, 5), (11, 7), (1, 1), (3, 8)),
            ("bilinear", "nearest"),
            ((False, False, 0), (True, False, 0), (False, True, 0), (False, True, 0.75)),
        )
    ],
    "CenterCrop": [(CenterCrop(*size), IMAGE) for size in ((5, 3), (11, 7), (4, 6), (13, 3))],
    "RandomCrop": [(RandomCrop(*size), IMAGE) for size in ((5, 3), (11, 7), (4, 6), (13, 3))],
    "RandomFlip": [(RandomFlip(mode), IMAGE) for mode in ("horizontal", "vertical")],
    "RandomRotation": [(RandomRotation(*m, factor=f), IMAGE) for m, f in MOVES],
    "RandomZoom": [
        (RandomZoom(*m, height_factor=f, width_factor=w), IMAGE)
        for (m, f), w in zip(MOVES, (None, (-0.5, 0.25)), strict=True)
    ],
    "RandomTranslation": [
        (RandomTranslation(*m, height_factor=f, width_factor=f / 2), IMAGE) for m, f in MOVES
    ],
    "RandomContrast": [
        (RandomContrast(f, r), IMAGE) for f, r in ((0.4, (0, 1)), ((0.1, 1), (0, 255)))
    ],
    "RandomBrightness": [
        (RandomBrightness(f, r), IMAGE) for f, r in ((0.4, (0, 1)), ((0.1, 0.2), (-1, 1)))
    ],
    "ZeroPadding2D": [(ZeroPadding2D(p), IMAGE) for p in (1, (0, 2), ((1, 2), (3, 0)))],
    "Cropping2D": [(Cropping2D(p), IMAGE) for p in (1, (0, 2), ((1, 2), (3, 0)))],
    "Conv2D": [
        (Conv2D(5, kernel, strides, padding, activation=activation), IMAGE)
        for kernel, strides, padding, activation in product(
            ((3, 2), (5, 4)), STRIDES, PADDINGS, ("linear", "relu", "softmax")
        )
    ]
    + [(Conv2D(5, (3, 2), (2, 1), activation=activation), IMAGE) for activation in ACTIVATIONS]
    + [(Conv2D(5, (2, 3), padding=p, use_bias=False), IMAGE) for p in PADDINGS]
    + [(Conv2D(2, (1, 1), (3, 2), p), IMAGE) for p in PADDINGS]
    + [
        (Conv2D(6, (3, 2), padding=p, dilation_rate=rate, groups=groups), IMAGE)
        for p, rate, groups in product(PADDINGS, ((1, 1), (2, 3), (4, 1)), (1, 3))
    ]
    + [(Conv2D(9, (2, 3), (2, 1), p, groups=3, activation="relu"), IMAGE) for p in PADDINGS],
    "DepthwiseConv2D": [
        (DepthwiseConv2D((3, 2), strides, p, multiplier, activation=activation), IMAGE)
        for strides, p, multiplier, activation in product(
            STRIDES, PADDINGS, (1, 2), ("relu", "softmax")
        )
    ]
    + [
        (DepthwiseConv2D((2, 3), padding=p, dilation_rate=rate, use_bias=False), IMAGE)
        for p, rate in product(PADDINGS, ((2, 3), (4, 1)))
    ],
    "SeparableConv2D": [
        (SeparableConv2D(5, (3, 2), strides, p, depth_multiplier=m, activation=a), IMAGE)
        for strides, p, m, a in product(STRIDES, PADDINGS, (1, 2), ("relu", "softmax"))
    ]
    + [
        (SeparableConv2D(2, (2, 3), padding=p, dilation_rate=rate, use_bias=False), IMAGE)
        for p, rate in product(PADDINGS, ((2, 3), (4, 1)))
    ],
    "Conv2DTranspose": [
        (Conv2DTranspose(5, kernel, strides, padding, activation=activation), IMAGE)
        for kernel, strides, padding, activation in product(
            ((3, 2), (4, 5)), STRIDES, PADDINGS, ("relu", "softmax")
        )
    ]
    + [(Conv2DTranspose(2, (1, 2), (3, 2), p, use_bias=False), IMAGE) for p in PADDINGS]
    + [
        (Conv2DTranspose(3, (3, 4), (2, 3), padding, more), IMAGE)
        for padding, more in product(PADDINGS, (0, (1, 2), (0, 1)))
    ]
    + [
        (Conv2DTranspose(4, (3, 2), padding=p, dilation_rate=rate), IMAGE)
        for p, rate in product(PADDINGS, ((2, 3), (4, 1)))
    ],
    "MaxPooling2D": [
        (MaxPooling2D(pool, strides, padding), IMAGE)
        for pool, strides, padding in product(((2, 2), (3, 2)), (*STRIDES, None), PADDINGS)
    ],
    "AveragePooling2D": [
        (AveragePooling2D(pool, strides, padding), IMAGE)
        for pool, strides, padding in product(((2, 2), (3, 2)), (*STRIDES, None), PADDINGS)
    ],
    "GlobalAveragePooling2D": [(GlobalAveragePooling2D(keepdims=k), IMAGE) for k in (True, False)],
    "GlobalMaxPooling2D": [(GlobalMaxPooling2D(keepdims=k), IMAGE) for k in (True, False)],
    "BatchNormalization": [
        (BatchNormalization(momentum, epsilon), shape)
        for (momentum, epsilon), shape in product(((0.9, 1e-3), (0.99, 0.1)), (IMAGE, VECTOR))
    ],
    "LayerNormalization": [
        (LayerNormalization(epsilon, center, scale), shape)
        for (epsilon, center, scale), shape in product(
            ((1e-3, True, True), (0.1, False, True), (0.01, True, False)), (IMAGE, VECTOR)
        )
    ],
    "Activation": [(Activation(a), shape) for a, shape in product(ACTIVATIONS, (IMAGE, VECTOR))],
    "ReLU": [
        (ReLU(most, slope, threshold), shape)
        for (most, slope, threshold), shape in product(
            ((None, 0.3, 0.0), (0.9, 0.0, 0.2), (1.1, 0.25, 0.5)), (IMAGE, VECTOR)
        )
    ],
    "PReLU": [
        *((PReLU(axes), IMAGE) for axes in (None, (1, 2), 1, (2, 3))),
        *((PReLU(axes), VECTOR) for axes in (None, 1)),
    ],
    "Flatten": [(Flatten(), IMAGE), (Flatten(), VECTOR)],
    "Reshape": [
        (Reshape((7, -1, 11)), IMAGE),
        (Reshape((-1,)), IMAGE),
        (Reshape((1, 13, 1)), VECTOR),
    ],
    "Dropout": [(Dropout(0.4), IMAGE), (Dropout(0.0), VECTOR)],
    "SpatialDropout2D": [(SpatialDropout2D(rate), IMAGE) for rate in (0.4, 0.0)],
    "GaussianNoise": [(GaussianNoise(0.4), IMAGE), (GaussianNoise(1), VECTOR)],
    "Dense": [
        (Dense(units, activation, use_bias), VECTOR)
        for units, activation, use_bias in product((1, 5), ACTIVATIONS, (True, False))
    ],
}
ALL_CASES = [case for cases in CASES.values() for case in cases]


CONSTANT = (Dense(1, "softmax"), Dense(1, "softmax", use_bias=False))
"""Their one share is always 1: nothing moves it."""


@dataclass
class LargestErrors:
    """The largest differences seen, printed at the end so that a slow drift is noticed."""

    output: float = 0.0
    gradient: float = 0.0
    finite_difference: float = 0.0


@pytest.fixture(scope="module")
def errors():
    largest = LargestErrors()
    yield largest
    print(
        f"\nconformance: {len(ALL_CASES)} layer cases, {len(CATALOGUE)} whole nets; largest error "
        f"of outputs {largest.output:.1e}, of gradients {largest.gradient:.1e}, "
        f"against finite differences {largest.finite_difference:.1e}"
    )


def test_every_layer_kind_has_cases_and_every_option_two_values():
    of_one = {name for name, kind in LAYER_KINDS.items() if not kind.joins}
    assert {kind for kind, cases in CASES.items() if cases} == of_one
    assert all(layer.kind == kind for kind, cases in CASES.items() for layer, _ in cases)
    for kind, cases in CASES.items():
        for option in LAYER_KINDS[kind].option_names():
            assert len({getattr(layer, option) for layer, _ in cases}) >= 2, (kind, option)


@pytest.mark.parametrize("kind", ["Conv2D", "Dense", "Activation"])
def test_every_activation_has_cases(kind):
    assert {layer.activation for layer, _ in CASES[kind]} == set(ACTIVATIONS)


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=lambda value: str(value))
def test_a_layer_conforms(layer, shape, errors):
    expect_same(Architecture(Input(shape), (layer,)), 17, errors)


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=lambda value: str(value))
def test_gradients_are_finite_differences(layer, shape, errors):
    """Checks ∂L/∂x along random directions d: (L(x + h d) − L(x − h d)) / 2h, in float64."""
    architecture = Architecture(Input(shape), (layer,))
    random = np.random.default_rng(23)
    arrays = {
        name: values.astype(np.float64) for name, values in random_weights(architecture, 23).items()
    }
    arrays["inputs"] = random.normal(size=(BATCH, *shape))
    output = outputs_of(architecture, arrays)
    assert output.dtype == np.float64
    gradient = random.normal(size=output.shape)
    values = forward(architecture, arrays, arrays["inputs"])
    found = backward(architecture, arrays, values, output_target(architecture, gradient))
    h = 1e-6
    for name, expected in {"inputs": found.inputs, **found.weights}.items():
        for _ in range(3):
            direction = random.normal(size=expected.shape) / np.sqrt(expected.size)
            after = outputs_of(architecture, {**arrays, name: arrays[name] + h * direction})
            before = outputs_of(architecture, {**arrays, name: arrays[name] - h * direction})
            slope = float((gradient * (after - before)).sum() / (2 * h))
            difference = abs(float((expected * direction).sum()) - slope)
            assert difference < 1e-6, name
            errors.finite_difference = max(errors.finite_difference, difference)


@pytest.mark.parametrize(("layer", "shape"), ALL_CASES, ids=lambda value: str(value))
def test_a_receptive_field_is_what_moves_a_neuron(layer, shape):
    """Changes every place of the input; `tests/data/layer_kinds.json` declares what is expected."""
    net = Architecture(Input(shape), (layer,))
    (step,), places = net.steps, shape[:2]
    moves = dependence(net, step.layer.name, places_only=True)  # (places, *output)
    if moves.ndim == 4 and not layer.recounts:
        moves = moves.any(-1, keepdims=True)  # a place that moves one channel is seen by all
    for position in np.ndindex(*moves.shape[1:]):
        region = [list(ends) for ends in region_of_input(net, step, position).values()][:2]
        sees_nothing = layer in CONSTANT or any(first == end for first, end in region)
        expected = [[0, 0] for _ in places] if sees_nothing else region
        assert bounds(moves[:, *position], places) == expected, position


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_named_net_conforms(name, errors):
    net = CATALOGUE[name]
    small = (19, 17, net.input_shape[2]) if name in ("kuzushiji", "photos") else net.input_shape
    architecture = net.build(small)
    values, scores, network = both(architecture, 5, scale=0.3)
    last = values[-1]
    np.testing.assert_allclose(last, scores, rtol=1e-5, atol=1e-5)
    assert network.architecture is architecture
    errors.output = max(errors.output, float(np.abs(last - scores).max()))


@pytest.mark.parametrize("activation", ["softmax", "linear", "sigmoid"])
def test_the_loss_and_its_gradients_conform(activation):
    architecture = Architecture(Input((5,)), (Dense(4, "tanh"), Dense(3, activation)))
    weights = random_weights(architecture, 3)
    inputs = np.random.default_rng(4).normal(size=(2, 5)).astype(np.float32)
    labels = np.array([2, 0])
    values = forward(architecture, weights, inputs)
    target = loss_target(architecture, values, labels)
    gradients = backward(architecture, weights, values, target)

    network = build_network(architecture, weights)
    scores = network.scores(torch.from_numpy(inputs))
    one_hot = torch.nn.functional.one_hot(torch.from_numpy(labels), 3).float()
    loss = (
        torch.nn.functional.binary_cross_entropy_with_logits(scores, one_hot)
        if activation == "sigmoid"
        else torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels))
    )
    loss.backward()
    assert target.value == pytest.approx(float(loss.detach()), abs=1e-5)
    found = named_gradients(network)
    for name, gradient in gradients.weights.items():
        np.testing.assert_allclose(gradient, found[name], rtol=1e-4, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("shape", [IMAGE, VECTOR], ids=str)
def test_normalization_in_training_conforms(shape):
    architecture = Architecture(Input(shape), (BatchNormalization(momentum=0.8),))
    weights = random_weights(architecture, 7)
    random = np.random.default_rng(8)
    inputs = random.normal(2, 3, (5, *shape)).astype(np.float32)
    values = forward(architecture, weights, inputs, training=True)["batch_normalization"]
    gradient = random.normal(size=values.activation.shape).astype(np.float32)
    found = backward(
        architecture,
        weights,
        {"batch_normalization": values},
        output_target(architecture, gradient),
    )

    network = build_network(architecture, weights).train()
    tensor = torch.from_numpy(inputs).requires_grad_()
    outputs = channels_last(network.scores(tensor))
    outputs.backward(torch.from_numpy(gradient))
    module = network.layers[0]
    np.testing.assert_allclose(values.activation, outputs.detach(), atol=1e-5)
    np.testing.assert_allclose(found.inputs, tensor.grad, atol=1e-4)
    np.testing.assert_allclose(found.weights["batch_normalization.gamma"], module.gamma.grad, 1e-4)
    np.testing.assert_allclose(values.memory["moving_mean"], module.moving_mean, rtol=1e-5)
    np.testing.assert_allclose(values.memory["moving_variance"], module.moving_variance, rtol=1e-5)


@pytest.mark.parametrize("name", ["pooled", "normalized", "vector", "mnist"])
def test_explanations_show_the_engines_numbers(name):
    """Checks each layer's output, and the loss's gradient there, against autograd."""
    architecture = golden_net(name) if name != "mnist" else load_net(name)
    weights = random_weights(architecture, 13)
    image = np.random.default_rng(13).integers(0, 256, architecture.input.shape).astype(np.uint8)
    explanation = explain(Model(architecture, weights), image)
    outputs = engine_outputs(architecture, weights, image)
    last = outputs[architecture.layers[-1].name]
    loss_of(last, architecture.output_activation).backward()
    gradients = explanation.gradients("loss", label=0)
    for layer in explanation.layers:
        expected = outputs[layer.name]
        found = layer.activation
        np.testing.assert_allclose(found, expected.detach()[0], rtol=1e-5, atol=1e-5)
        if layer.name in gradients.activations:
            gradient = gradients.activations[layer.name]
            np.testing.assert_allclose(gradient, expected.grad, rtol=1e-4, atol=1e-5)
        for neuron in explanation.strongest(layer.name, 3):
            total = sum(term.product for term in neuron.terms) + neuron.bias
            assert total == pytest.approx(neuron.pre_activation, abs=1e-9)
            assert neuron.activation == pytest.approx(
                float(expected[(0, *neuron.position)].detach()), rel=1e-5, abs=1e-5
            )


def golden_net(name):
    path = Path(__file__).parents[1] / "data" / "golden" / f"{name}.json"
    return Architecture.from_json(json.loads(path.read_text(encoding="utf-8"))["architecture"])


def engine_outputs(architecture, weights, image):
    """Returns each layer's output, channels last, with autograd keeping its gradient."""
    network = build_network(architecture, weights, rewrite=False).eval()
    values = torch.from_numpy(preprocess(image[None], architecture)).requires_grad_()
    values = values.permute(0, 3, 1, 2) if values.dim() == 4 else values
    outputs = {}
    for step, module in zip(architecture.steps, network.layers, strict=True):
        values = module(values)
        if step is architecture.steps[-1]:
            values = ACTIVATION_FUNCTIONS[network.output_activation](values)
        shown = channels_last(values)
        shown.retain_grad()
        outputs[step.layer.name] = shown
        values = shown.permute(0, 3, 1, 2) if shown.dim() == 4 else shown
    return outputs


def loss_of(outputs, activation):
    """Returns the loss that belongs to an output activation, for class 0."""
    if activation == "linear":
        return torch.nn.functional.cross_entropy(outputs, torch.tensor([0]))
    if activation == "softmax":
        return -outputs[0, 0].log()
    return torch.nn.functional.binary_cross_entropy(outputs, torch.zeros_like(outputs))


def expect_same(architecture, seed, errors):
    """Compares outputs, and gradients with respect to inputs and weights."""
    weights = random_weights(architecture, seed)
    random = np.random.default_rng(seed)
    inputs = random.normal(size=(BATCH, *architecture.input.shape)).astype(np.float32)
    values = forward(architecture, weights, inputs)
    output = values[architecture.layers[-1].name].activation
    assert output.dtype == np.float32
    gradient = random.normal(size=output.shape).astype(np.float32)
    found = backward(architecture, weights, values, output_target(architecture, gradient))
    assert found.inputs.dtype == np.float32

    network = build_network(architecture, weights, rewrite=False).eval()
    tensor = torch.from_numpy(inputs).requires_grad_()
    expected = network(tensor)
    np.testing.assert_allclose(output, expected.detach(), rtol=1e-5, atol=1e-5)
    errors.output = max(errors.output, float(np.abs(output - expected.detach().numpy()).max()))
    expected.backward(torch.from_numpy(gradient))
    pairs = [(found.inputs, tensor.grad.numpy())]
    expected_weights = named_gradients(network)
    assert set(found.weights) == set(expected_weights)
    pairs += [(found.weights[name], expected_weights[name]) for name in found.weights]
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)
        errors.gradient = max(errors.gradient, float(np.abs(ours - theirs).max()))


def both(architecture, seed, scale):
    """Returns the arithmetic's outputs by layer, the engine's outputs, and the network."""
    weights = random_weights(architecture, seed, scale)
    low, high = architecture.input.value_range
    shape = (BATCH, *architecture.input.shape)
    inputs = np.random.default_rng(seed).uniform(low, high, shape).astype(np.float32)
    values = forward(architecture, weights, inputs)
    network = build_network(architecture, weights).eval()
    with torch.inference_mode():
        outputs = network(torch.from_numpy(inputs)).numpy()
    return [layer.activation for layer in values.values()], outputs, network


def outputs_of(architecture, arrays):
    return forward(architecture, arrays, arrays["inputs"])[architecture.layers[-1].name].activation


def random_weights(architecture, seed, scale=1.0):
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in architecture.parameter_shapes.items():
        fan_in = max(int(np.prod(shape[:-1])), 1)
        values = random.normal(0, scale / np.sqrt(fan_in), shape)
        is_variance = name.endswith("variance")
        weights[name] = (np.abs(values) + 0.1 if is_variance else values).astype(np.float32)
    return weights


def channels_last(tensor):
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def named_gradients(network):
    """Returns the engine's weight gradients under our names and in Keras' axis order."""
    gradients = {}
    for step, module in zip(network.architecture.steps, network.layers, strict=True):
        for name, tensor in module.named_parameters(recurse=False):
            order = getattr(module, "to_keras", {}).get(name)
            gradient = tensor.grad.permute(order) if order else tensor.grad
            gradients[f"{step.layer.name}.{name}"] = gradient.numpy()
    return gradients
