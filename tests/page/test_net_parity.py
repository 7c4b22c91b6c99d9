"""The page's net gives the engine's answer: every layer kind, every number, the same class."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from net_examples import EXAMPLES, around, random_weights, write_files
from numpy.typing import NDArray
from playwright.sync_api import Page
from static_site import Site

from convscope.architecture import (
    ACTIVATIONS,
    LAYER_KINDS,
    Activation,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    Input,
    load_net,
)
from convscope.arithmetic import preprocess
from convscope.data import load_data
from convscope.engine.network import Network, build_network, read_weights
from convscope.model_file import Model, read_model
from convscope.shipped import SHIPPED_MODELS, shipped_model

TOLERANCE = 1e-5

OF_ONE = [name for name, kind in LAYER_KINDS.items() if not kind.joins]


IN_PAGE = "/tests/page/net/in_page.js"


@dataclass(frozen=True)
class Computed:
    """What the engine computes for one input: every layer's output, and the answer."""

    layers: list[NDArray[np.float32]]
    gradients: list[NDArray[np.float32]]
    probabilities: NDArray[np.float32]


def _compute(network: Network, inputs: NDArray[np.float32]) -> Computed:
    network.eval()
    values = torch.from_numpy(inputs)
    values = values.permute(0, 3, 1, 2) if values.dim() == 4 else values
    values.requires_grad_(True)
    outputs = [values]
    for module in network.layers:
        outputs.append(module(outputs[-1]))
        outputs[-1].retain_grad()
    logits = outputs[-1]
    logits[0, 1].backward()
    apply = {"linear": torch.softmax, "softmax": torch.softmax}.get(network.output_activation)
    probabilities = apply(logits, 1) if apply else torch.sigmoid(logits)
    return Computed(
        [_keras_order(o) for o in outputs[1:]],
        [_keras_order(o.grad) for o in outputs[:-1] if o.grad is not None],
        probabilities.detach().numpy()[0],
    )


def _keras_order(values: torch.Tensor) -> NDArray[np.float32]:
    values = values.detach()[0]
    return (values.permute(1, 2, 0) if values.dim() == 3 else values).numpy().ravel()


def test_every_layer_kind_has_examples() -> None:
    assert set(EXAMPLES) == set(OF_ONE)


def test_the_page_knows_every_kind_and_every_option(page: Page) -> None:
    kinds = page.evaluate(
        """async () => {
          const { LAYER_KINDS } = await import("/src/convscope/web/net/layer_kinds.js");
          const { OPERATIONS } = await import("/src/convscope/web/net/operations.js");
          const { ACTIVATIONS } = await import("/src/convscope/web/net/activations.js");
          const options = Object.entries(LAYER_KINDS).map(([kind, { options }]) => [kind, options]);
          return [Object.fromEntries(options), Object.keys(OPERATIONS), Object.keys(ACTIVATIONS)];
        }"""
    )
    options, operations, activations = kinds
    assert {kind: set(names) for kind, names in options.items()} == {
        kind: set(layer.option_names()) for kind, layer in LAYER_KINDS.items()
    }
    assert set(operations) == set(LAYER_KINDS)
    assert set(activations) == set(ACTIVATIONS)


@pytest.mark.parametrize("kind", OF_ONE)
def test_every_number_of_every_layer_agrees_with_the_engine(
    kind: str, page: Page, site: Site
) -> None:
    random = np.random.default_rng(1)
    for index, layer in enumerate(EXAMPLES[kind]):
        architecture = around(layer)
        weights = random_weights(architecture, random)
        inputs = random.uniform(-1, 1, (1, *architecture.input.shape)).astype(np.float32)
        name = f"{kind}-{index}"
        write_files(site, name, Model(architecture, weights, tuple("abcde")), inputs)
        found = page.evaluate(f"async (name) => (await import('{IN_PAGE}')).everything(name)", name)
        expected = _compute(build_network(architecture, weights, rewrite=False), inputs)
        where = f"{layer}"
        # The engine leaves the last softmax out: its last layer is the page's pre-activation.
        mine = [*found["layers"][:-1], found["preActivations"][-1]]
        for values, wanted in zip(mine, expected.layers, strict=True):
            np.testing.assert_allclose(values, wanted, TOLERANCE, TOLERANCE, err_msg=where)
        for values, wanted in zip(found["gradients"], expected.gradients, strict=True):
            np.testing.assert_allclose(values, wanted, TOLERANCE, TOLERANCE, err_msg=where)
        difference = np.abs(found["probabilities"] - expected.probabilities).max()
        assert difference <= TOLERANCE, where


@pytest.mark.parametrize("kind", OF_ONE)
def test_shapes_rules_costs_and_receptive_fields_agree(kind: str, page: Page, site: Site) -> None:
    nets = [around(layer).to_json() for layer in EXAMPLES[kind]]
    described = page.evaluate(
        """async (nets) => {
          const { readArchitecture } = await import("/src/convscope/web/net/architecture.js");
          return nets.map((net) => readArchitecture(net).steps.map((step) => [
            step.rule, step.inputShape, step.outputShape, step.parameterShapes,
            step.numParameters, step.multiplyAdds,
            step.receptiveField.size, step.receptiveField.stride, step.receptiveField.offset,
          ]));
        }""",
        nets,
    )
    for net, steps in zip(nets, described, strict=True):
        expected = [
            [
                step.rule,
                [*step.input_shape],
                [*step.output_shape],
                {name: [*shape] for name, shape in step.parameter_shapes.items()},
                step.num_parameters,
                step.multiply_adds,
                [*step.receptive_field.size],
                [*step.receptive_field.stride],
                [*step.receptive_field.offset],
            ]
            for step in Architecture.from_json(net).steps
        ]
        assert steps == expected


