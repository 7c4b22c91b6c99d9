"""A neuron's value in words, grids and tables that a learner understands."""

from collections.abc import Sequence
from math import prod

from convscope.architecture import ACTIVATIONS
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.number_text import signed, to_latex, to_text
from convscope.arithmetic.inspector.regions import Region
from convscope.telling.explanation_blocks import (
    Block,
    Equation,
    Formula,
    Heading,
    Listing,
    Paragraph,
)
from convscope.telling.grids import channel_equation, channels_by_weight, pool_grid

MAX_CHANNELS = 3
"""Channels whose grids are shown; the others are added up in a sentence."""

MAX_ROWS = 12
"""Rows of a table of terms; the others are added up below it."""

ACTIVATION_IN_WORDS = {
    "relu": "ReLU lets positive values through and turns negative ones into 0",
    "leaky_relu": "leaky ReLU lets positive values through and shrinks negative ones to a fifth",
    "sigmoid": "the sigmoid squeezes every value into the range from 0 to 1",
    "tanh": "the hyperbolic tangent squeezes every value into the range from −1 to 1",
    "step": "the step answers 1 above zero and 0 otherwise",
    "relu6": "ReLU6 lets values from 0 to 6 through and cuts others off there",
    "elu": "ELU lets positive values through and bends negative ones towards −1",
    "selu": "SELU stretches positive values a little and bends negative ones towards −1.758",
    "gelu": (
        "GELU multiplies every value by the share of a normal distribution below it: large values "
        "pass, negative ones hardly"
    ),
    "silu": "SiLU multiplies every value by its sigmoid: large values pass, negative ones hardly",
    "mish": "Mish lets large values through and negative ones hardly, without a kink",
    "softplus": "softplus is a ReLU without a kink: every answer is above 0",
    "softsign": "softsign squeezes every value into the range from −1 to 1, slowly",
    "hard_sigmoid": "the hard sigmoid climbs in a straight line from 0 at −3 to 1 at 3",
    "hard_silu": "hard SiLU multiplies every value by its hard sigmoid: below −3 the answer is 0",
    "exponential": "the exponential turns every value into a positive one, sums into products",
    "softmax": "softmax makes shares that add up to 1: each exponential divided by their sum",
}

WHILE_TRAINED = (
    "It passes on the value at {place}. Pictures are {changed} only while the net is trained."
)

DOES_TO_ITS_VALUE = {
    "RandomFlip": WHILE_TRAINED.replace("{changed}", "mirrored"),
    "RandomRotation": WHILE_TRAINED.replace("{changed}", "turned"),
    "RandomZoom": WHILE_TRAINED.replace("{changed}", "stretched"),
    "RandomTranslation": WHILE_TRAINED.replace("{changed}", "moved"),
    "RandomContrast": WHILE_TRAINED.replace("{changed}", "made sharper or duller"),
    "RandomBrightness": WHILE_TRAINED.replace("{changed}", "made lighter or darker"),
    "SpatialDropout2D": (
        "It passes on the value at {place}. Dropout silences maps only while the net is trained."
    ),
    "GaussianNoise": (
        "It passes on the value at {place}. Noise is added only while the net is trained."
    ),
    "Rescaling": "It takes the value at {place}, scales it and adds an offset.",
    "BatchNormalization": (
        "It takes the value at {place} and brings it to the scale that its channel had in "
        "training, then scales and shifts it by what was learned."
    ),
    "Normalization": (
        "It takes the value at {place} and brings it to the scale of its channel, by a mean and a "
        "variance that stay as they are."
    ),
    "Activation": "It takes the value at {place} through its activation function.",
    "ReLU": (
        "It takes the value at {place} along a ramp: unchanged between two limits, held at the "
        "upper one, shrunk or set to 0 below the lower one."
    ),
    "PReLU": (
        "It passes on the value at {place} where it is above 0, and else multiplies it by a "
        "learned slope."
    ),
    "Dropout": (
        "It passes on the value at {place}. Dropout silences values only while the net is trained."
    ),
}
"""What a neuron does that takes in a single value, by kind; others pass it on unchanged."""

BETWEEN_PIXELS = (
    "It lies between {number} pixels, {seen} of {source}: each counts by how near it is."
)

DOES_TO_SEVERAL_VALUES = {
    "Resizing": BETWEEN_PIXELS,
    "CenterCrop": BETWEEN_PIXELS,
    "RandomCrop": BETWEEN_PIXELS,
    "LayerNormalization": (
        "It takes its own channel of {seen} of {source}, and brings it to the scale of all "
        "{number} values there: their mean becomes 0 and their spread 1."
    ),
}
"""What a neuron does that takes in several values, by kind, where no fact of the kind says it."""

