"""The page explains a neuron as Python does: the same terms, sums, shares and gradients."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from net_examples import EXAMPLES, around, random_weights, write_files
from playwright.sync_api import Page
from static_site import Site

from convscope.architecture import LAYER_KINDS, Architecture, Dense, Flatten, Input
from convscope.arithmetic.inspector import Explanation
from convscope.model_file import Model
from convscope.telling import explain

TOLERANCE = 1e-5

Question = tuple[str, list[int], dict[str, Any] | None]
"""Layer, position, and the gradient's aim in the page's words."""


def _questions(architecture: Architecture) -> Iterator[Question]:
    """Yields a neuron at the edge and one in the middle, of the layer and of the one before it.

    What comes behind is explained by the same code as in the other nets.
    """
    for step in architecture.steps[:2]:
        last = [size - 1 for size in step.output_shape]
        for position in (last, [size // 2 for size in last]):
            yield step.layer.name, position, None
            yield step.layer.name, position, {"target": "logit", "classIndex": 0}
            yield step.layer.name, position, {"target": "loss", "label": 0}


def _answer(explanation: Explanation, question: Question) -> dict[str, Any]:
    layer, position, aim = question
    neuron = explanation.neuron(layer, *position)
    if aim is None:
        return neuron.to_json()
    if aim["target"] == "logit":
        return neuron.backward("logit", class_index=aim["classIndex"]).to_json()
    return neuron.backward("loss", label=aim["label"]).to_json()


def _differences(found: Any, expected: Any) -> Iterator[str]:
    """Yields where what differs by more than float32 allows."""
    if isinstance(expected, dict) and set(found) == set(expected):
        for key in expected:
            yield from (f".{key}{rest}" for rest in _differences(found[key], expected[key]))
    elif isinstance(expected, list) and len(found) == len(expected):
        for index, pair in enumerate(zip(found, expected, strict=True)):
            yield from (f"[{index}]{rest}" for rest in _differences(*pair))
    elif isinstance(expected, float) and isinstance(found, int | float):
        if abs(found - expected) > TOLERANCE * max(1, abs(expected)):
            yield f": {found} instead of {expected}"
    elif found != expected:
        yield f": {found!r} instead of {expected!r}"


def _compare(page: Page, site: Site, name: str, architecture: Architecture) -> None:
    random = np.random.default_rng(7)
    model = Model(architecture, random_weights(architecture, random))
    inputs = random.uniform(0, 1, (1, *architecture.input.shape)).astype(np.float32)
    write_files(site, name, model, inputs)
    questions = list(_questions(architecture))
    found = page.evaluate(
        "async ([name, questions]) => "
        "(await import('/tests/page/net/in_page.js')).explanations(name, questions)",
        [name, questions],
    )
    explanation = explain(model, inputs[0])
    for question, answer in zip(questions, found, strict=True):
        differences = list(_differences(answer, _answer(explanation, question)))
        assert not differences, (question, differences[:5])


@pytest.mark.parametrize("kind", [kind for kind in LAYER_KINDS if not LAYER_KINDS[kind].joins])
def test_every_neuron_is_explained_as_in_python(kind: str, page: Page, site: Site) -> None:
    for index, layer in enumerate(EXAMPLES[kind]):
        _compare(page, site, f"explained-{kind}-{index}", around(layer))


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("activation", ["linear", "sigmoid", "tanh"])
def test_every_loss_is_explained_as_in_python(
    units: int, activation: str, page: Page, site: Site
) -> None:
    architecture = Architecture(Input((2, 3, 1)), (Flatten(), Dense(units, activation)))
    _compare(page, site, f"loss-{activation}-{units}", architecture)
