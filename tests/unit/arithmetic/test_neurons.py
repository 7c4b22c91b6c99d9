"""Every neuron of small nets with every layer kind: its terms add up, forwards and backwards."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from convscope.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    Conv2D,
    Conv2DTranspose,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    load_net,
)
from convscope.arithmetic import Target, backward, forward
from convscope.arithmetic.inspector.connection_table import CONNECTIONS
from convscope.arithmetic.inspector.connections import LayerContext
from convscope.telling import explain
from convscope.telling.describe_neuron import what_it_does

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
NETS = {
    path.stem: Architecture.from_json(json.loads(path.read_text(encoding="utf-8"))["architecture"])
    for path in sorted(GOLDEN.glob("*.json"))
    if path.stem != "graph"  # `tests/nets/test_graph_conformance.py` has several of them
}
NETS["inner softmax"] = Architecture(
    Input((3, 3, 2)),
    (
        MaxPooling2D((2, 2), (1, 1), "same"),
        Activation("softmax"),
        AveragePooling2D((3, 2), (2, 1)),
        Flatten(),
        Dense(4, "softmax"),
        Dense(3, "tanh"),
    ),
)


def explained(net, seed=3):
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in net.parameter_shapes.items():
        low = 0.1 if name.endswith("variance") else -1.0
        weights[name] = random.uniform(low, 1, shape).astype(np.float32)
    image = random.integers(0, 256, net.input.shape).astype(np.uint8)
    return explain(SimpleNamespace(architecture=net, weights=weights, class_names=()), image)


@pytest.fixture(params=NETS)
def explanation(request):
    return explained(NETS[request.param])


def all_neurons(explanation):
    for layer in explanation.layers:
        for position in np.ndindex(*layer.step.output_shape):
            yield layer, explanation.neuron(layer.name, *position)


def test_terms_add_up_to_the_layers_output(explanation):
    for layer, neuron in all_neurons(explanation):
        assert neuron.sum == pytest.approx(sum(t.input * t.weight for t in neuron.terms))
        assert neuron.pre_activation == pytest.approx(neuron.sum + neuron.bias)
        assert neuron.pre_activation == pytest.approx(layer.pre_activation[neuron.position])
        assert neuron.activation == layer.activation[neuron.position]
        for term in neuron.terms:
            assert term.product == pytest.approx(term.input * term.weight)
            assert not term.is_padding or term.input == 0


def test_terms_name_the_values_of_the_layer_before(explanation):
    before = {"input": explanation.inputs} | {
        layer.name: layer.activation for layer in explanation.layers
    }
    for _, neuron in all_neurons(explanation):
        source = before[neuron.input_layer]
        assert source.shape == neuron.input_shape
        for term in neuron.terms:
            inside = all(0 <= i < s for i, s in zip(term.position, source.shape, strict=True))
            assert inside is not term.is_padding
            assert term.is_padding or term.input == source[term.position]


def test_regions_are_tight_around_the_terms_of_all_neurons_that_softmax_compares(explanation):
    for layer, neuron in all_neurons(explanation):
        *place, own = neuron.position
        axis_size = layer.step.output_shape[-1]
        compared = range(axis_size) if neuron.softmax else (own,)
        others = [explanation.neuron(layer.name, *place, index) for index in compared]
        real = [t.position for other in others for t in other.terms if not t.is_padding]
        for axis, (first, end) in enumerate(neuron.region.values()):
            indices = [position[axis] for position in real] or [0]
            assert (first, end) == (min(indices), max(indices) + 1 if real else 0)


def test_regions_of_the_image_lie_inside_it(explanation):
    shape = explanation.architecture.input.shape
    for _, neuron in all_neurons(explanation):
        for (first, end), size in zip(neuron.input_region.values(), shape, strict=True):
            assert 0 <= first <= end <= size


@pytest.mark.parametrize("target", ["loss", "logit"])
def test_terms_of_the_way_back_add_up(explanation, target):
    choice = {"label": 0} if target == "loss" else {"class_index": 0}
    gradients = explanation.gradients(target, **choice)
    for layer, neuron in all_neurons(explanation):
        found = neuron.backward(target, **choice)
        name, position = layer.name, neuron.position
        own = float(gradients.pre_activations[name][0][position])
        assert found.pre_activation_gradient == own
        if found.origin:
            assert found.activation_gradient is None
            continue
        total = sum(term.weight * term.gradient for term in found.terms)
        assert total == pytest.approx(float(gradients.activations[name][0][position]), abs=1e-12)
        assert found.activation_gradient == pytest.approx(total)
        if found.slope is None:
            assert sum(t.product for t in found.softmax_terms) == pytest.approx(own, abs=1e-12)
        else:
            assert total * found.slope == pytest.approx(own, abs=1e-12)


def places_of_weights(step, position):
    """Returns where in its kernel the weights of a neuron's terms stand."""
    shape = step.parameter_shapes["kernel"]
    tensors = {"kernel": np.arange(np.prod(shape), dtype=float).reshape(shape)}
    context = LayerContext(step, tensors, np.zeros(step.input_shape))
    found, _ = CONNECTIONS[step.layer.kind].gather(context, position)
    return found.weights.astype(int)