WEIGHTS_OF_SEVERAL = {
    "SeparableConv2D": (
        "its weight, which is made of two: that in the channel's own filter, times that with which "
        "the filter's map counts"
    ),
    "Conv2DTranspose": "the weight with which its own window reaches this place",
}
"""What a weight is, by kind, where it is not a learned number by itself."""

DOES_TO_JOINED_VALUES = {
    "Add": "It adds up one value of each of {layers}.",
    "Subtract": "It takes one value of each of {layers}, and subtracts the second from the first.",
    "Multiply": "It multiplies one value of each of {layers} with each other.",
    "Average": "It keeps the mean of one value of each of {layers}.",
    "Maximum": "It keeps the largest of one value of each of {layers}.",
    "Concatenate": (
        "It passes on the value at {place} of {layers} unchanged: the channels of several layers "
        "stand one behind the other here."
    ),
}
"""What a neuron does that takes in a value of each of several layers, by kind of join."""


def describe_neuron(neuron: Neuron) -> list[Block]:
    """Returns the whole explanation of a neuron."""
    blocks: list[Block] = [
        Heading(f"{title(neuron.layer, neuron.position)} = {to_text(neuron.activation)}"),
        Paragraph(what_it_does(neuron)),
        Paragraph(f"In the image it sees {region_text(neuron.input_region)}."),
    ]
    blocks += _terms(neuron)
    if neuron.steps:
        rows = tuple((s.name, s.formula, to_text(s.value)) for s in neuron.steps)
        blocks.append(Listing(("Step", "Calculation", "Result"), rows))
    if neuron.facts.is_weighted_sum:
        blocks.append(sum_formula(neuron))
    return blocks + _activation(neuron)


def title(layer: str, position: tuple[int, ...]) -> str:
    """Returns a layer's name and a position in words."""
    axes = ("row", "column", "channel") if len(position) == 3 else ("index",)
    place = ", ".join(f"{axis} {index}" for axis, index in zip(axes, position, strict=True))
    return f"{layer} · {place}"


def region_text(region: Region) -> str:
    """Returns a region in words, first and last index included.

    Example:
        >>> region_text({"rows": (3, 6), "columns": (0, 1), "channels": (0, 32)})
        'rows 3 to 5, column 0 and channels 0 to 31'
    """
    parts = []
    for axis, (first, end) in region.items():
        one = "index" if axis == "indices" else axis.removesuffix("s")
        if end <= first:
            return "nothing but padding"
        parts.append(f"{one} {first}" if end == first + 1 else f"{axis} {first} to {end - 1}")
    return and_list(parts)


def and_list(parts: Sequence[str]) -> str:
    """Returns parts as one enumeration; the same part twice is named twice.

    Example:
        >>> and_list(["conv2d", "add", "input"])
        'conv2d, add and input'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def what_it_does(neuron: Neuron) -> str:
    """Returns one or two sentences on how a neuron's value comes about."""
    source, seen = neuron.input_layer, region_text(neuron.region)
    real = sum(not term.is_padding for term in neuron.terms)
    padding = len(neuron.terms) - real
    beside = f" {padding} more places lie in the padding and count as 0." if padding else ""
    outside = f" {padding} places of the window lie in the padding and do not count."
    facts = neuron.facts
    if facts.joins:
        place, layers = region_text(neuron.region), and_list(neuron.sources)
        return DOES_TO_JOINED_VALUES[neuron.kind].format(place=place, layers=layers)
    if facts.is_weighted_sum and not neuron.terms:
        return f"No window of {source} reaches it: its value is the bias."
    if facts.is_weighted_sum:
        unit = neuron.position[-1]
        has_gaps = real < prod(end - first for first, end in neuron.region.values())
        each = "Its window has gaps: each of" if has_gaps else "Each of these"
        looks = (
            f"Filter {unit} looks at {seen} of {source}. {each} {real} values"
            if facts.convolves
            else f"Unit {unit} looks at all {real} values of {source}. Each"
        )
        weight = WEIGHTS_OF_SEVERAL.get(neuron.kind, "its weight")
        return f"{looks} is multiplied by {weight}; the products and the bias add up.{beside}"
    if facts.keeps_winner:
        winner = ", ".join(map(str, neuron.winner or ()))
        return (
            f"It looks at {seen} of {source} and keeps the largest of {real} values, the one at "
            f"({winner}).{outside if padding else ''}"
        )
    if facts.takes_mean:
        return (
            f"It looks at {seen} of {source} and keeps the mean of {real} values."
            f"{outside if padding else ''}"
        )
    if not real:
        value = to_text(neuron.bias)
        return f"It lies in the margin that was put around {source}: there it is always {value}."
    text = DOES_TO_SEVERAL_VALUES.get(neuron.kind)
    if text is None or len(neuron.terms) == 1:
        return _does_to_its_value(neuron)
    in_margin = f" {padding} more lie in the margin around it." if padding else ""
    return f"{text.format(seen=seen, source=source, number=real)}{in_margin}"


