"""Nets that are graphs through engine and arithmetic: outputs, gradients, terms, regions."""

import numpy as np
import pytest
import torch

from convscope.architecture import Architecture, Conv2D, Flatten, Input, MaxPooling2D
from convscope.arithmetic import backward, forward, loss_target, output_target
from convscope.arithmetic.inspector.regions import region_of_input
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.network.layer_outputs import layer_outputs
from convscope.engine.network.pooled_convolution import PooledConvolution
from convscope.engine.network.silent_units import silent_shares
from convscope.insight.measures.cam_layer import choose_cam_layer
from convscope.insight.measures.model_classifier import from_model
from convscope.model_file import Model, read_model, write_model
from convscope.telling import explain
from dependence import bounds, dependence
from graph_nets import LAYERS, graph, same

BATCH = 3


def weights_of(net, seed=3):
    """Returns weights none of which is neutral."""
    random = np.random.default_rng(seed)
    return {
        name: (values + random.uniform(-0.3, 0.3, values.shape)).astype(np.float32)
        if not name.endswith("variance")
        else (values + random.uniform(0, 0.5, values.shape)).astype(np.float32)
        for name, values in initial_weights(net, seed).items()
    }


def inputs_of(net, seed=4):
    random = np.random.default_rng(seed)
    return random.normal(size=(BATCH, *net.input.shape)).astype(np.float32)


def gradients_by_name(network):
    found = {}
    for step, module in zip(network.architecture.steps, network.layers, strict=True):
        for name, tensor in module.named_parameters(recurse=False):
            order = getattr(module, "to_keras", {}).get(name)
            found[f"{step.layer.name}.{name}"] = (
                tensor.grad.permute(order) if order else tensor.grad
            ).numpy()
    return found