def test_shares_of_all_neurons_add_up_to_whole_gradients(explanation):
    gradients = explanation.gradients("loss", label=0)
    for layer in explanation.layers:
        name = layer.name
        inputs = np.zeros(layer.step.input_shape)
        tensors = {t: np.zeros(s) for t, s in layer.step.parameter_shapes.items()}
        for position in np.ndindex(*layer.step.output_shape):
            found = explanation.neuron(name, *position).backward("loss", label=0)
            for share in found.inputs:
                if not share.is_padding:
                    inputs[share.position] += share.input_share
            if "kernel" in tensors:
                weight_shares = [share.weight_share for share in found.inputs]
                places = places_of_weights(layer.step, position)
                np.add.at(tensors["kernel"].reshape(-1), places, weight_shares)
            for share in found.tensors:
                shape = tensors[share.name].shape
                own = zip(position[len(position) - len(shape) :], shape, strict=True)
                at = tuple(0 if size == 1 else index for index, size in own)  # axes that are shared
                tensors[share.name][at] += share.share
                whole = gradients.weights[f"{name}.{share.name}"][at]
                assert share.gradient == pytest.approx(float(whole), abs=1e-12)
        first = explanation.neuron(name, *(0 for _ in layer.step.output_shape))
        whole = gradients.activations.get(first.input_layer, gradients.inputs)[0]
        np.testing.assert_allclose(inputs, whole, atol=1e-10)
        for tensor, shares in tensors.items():
            is_shared = tensor in ("depthwise_kernel", "pointwise_kernel")  # no weight is one value
            if tensor not in layer.step.layer.non_trainable and not is_shared:
                whole = gradients.weights[f"{name}.{tensor}"]
                np.testing.assert_allclose(shares, whole, atol=1e-10, err_msg=tensor)


def gradient_of_neuron(explanation, layer, position):
    """Returns ∂neuron/∂image through the layers up to it."""
    net, weights = explanation.architecture, explanation._weights
    values = forward(net, weights, explanation.inputs[None])
    one = np.zeros_like(values[layer].pre_activation)
    one[0][position] = 1
    target = Target("neuron", 0.0, layer, one, True, "")
    return backward(net, weights, values, target).inputs[0]


def test_a_neuron_depends_only_on_its_region():
    net = Architecture(
        Input((9, 8, 1)),
        (
            Conv2D(2, (3, 2), (2, 1), "same", activation="tanh"),
            MaxPooling2D(),
            Conv2D(1, (2, 2)),
            Flatten(),
        ),
    )
    explanation = explained(net)
    for layer, neuron in all_neurons(explanation):
        gradient = gradient_of_neuron(explanation, layer.name, neuron.position)
        rows, columns, _ = (slice(*bounds) for bounds in neuron.input_region.values())
        outside = gradient.copy()
        outside[rows, columns] = 0
        assert not outside.any()
        assert gradient[rows, columns].any()


def test_max_pooling_names_its_winner():
    explanation = explained(Architecture(Input((5, 4, 2)), (MaxPooling2D(padding="same"),)))
    for _, neuron in all_neurons(explanation):
        assert neuron.winner is not None
        assert explanation.inputs[neuron.winner] == neuron.activation
        assert sum(term.weight for term in neuron.terms) == 1
        assert max(t.input for t in neuron.terms if not t.is_padding) == neuron.activation


def test_padding_never_wins_over_negative_values():
    net = Architecture(Input((3, 3, 1), (-2.0, -1.0)), (MaxPooling2D(padding="same"),))
    neuron = explained(net).neuron("max_pooling2d", 1, 1, 0)
    assert [term.is_padding for term in neuron.terms] == [False, True, True, True]
    assert neuron.winner == (2, 2, 0)
    assert neuron.pre_activation == neuron.activation < 0


def test_the_kernel_has_the_shape_of_the_window():
    explanation = explained(Architecture(Input((6, 7, 3)), (Conv2D(5, (3, 2), padding="same"),)))
    neuron = explanation.neuron("conv2d", 5, 6, 4)
    assert neuron.window == (3, 2, 3)
    kernel = explanation._weights["conv2d.kernel"][..., 4]
    np.testing.assert_array_equal(neuron.kernel, kernel)
    assert neuron.region == {"rows": (4, 6), "columns": (6, 7), "channels": (0, 3)}