@pytest.mark.parametrize("output", ["linear", "softmax", "sigmoid"])
def test_the_last_activation_decides_what_a_probability_is(
    output: str, page: Page, site: Site
) -> None:
    random = np.random.default_rng(2)
    architecture = Architecture(Input((3, 5, 1)), (Flatten(), Dense(4, output)))
    weights = random_weights(architecture, random)
    inputs = random.uniform(0, 1, (1, 3, 5, 1)).astype(np.float32)
    write_files(site, f"output-{output}", Model(architecture, weights, tuple("abcd")), inputs)
    found = _probabilities_of_all(page, f"output-{output}")
    expected = _engine_probabilities(build_network(architecture, weights), inputs)
    assert np.abs(found - expected).max() <= TOLERANCE


def _probabilities_of_all(page: Page, name: str) -> NDArray[np.float64]:
    return np.array(
        page.evaluate(
            "async (name) => (await import('/tests/page/net/in_page.js')).probabilitiesOfAll(name)",
            name,
        )
    )


def _engine_probabilities(network: Network, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    with torch.inference_mode():
        outputs = network.eval()(torch.from_numpy(inputs))
        ends_in_logits = network.output_activation == "linear"
        return (outputs.softmax(1) if ends_in_logits else outputs).numpy()


def _handwriting() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Returns 1,000 digits as (1000, 28, 28, 1), 0–1, and their labels."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    scaled = np.kron(images[:1000].reshape(-1, 8, 8) / 16, np.ones((3, 3)))  # 24×24
    padded = np.pad(scaled, ((0, 0), (2, 2), (2, 2)))[..., None]
    return padded.astype(np.float32), labels[:1000]


@pytest.mark.parametrize("is_trained", [False, True], ids=["random", "trained"])
def test_the_mnist_net_gives_the_same_class_on_1000_images(
    is_trained: bool, page: Page, site: Site
) -> None:
    architecture = load_net("mnist")
    weights = random_weights(architecture, np.random.default_rng(3))
    inputs, labels = _handwriting()
    network = build_network(architecture, weights)
    if is_trained:
        _train(network, inputs, labels)
    weights = read_weights(network)
    name = f"mnist-{is_trained}"
    write_files(site, name, Model(architecture, weights, tuple("0123456789"), "mnist"), inputs)
    found = _probabilities_of_all(page, name)
    expected = _engine_probabilities(network, inputs)
    assert np.abs(found - expected).max() <= TOLERANCE
    assert np.array_equal(found.argmax(1), expected.argmax(1))
    if is_trained:
        assert (found.argmax(1) == labels).mean() > 0.8  # confident, not only equal


@pytest.mark.real_data
@pytest.mark.parametrize("name", SHIPPED_MODELS)
def test_shipped_models_give_the_engines_answer_on_1000_images(
    name: str, page: Page, site: Site
) -> None:
    model = read_model(shipped_model(name))
    test = load_data("mnist", download=False).test
    assert test is not None
    inputs = preprocess(test.images[:1000], model.architecture)
    write_files(site, name, model, inputs)
    found = _probabilities_of_all(page, name)
    expected = _engine_probabilities(build_network(model.architecture, model.weights), inputs)
    assert np.abs(found - expected).max() <= TOLERANCE
    assert np.array_equal(found.argmax(1), expected.argmax(1))
    assert (found.argmax(1) == test.labels[:1000]).mean() > 0.98


def _train(network: Network, inputs: NDArray[np.float32], labels: NDArray[np.int64]) -> None:
    """A few steps are enough for confident outputs, where rounding is amplified most."""
    torch.manual_seed(4)
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for _ in range(3):
        for batch in torch.randperm(len(inputs)).split(100):
            scores = network.train().scores(torch.from_numpy(inputs)[batch])
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels)[batch]).backward()
            optimizer.step()


def test_a_heat_map_is_between_0_and_1_and_follows_the_formula(page: Page, site: Site) -> None:
    random = np.random.default_rng(6)
    layers = (Conv2D(5, (3, 3)), BatchNormalization(), Activation("relu"), Flatten(), Dense(3))
    architecture = Architecture(Input((7, 9, 1)), layers)
    weights = random_weights(architecture, random)
    inputs = random.uniform(0, 1, (1, 7, 9, 1)).astype(np.float32)
    write_files(site, "heat", Model(architecture, weights, tuple("abc")), inputs)
    found = page.evaluate(
        "async () => (await import('/tests/page/net/in_page.js')).everything('heat')"
    )
    expected = _compute(build_network(architecture, weights, rewrite=False), inputs)
    maps = expected.layers[2].reshape(5, 7, 5)
    means = expected.gradients[3].reshape(5, 7, 5).mean((0, 1))
    heat = np.maximum(maps @ means, 0)
    assert heat.max() > 0
    np.testing.assert_allclose(found["heatMap"], (heat / heat.max()).ravel(), atol=TOLERANCE)