@pytest.mark.parametrize("rewrite", [False, True])
@pytest.mark.parametrize("name", LAYERS)
def test_outputs_and_gradients_are_the_same(name, rewrite):
    net = graph(name)
    weights, inputs = weights_of(net), inputs_of(net)
    values = forward(net, weights, inputs)
    output = values[net.layers[-1].name].activation
    assert output.dtype == np.float32
    gradient = np.random.default_rng(5).normal(size=output.shape).astype(np.float32)
    found = backward(net, weights, values, output_target(net, gradient))

    network = build_network(net, weights, rewrite).eval()
    tensor = torch.from_numpy(inputs).requires_grad_()
    expected = network(tensor)
    np.testing.assert_allclose(output, expected.detach(), rtol=1e-5, atol=1e-5)
    expected.backward(torch.from_numpy(gradient))
    np.testing.assert_allclose(found.inputs, tensor.grad, rtol=1e-4, atol=1e-5)
    by_engine = gradients_by_name(network)
    assert set(found.weights) == set(by_engine)
    for tensor_name, values_ in found.weights.items():
        np.testing.assert_allclose(values_, by_engine[tensor_name], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", LAYERS)
def test_gradients_are_finite_differences(name):
    net = graph(name)
    random = np.random.default_rng(6)
    arrays = {n: w.astype(np.float64) for n, w in weights_of(net).items()}
    arrays["inputs"] = inputs_of(net).astype(np.float64)
    last = net.layers[-1].name

    def outputs(given):
        return forward(net, given, given["inputs"])[last].activation

    gradient = random.normal(size=outputs(arrays).shape)
    values = forward(net, arrays, arrays["inputs"])
    found = backward(net, arrays, values, output_target(net, gradient))
    h = 1e-6
    for tensor, expected in {"inputs": found.inputs, **found.weights}.items():
        direction = random.normal(size=expected.shape) / np.sqrt(expected.size)
        after = outputs({**arrays, tensor: arrays[tensor] + h * direction})
        before = outputs({**arrays, tensor: arrays[tensor] - h * direction})
        slope = float((gradient * (after - before)).sum() / (2 * h))
        assert float((expected * direction).sum()) == pytest.approx(slope, abs=1e-6), tensor


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_puts_out_the_same(name):
    net = graph(name)
    weights, inputs = weights_of(net), inputs_of(net)[:1]
    found = layer_outputs(Model(net, weights), inputs[0])
    values = forward(net, weights, inputs)
    assert list(found) == list(values)
    for layer, shown in found.items():
        np.testing.assert_allclose(shown, values[layer].activation[0], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", LAYERS)
def test_a_training_step_is_the_same_with_and_without_rewriting(name):
    net = graph(name)

    def trained(rewrite):
        torch.manual_seed(5)
        network = build_network(net, weights_of(net), rewrite).train()
        torch.sin(network.scores(torch.from_numpy(inputs_of(net)))).sum().backward()
        return gradients_by_name(network)

    plain, rewritten = trained(False), trained(True)
    for tensor, values in plain.items():
        np.testing.assert_allclose(values, rewritten[tensor], rtol=1e-4, atol=1e-5, err_msg=tensor)


def pooled(network):
    return [c for c in network._computes if isinstance(c, PooledConvolution)]


def test_a_convolution_and_its_pooling_are_computed_together_in_graphs_too():
    network = build_network(graph("fire"))
    (both,) = pooled(network)
    assert both.convolution is network.layers[0]
    assert len(pooled(build_network(graph("squeeze and excitation")))) == 1


def test_a_convolution_that_others_take_in_too_stays_on_its_own():
    stem = same(4, 3, "stem", activation="relu")
    layers = (
        stem,
        MaxPooling2D(name="pool"),
        Conv2D(4, 2, 2, name="beside", inputs="stem"),
        graph("fire").layers[5].__class__(name="both", inputs=("pool", "beside")),
        Flatten(),
    )
    net = Architecture(Input((11, 7, 3)), layers)
    assert pooled(build_network(net)) == []
    inputs = inputs_of(net)
    weights = weights_of(net)
    values = forward(net, weights, inputs)["flatten"].activation
    found = build_network(net, weights)(torch.from_numpy(inputs)).detach()
    np.testing.assert_allclose(found, values, rtol=1e-5, atol=1e-5)


def test_compiled_kernels_compute_graphs_the_same():
    net = graph("squeeze and excitation")
    weights, inputs = weights_of(net), torch.from_numpy(inputs_of(net))

    def trained(use_kernels):
        network = build_network(net, weights).train()
        network.use_kernels(use_kernels)
        network.scores(inputs).square().sum().backward()
        return gradients_by_name(network)

    plain, compiled = trained(False), trained(True)
    for tensor, values in plain.items():
        np.testing.assert_allclose(values, compiled[tensor], rtol=1e-3, atol=1e-4, err_msg=tensor)


def test_what_nobody_needs_any_more_is_let_go():
    network = build_network(graph("dense block"), rewrite=False)
    names = [layer.name for layer in network.architecture.layers]
    freed = {name: [names[i] if i >= 0 else "input" for i in sources]
             for name, sources in zip(names, network._freed, strict=True)}  # fmt: skip
    assert freed["stem"] == ["input"]
    assert freed["a"] == []
    assert sorted(freed["c"]) == ["b", "stem"]
    assert sorted(name for sources in freed.values() for name in sources) == sorted(
        ["input", *names[:-1]]
    )


def test_outputs_of_layers_need_a_network_that_computes_each():
    network = build_network(graph("fire"))
    with pytest.raises(ValueError, match="rewrite=False"):
        next(network.outputs(torch.zeros(1, 11, 7, 3)))


def test_silent_units_are_found_on_every_way():
    net = graph("residual")
    shares = silent_shares(build_network(net, weights_of(net)), torch.from_numpy(inputs_of(net)))
    assert list(shares) == ["stem", "relu", "after"]
    silenced = weights_of(net) | {"stem.bias": np.full(5, -1e3, np.float32)}
    shares = silent_shares(build_network(net, silenced), torch.from_numpy(inputs_of(net)))
    assert shares["stem"] == 1


@pytest.mark.parametrize("name", LAYERS)
def test_a_graph_survives_its_model_file(name, tmp_path):
    net = graph(name)
    model = Model(net, weights_of(net))
    write_model(tmp_path / "graph.safetensors", model)
    found = read_model(tmp_path / "graph.safetensors")
    assert found.architecture == net
    for tensor, values in model.weights.items():
        np.testing.assert_array_equal(found.weights[tensor], values)


@pytest.mark.parametrize("name", [name for name in LAYERS if name != "vectors"])
def test_insight_computes_a_graph_as_it_is(name):
    net = graph(name)
    model = Model(net, weights_of(net))
    images = np.random.default_rng(7).integers(0, 256, (2, *net.input.shape)).astype(np.uint8)
    classifier = from_model(model)
    assert [layer.name for layer in classifier.layers] == [layer.name for layer in net.layers]
    values = forward(net, model.weights, (images / np.float32(255)).astype(np.float32))
    _, found = classifier.outputs(images, [layer.name for layer in net.layers[:-1]])
    for layer, shown in found.items():
        np.testing.assert_allclose(shown, values[layer].activation, rtol=1e-4, atol=1e-5)


def test_layers_may_be_called_as_modules_attributes_are():
    layers = (Conv2D(2, 3, name="half"), Flatten(name="type"))
    net = Architecture(Input((5, 5, 1)), layers)
    classifier = from_model(Model(net, weights_of(net)))
    assert classifier.scores(np.zeros((2, 5, 5, 1), np.uint8)).shape == (2, 18)


def test_grad_cam_looks_at_what_a_residual_block_puts_out():
    net = graph("residual")
    chosen = choose_cam_layer(from_model(Model(net, weights_of(net))))
    assert chosen is not None
    assert chosen.name == "sum"


@pytest.mark.parametrize("name", LAYERS)
def test_a_neuron_moves_with_its_region_and_nothing_else(name):
    """Changes every place of the input and looks which neurons of which layer move."""
    net = graph(name)
    places = net.input.shape[:2]
    for step in net.steps:
        moves = dependence(net, step.layer.name, places_only=True)
        positions = list(np.ndindex(*step.output_shape))
        for position in positions[:: max(len(positions) // 40, 1)]:
            region = [list(ends) for ends in region_of_input(net, step, position).values()][:2]
            if any(first == end for first, end in region):
                region = [[0, 0] for _ in region]  # nothing but padding
            moved = bounds(moves[:, *position], places)
            for (first, end), (low, high) in zip(region, moved, strict=True):
                assert first <= low <= high <= end or low == high == 0
            if getattr(step.layer, "activation", "") in ("softmax", "sigmoid"):
                continue  # some inputs move it by less than can be told
            assert region == moved, (step.layer.name, position)


@pytest.mark.parametrize("name", LAYERS)
def test_what_a_layer_sees_is_never_less_than_what_moves_it(name):
    net = graph(name)
    for step in net.steps:
        if len(step.output_shape) != 3:
            continue
        moves = dependence(net, step.layer.name, places_only=True).any(-1)
        for row, column in np.ndindex(*step.output_shape[:2]):
            seen = step.receptive_field.window(row, column)
            for axis, (first, end) in enumerate(bounds(moves[:, row, column], net.input.shape[:2])):
                assert set(range(first, end)) <= set(seen[axis]), step.layer.name


@pytest.fixture(scope="module", params=LAYERS)
def explanation(request):
    net = graph(request.param)
    image = np.random.default_rng(8).integers(0, 256, net.input.shape).astype(np.uint8)
    return explain(Model(net, weights_of(net)), image)


def some_positions(layer):
    positions = list(np.ndindex(*layer.step.output_shape))
    return positions[:: max(len(positions) // 5, 1)]


def test_terms_add_up_to_what_a_neuron_is(explanation):
    values = {"input": explanation.inputs} | {x.name: x.activation for x in explanation.layers}
    for layer in explanation.layers:
        for position in some_positions(layer):
            neuron = explanation.neuron(layer.name, *position)
            total = sum(term.product for term in neuron.terms) + neuron.bias
            assert total == pytest.approx(layer.pre_activation[position], abs=1e-9)
            assert neuron.input_layer in explanation.architecture.input_names(layer.step)
            assert neuron.input_shape == values[neuron.input_layer].shape
            assert bool(neuron.sources) == layer.step.layer.joins
            names = neuron.sources or (neuron.input_layer,) * len(neuron.terms)
            for source, term in zip(names, neuron.terms, strict=False):
                if not term.is_padding:
                    assert term.input == values[source][term.position]
            if neuron.steps:
                assert neuron.steps[-1].value == pytest.approx(neuron.pre_activation, abs=1e-9)
            assert neuron.to_html()


def test_terms_of_the_way_back_add_up_to_the_gradient(explanation):
    gradients = explanation.gradients("logit", class_index=0)
    for layer in explanation.layers[:-1]:
        for position in some_positions(layer):
            back = explanation.neuron(layer.name, *position).backward("logit", class_index=0)
            whole = gradients.activations.get(layer.name)
            if whole is not None:
                assert sum(term.product for term in back.terms) == pytest.approx(
                    float(whole[0][position]), abs=1e-9
                )
                assert len(back.next_layers) in (0, len(back.terms))
            assert back.to_html()


def test_shares_of_a_value_add_up_over_all_that_take_it_in(explanation):
    """Each value's gradient is the sum of what all neurons that take it in give back."""
    net = explanation.architecture
    gradients = explanation.gradients("logit", class_index=0)
    for index, layer in enumerate(explanation.layers):
        takers = [step for step in net.steps if index in step.inputs]
        if layer.name not in gradients.activations or layer.activation.size > 600:
            continue
        total = np.zeros_like(layer.activation)
        for step in takers:
            for position in np.ndindex(*step.output_shape):
                back = explanation.neuron(step.layer.name, *position).backward(
                    "logit", class_index=0
                )
                names = back.input_layers or (layer.name,) * len(back.inputs)
                for name, share in zip(names, back.inputs, strict=True):
                    if name == layer.name and not share.is_padding:
                        total[share.position] += share.input_share
        np.testing.assert_allclose(total, gradients.activations[layer.name][0], atol=1e-9)


def test_words_name_every_layer_that_a_join_takes_in():
    net = graph("residual")
    image = np.random.default_rng(8).integers(0, 256, net.input.shape).astype(np.uint8)
    shown = explain(Model(net, weights_of(net)), image)
    text = shown.neuron("add", 5, 3, 2).to_html()
    assert "It adds up one value of each of second and stem." in text
    back = shown.neuron("stem", 5, 3, 2).backward().to_html()
    assert "of first and add" in back
    gated = graph("squeeze and excitation")
    shown = explain(Model(gated, weights_of(gated)), image)
    text = shown.neuron("scaled", 5, 3, 2).to_html()
    assert "It multiplies one value of each of maps and gates with each other." in text
    assert "multiply by that of gates" in text


def test_json_of_chains_knows_no_graphs():
    net = graph("residual")
    image = np.random.default_rng(8).integers(0, 256, net.input.shape).astype(np.uint8)
    shown = explain(Model(net, weights_of(net)), image)
    assert shown.neuron("add", 0, 0, 0).to_json()["sources"] == ["second", "stem"]
    assert "sources" not in shown.neuron("first", 0, 0, 0).to_json()
    assert set(shown.neuron("stem", 0, 0, 0).backward().to_json()["next_layers"]) == {
        "first",
        "add",
    }
    assert "next_layers" not in shown.neuron("first", 0, 0, 0).backward().to_json()


def test_the_loss_of_a_graph_and_its_gradients_conform():
    net = graph("residual")
    weights, inputs = weights_of(net), inputs_of(net)
    labels = np.array([2, 0, 1])
    values = forward(net, weights, inputs)
    found = backward(net, weights, values, loss_target(net, values, labels))
    network = build_network(net, weights).eval()
    scores = network.scores(torch.from_numpy(inputs))
    torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels)).backward()
    for name, values_ in gradients_by_name(network).items():
        np.testing.assert_allclose(found.weights[name], values_, rtol=1e-4, atol=1e-5)
