"""A whole net's answer in words: a line for each layer, or a stop at each strongest neuron."""

from convscope.arithmetic.inspector.explanation import Explanation
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.number_text import to_latex, to_text
from convscope.arithmetic.inspector.walk import Walk
from convscope.telling.describe_neuron import (
    ACTIVATION_IN_WORDS,
    region_text,
    sum_formula,
    title,
    what_it_does,
)
from convscope.telling.explanation_blocks import Block, Formula, Heading, Listing, Paragraph


def describe_walk(walk: Walk) -> list[Block]:
    """Returns the verdict and a stop at the strongest neuron of every layer."""
    blocks: list[Block] = [
        Heading("A walk through the net"),
        Paragraph(_verdict_text(walk.class_name, walk.probability)),
        *(Paragraph(note) for note in walk.notes),
        Paragraph("On the way there, these neurons answered most strongly, one in each layer."),
    ]
    for neuron, rule in zip(walk.neurons, walk.rules, strict=True):
        blocks += _stop(neuron, rule)
    return blocks


def describe_explanation(explanation: Explanation) -> list[Block]:
    """Returns the verdict, the probabilities and a line for each layer."""
    layers = tuple(
        (
            f"{layer.name} ({layer.kind})",
            " × ".join(map(str, layer.step.output_shape)),
            to_text(float(layer.activation.max())),
        )
        for layer in explanation.layers
    )
    shares = sorted(
        zip(explanation.class_names, explanation.probabilities.tolist(), strict=True),
        key=lambda item: -item[1],
    )
    return [
        Heading(_verdict_text(*explanation.verdict)),
        *(Paragraph(note) for note in explanation.notes),
        Listing(("Class", "Probability"), tuple((n, f"{100 * p:.1f} %") for n, p in shares)),
        Listing(("Layer", "Shape", "Strongest activation"), layers),
    ]


def _verdict_text(class_name: str, probability: float) -> str:
    share = f"{100 * probability:.1f} %"
    return f'The net takes the image for "{class_name}", with a probability of {share}.'


def _stop(neuron: Neuron, rule: str) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{title(neuron.layer, neuron.position)} = {to_text(neuron.activation)}"),
        Paragraph(
            f"{what_it_does(neuron)} In the image it sees {region_text(neuron.input_region)}."
        ),
        Paragraph(f"{neuron.kind}, {rule}."),
    ]
    if neuron.facts.is_weighted_sum:
        blocks.append(sum_formula(neuron))
    if neuron.activation_function != "linear":
        sentence = ACTIVATION_IN_WORDS[neuron.activation_function]
        z, a = to_text(neuron.pre_activation), to_text(neuron.activation)
        blocks.append(Paragraph(f"{sentence[0].upper()}{sentence[1:]}."))
        blocks.append(Formula(f"{z} → {a}", rf"{to_latex(z)} \to {to_latex(a)}"))
    return blocks