def test_what_reaches_a_neuron_of_a_transposed_convolution_is_told():
    net = Architecture(Input((3, 3, 2)), (Conv2DTranspose(2, (3, 2), (2, 3), "same"),))
    explanation = explained(net)
    neuron = explanation.neuron("conv2d_transpose", 4, 3, 1)
    kernel = explanation._weights["conv2d_transpose.kernel"]
    assert [term.position for term in neuron.terms] == [(1, 1, 0), (1, 1, 1), (2, 1, 0), (2, 1, 1)]
    expected = [*kernel[2, 0, 1], *kernel[0, 0, 1]]
    assert [term.weight for term in neuron.terms] == expected
    assert neuron.window == (2, 1, 2)
    told = what_it_does(neuron)
    assert "each of these 4 values" in told.lower()
    assert "the weight with which its own window reaches this place" in told


def test_a_neuron_that_no_window_reaches_is_its_bias():
    net = Architecture(Input((3, 3, 2)), (Conv2DTranspose(2, 1, 2),))
    explanation = explained(net)
    neuron = explanation.neuron("conv2d_transpose", 1, 2, 1)
    assert (neuron.terms, neuron.window) == ((), None)
    assert neuron.activation == explanation._weights["conv2d_transpose.bias"][1]
    assert neuron.region == {"rows": (0, 0), "columns": (0, 0), "channels": (0, 0)}
    assert what_it_does(neuron) == "No window of input reaches it: its value is the bias."


def test_every_exponential_of_a_softmax_is_there():
    explanation = explained(NETS["pooled"])
    neuron = explanation.neuron("dense", 1)
    softmax = neuron.softmax
    assert softmax.sum == pytest.approx(sum(e.exponential for e in softmax.exponentials))
    assert softmax.exponentials[1].exponential / softmax.sum == pytest.approx(neuron.activation)
    assert [e.pre_activation for e in softmax.exponentials] == list(
        explanation.layer("dense").pre_activation
    )


def test_normalization_line_by_line():
    explanation = explained(NETS["normalized"])
    neuron = explanation.neuron("batch_normalization", 1, 2, 1)
    value = {
        name: explanation._weights[f"batch_normalization.{name}"][1]
        for name in ("gamma", "beta", "moving_mean", "moving_variance")
    }
    x = explanation.layer("conv2d").activation[1, 2, 1]
    spread = np.sqrt(value["moving_variance"] + 1e-3)
    centred = x - value["moving_mean"]
    lines = [centred, spread, centred / spread, centred / spread * value["gamma"]]
    assert [step.value for step in neuron.steps[:-1]] == pytest.approx(lines)
    assert neuron.steps[-1].value == pytest.approx(neuron.activation)


def test_strongest_neurons_come_first():
    explanation = explained(NETS["pooled"])
    strongest = explanation.strongest("max_pooling2d", 4)
    values = [neuron.activation for neuron in strongest]
    expected = np.sort(explanation.layer("max_pooling2d").activation.ravel())[::-1][:4]
    assert values == list(expected)


def test_the_walk_passes_every_layer():
    explanation = explained(NETS["normalized"])
    walk = explanation.walk()
    assert [neuron.layer for neuron in walk.neurons] == [la.name for la in explanation.layers]
    assert walk.class_name == explanation.verdict.class_name
    for neuron, layer in zip(walk.neurons, explanation.layers, strict=True):
        assert neuron.activation == layer.activation.max()


@pytest.mark.parametrize(
    ("layers", "names", "expected"),
    [
        ((Dense(3, "softmax"),), ("a", "b", "c"), "abc"),
        ((Dense(3),), (), "012"),
        ((Dense(1, "sigmoid"),), ("no", "yes"), ["no", "yes"]),
    ],
)
def test_the_verdict_is_the_most_probable_class(layers, names, expected):
    net = Architecture(Input((4,)), layers)
    weights = {n: np.ones(s, np.float32) for n, s in net.parameter_shapes.items()}
    weights[f"{net.layers[0].name}.bias"][-1] = 2
    model = SimpleNamespace(architecture=net, weights=weights, class_names=names)
    explanation = explain(model, np.array([0.1, 0.5, 0.2, 0.9]))
    assert explanation.verdict.class_name == expected[-1]
    assert explanation.probabilities.dtype == np.float32
    assert explanation.verdict.probability == pytest.approx(explanation.probabilities.max())
    assert explanation.probabilities.sum() == pytest.approx(1)


def test_circle_and_cross_with_two_sigmoids():
    explanation = explained(load_net("circle-cross"))
    np.testing.assert_allclose(
        explanation.probabilities, explanation.layer("dense_1").activation, rtol=1e-6
    )
