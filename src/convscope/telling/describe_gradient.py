"""The way back at a neuron, in words and tables that a learner understands."""

from collections.abc import Callable, Sequence

from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.number_text import signed, to_latex, to_text
from convscope.arithmetic.inspector.terms import GradientTerm, InputShare
from convscope.telling.describe_neuron import MAX_ROWS, and_list, title
from convscope.telling.explanation_blocks import Block, Formula, Heading, Listing, Paragraph


def describe_gradient(gradient: NeuronGradient) -> list[Block]:
    """Returns the whole explanation of the gradient at a neuron."""
    name = title(gradient.layer, gradient.position)
    blocks: list[Block] = [
        Heading(f"{name} · gradient of the {gradient.target}"),
        Paragraph(
            f"The {gradient.target} is {to_text(gradient.target_value)}. A gradient says how fast "
            "it changes: raise a number by a tiny amount, and it changes by gradient × that amount."
        ),
    ]
    blocks += _origin(gradient) if gradient.origin else _from_next_layer(gradient)
    return [*blocks, *_inputs(gradient), *_tensors(gradient)]


def _origin(gradient: NeuronGradient) -> list[Block]:
    own = to_text(gradient.pre_activation_gradient)
    return [
        Paragraph(
            f"The way back begins at this layer. Its gradient here is {gradient.origin}, taken at "
            f"the value before the activation function: {own}."
        )
    ]


def _from_next_layer(gradient: NeuronGradient) -> list[Block]:
    total = to_text(gradient.activation_gradient or 0.0)
    count = len(gradient.terms)
    fed = "1 neuron" if count == 1 else f"{count:,} neurons"
    layers = and_list(list(dict.fromkeys(gradient.next_layers)) or [str(gradient.next_layer)])
    blocks: list[Block] = [
        Paragraph(
            f"This neuron feeds {fed} of {layers}. Each takes it in with a weight and "
            f"has a gradient of its own; weight × gradient of all of them add up to {total}."
            if count
            else f"No window of {layers} covers this neuron, so it changes nothing."
        )
    ]
    if count:
        header = "Neuron" if gradient.next_layers else f"Neuron of {layers}"
        blocks.append(_listing(gradient.terms, header, gradient.next_layers))
    return blocks + _through_activation(gradient, total)


def _through_activation(gradient: NeuronGradient, total: str) -> list[Block]:
    own = to_text(gradient.pre_activation_gradient)
    if gradient.softmax_terms:
        sentence = (
            "Behind this neuron stands a softmax: raising its value raises its own share and "
            f"lowers the others. Over all shares that adds up to {own}."
        )
        return [Paragraph(sentence), _listing(gradient.softmax_terms, "Share")]
    if gradient.activation_function == "linear":
        return []
    slope = to_text(gradient.slope or 0.0)
    sentence = (
        f"Before the activation function the gradient is multiplied by the slope of "
        f"{gradient.activation_function} at this neuron's value, {slope}."
    )
    factor = signed(gradient.slope or 0.0)
    latex = rf"{to_latex(total)} \times {to_latex(factor)} = {to_latex(own)}"
    return [Paragraph(sentence), Formula(f"{total} × {factor} = {own}", latex)]


def _listing(terms: Sequence[GradientTerm], header: str, layers: Sequence[str] = ()) -> Listing:
    rows, note = _largest(
        terms,
        layers,
        lambda term: term.product,
        lambda term, layer: (
            _place(layer, term.position),
            to_text(term.weight),
            to_text(term.gradient),
            to_text(term.product),
        ),
    )
    return Listing((header, "Weight", "Its gradient", "Product"), rows, note)


def _inputs(gradient: NeuronGradient) -> list[Block]:
    own = to_text(gradient.pre_activation_gradient)
    is_learned = any(share.weight_share is not None for share in gradient.inputs)
    sentence = f"From here it goes on: each input gets weight × {own}"
    if is_learned:
        sentence += f", and each weight gets input × {own}"
    rows, note = _largest(
        gradient.inputs,
        gradient.input_layers,
        lambda share: share.input_share,
        lambda share, layer: _input_row(share, layer, is_learned),
    )
    headers = ("Input", "Value", "Weight", "Share of the input's gradient")
    headers += ("Share of the weight's gradient", "Weight's whole gradient") if is_learned else ()
    return [Paragraph(f"{sentence}."), Listing(headers, rows, note)]


def _input_row(share: InputShare, layer: str, is_learned: bool) -> tuple[str, ...]:
    value = "padding" if share.is_padding else to_text(share.input)
    row = (_place(layer, share.position), value, to_text(share.weight))
    row += (to_text(share.input_share),)
    if is_learned:
        row += (to_text(share.weight_share or 0.0), to_text(share.weight_gradient or 0.0))
    return row


def _tensors(gradient: NeuronGradient) -> list[Block]:
    rows = tuple(
        (share.name, to_text(share.value), to_text(share.share), to_text(share.gradient))
        for share in gradient.tensors
    )
    headers = ("Learned value", "Value", "Share of its gradient", "Whole gradient")
    return [Listing(headers, rows)] if rows else []


def _place(layer: str, position: tuple[int, ...]) -> str:
    place = ", ".join(map(str, position))
    return f"{layer}: {place}" if layer else place


def _largest(
    items: Sequence,
    layers: Sequence[str],
    product: Callable[..., float],
    to_row: Callable[..., tuple[str, ...]],
) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Returns the rows with the largest products, and a note on the others.

    `layers` names the layer of each item, and is empty where all are of one.
    """
    pairs = zip(items, layers or [""] * len(items), strict=True)
    ordered = sorted(pairs, key=lambda pair: -abs(product(pair[0])))
    shown, rest = ordered[:MAX_ROWS], ordered[MAX_ROWS:]
    remaining = sum(product(item) for item, _ in rest)
    note = f"The other {len(rest):,} add up to {to_text(remaining)}." if rest else ""
    return tuple(to_row(item, layer) for item, layer in shown), note