def _does_to_its_value(neuron: Neuron) -> str:
    """Returns what is done to the one value that a neuron takes in."""
    source, (term,) = neuron.input_layer, neuron.terms
    own = dict(zip(neuron.region, ((at, at + 1) for at in term.position), strict=True))
    place = f"{region_text(own)} of {source}"
    unchanged = "It passes on the value at {place} unchanged."
    text = DOES_TO_ITS_VALUE.get(neuron.kind, unchanged).format(place=place)
    if neuron.softmax is None:
        return text
    return f"{text} Its share depends on all values at {region_text(neuron.region)}."


def sum_formula(neuron: Neuron) -> Formula:
    """Returns sum + bias = pre-activation."""
    total, bias, z = to_text(neuron.sum), signed(neuron.bias), to_text(neuron.pre_activation)
    text = f"{total} (sum of the products) + {bias} (bias) = {z}"
    latex = rf"\sum x_i w_i + b = {to_latex(total)} + {to_latex(bias)} = {to_latex(z)}"
    return Formula(text, latex)


def listing_of_terms(neuron: Neuron) -> Listing:
    """Returns the terms with the largest products, and what the others add up to."""
    ordered = sorted(neuron.terms, key=lambda term: -abs(term.product))
    shown, rest = ordered[:MAX_ROWS], ordered[MAX_ROWS:]
    rows = tuple(
        (
            ", ".join(map(str, term.position)),
            "padding" if term.is_padding else to_text(term.input),
            to_text(term.weight),
            to_text(term.product),
        )
        for term in shown
    )
    remaining = sum(term.product for term in rest)
    note = f"The other {len(rest):,} products add up to {to_text(remaining)}." if rest else ""
    headers = (f"Position in {neuron.input_layer}", "Input", "Weight", "Product")
    return Listing(headers, rows, note)


def _terms(neuron: Neuron) -> list[Block]:
    facts = neuron.facts
    if facts.joins:
        return [_joined_listing(neuron)] if len(neuron.terms) > 1 else []
    if facts.pools:
        return [Equation((pool_grid(neuron),))]
    if not facts.is_weighted_sum:
        return []
    if not facts.convolves:
        return [listing_of_terms(neuron)]
    channels = channels_by_weight(neuron)
    blocks: list[Block] = [channel_equation(neuron, c) for c, _ in channels[:MAX_CHANNELS]]
    rest = channels[MAX_CHANNELS:]
    if rest:
        total = sum(value for _, value in rest)
        blocks.append(Paragraph(f"The other {len(rest)} channels add up to {to_text(total)}."))
    return blocks


def _joined_listing(neuron: Neuron) -> Listing:
    rows = tuple(
        (
            layer,
            ", ".join(map(str, term.position)),
            to_text(term.input),
            to_text(term.weight),
            to_text(term.product),
        )
        for layer, term in zip(neuron.sources, neuron.terms, strict=True)
    )
    return Listing(("Layer", "Position", "Value", "Weight", "Product"), rows)


def _activation(neuron: Neuron) -> list[Block]:
    function = neuron.activation_function
    if function == "linear":
        return []
    z, a = to_text(neuron.pre_activation), to_text(neuron.activation)
    sentence = ACTIVATION_IN_WORDS[function]
    blocks: list[Block] = [Paragraph(f"{sentence[0].upper()}{sentence[1:]}.")]
    if neuron.softmax:
        blocks.append(_softmax_listing(neuron))
        own = neuron.softmax.exponentials[neuron.position[-1]].exponential
        above, below = to_text(own), to_text(neuron.softmax.sum)
        latex = rf"\frac{{{to_latex(above)}}}{{{to_latex(below)}}} = {to_latex(a)}"
        return [*blocks, Formula(f"{above} / {below} = {a}", latex)]
    name = function.replace("_", r"\_")
    latex = rf"\operatorname{{{name}}}({to_latex(z)}) = {to_latex(a)}"
    return [
        *blocks,
        Formula(f"{function}({z}) = {a}, with {function}(z) = {ACTIVATIONS[function]}", latex),
    ]


def _softmax_listing(neuron: Neuron) -> Listing:
    softmax = neuron.softmax
    assert softmax is not None
    rows = tuple(
        (
            str(e.index),
            to_text(e.pre_activation),
            to_text(e.exponential),
            to_text(e.exponential / softmax.sum),
        )
        for e in softmax.exponentials
    )
    largest = to_text(softmax.largest)
    note = (
        f"The largest z, {largest}, is subtracted first: that changes no share and keeps the "
        f"exponentials small. Their sum is {to_text(softmax.sum)}."
    )
    return Listing(("Class", "z", "exp(z − largest)", "Share"), rows, note)
