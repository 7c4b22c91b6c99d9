"""Explanations in every form: terminal, web page, LaTeX, JSON."""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from types import SimpleNamespace

import numpy as np
import pytest
from rich.console import Console

from convscope.architecture import (
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    load_net,
)
from convscope.arithmetic.inspector.number_text import signed, to_latex, to_text
from convscope.telling import explain
from convscope.telling.as_html import to_html
from convscope.telling.explanation_blocks import (
    Cell,
    Equation,
    Formula,
    Grid,
    Heading,
    Listing,
    Paragraph,
)

LAYERS = (
    Conv2D(2, (2, 2), padding="same", activation="relu"),
    BatchNormalization(),
    MaxPooling2D((2, 2), (2, 2), "same"),
    AveragePooling2D((2, 2), (1, 1)),
    Flatten(),
    Dense(3, "softmax"),
)


def explained():
    net = Architecture(Input((5, 5, 5)), LAYERS)
    random = np.random.default_rng(6)
    weights = {
        name: random.uniform(0.2, 1, shape).astype(np.float32)
        for name, shape in net.parameter_shapes.items()
    }
    weights["dense.bias"] = np.array([-0.25, 0.5, 0], np.float32)
    names = ("a & b", "<script>alert(1)</script>", "50%_{x}")
    model = SimpleNamespace(architecture=net, weights=weights, class_names=names)
    return explain(model, random.integers(0, 256, (5, 5, 5)).astype(np.uint8))


EXPLANATION = explained()
SHOWN = {
    "convolution": EXPLANATION.neuron("conv2d", 4, 4, 1),
    "normalization": EXPLANATION.neuron("batch_normalization", 0, 0, 0),
    "max-pooling": EXPLANATION.neuron("max_pooling2d", 2, 2, 0),
    "average-pooling": EXPLANATION.neuron("average_pooling2d", 0, 0, 0),
    "dense": EXPLANATION.neuron("dense", 0),
    "way back": EXPLANATION.neuron("conv2d", 2, 2, 0).backward("loss", label=1),
    "way back of dense": EXPLANATION.neuron("dense", 0).backward("logit", class_index=1),
    "walk": EXPLANATION.walk(),
    "explanation": EXPLANATION,
}


class Balance(HTMLParser):
    """Collects tags that are not closed and attributes that would fetch something."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.fetching = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.fetching += [name for name, _ in attrs if name in ("src", "href", "onclick")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def printed(renderable, width=140):
    console = Console(width=width, file=StringIO())
    console.print(renderable)
    return console.file.getvalue()


@pytest.fixture(params=SHOWN)
def shown(request):
    return SHOWN[request.param]


def test_html_is_a_balanced_fragment_that_fetches_nothing(shown):
    html = shown.to_html()
    parser = Balance()
    parser.feed(html)
    assert parser.open == []
    assert parser.fetching == []
    assert not parser.tags & {"script", "style", "link", "html", "body"}
    assert shown._repr_html_() == html


def test_html_takes_the_colours_of_the_page():
    html = SHOWN["convolution"].to_html()
    assert "color:inherit" in html
    assert not re.search(r"(?<!-)color:(#|black|white|rgb\()", html)
    assert "background:#" not in html


def test_names_cannot_break_out_of_html():
    html = EXPLANATION.to_html()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "a &amp; b" in html


@pytest.mark.parametrize(
    "block",
    [
        Heading("<i>"),
        Paragraph("<i>"),
        Formula("<i>", "i"),
        Equation((Grid("<i>", ((Cell(1.0),),)), Grid("", ((Cell(2.0),),))), ("<i>",)),
        Listing(("<i>",), (("<i>",),), "<i>"),
    ],
)
def test_every_block_escapes_its_texts(block):
    html = to_html([block])
    assert "<i>" not in html
    assert "&lt;i&gt;" in html


def test_latex_is_balanced_and_escaped(shown):
    latex = shown.to_latex()
    for name in ("bmatrix", "tabular"):
        assert latex.count(f"\\begin{{{name}}}") == latex.count(f"\\end{{{name}}}")
    assert latex.count(r"\[") == latex.count(r"\]")
    without_escapes = re.sub(r"\\.", "", latex)
    assert without_escapes.count("{") == without_escapes.count("}")
    assert without_escapes.count("$") % 2 == 0
    outside_mathematics = re.sub(r"\\\[.*?\\\]", "", latex, flags=re.DOTALL)
    assert "_" not in re.sub(r"\\_", "", outside_mathematics)
    assert "−" not in latex


def test_names_are_escaped_in_latex():
    assert r"50\%\_\{x\}" in EXPLANATION.to_latex()


def test_the_terminal_shows_every_block(shown):
    text = printed(shown)
    assert text.strip()
    assert printed(shown.table()) == text


def test_json_is_plain_data(shown):
    data = shown.to_json()
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_a_convolution_shows_its_numbers_in_every_form():
    neuron = SHOWN["convolution"]
    shown_term = max(neuron.terms, key=lambda term: term.product)
    for text in (printed(neuron), neuron.to_html()):
        assert to_text(neuron.pre_activation) in text
        assert to_text(shown_term.input) in text
        assert to_text(shown_term.weight) in text
        assert to_text(shown_term.product) in text
        assert "padding" in text
        assert "The other 2 channels add up to" in text
    assert r"\begin{bmatrix}" in neuron.to_latex()
    assert r"\sum x_i w_i + b" in neuron.to_latex()


def test_padding_and_winner_are_marked_without_colour():
    html = SHOWN["max-pooling"].to_html()
    assert html.count('title="padding"') == 3
    assert html.count('title="winner"') == 1
    assert "▸" in printed(SHOWN["max-pooling"])


def test_negative_numbers_stand_in_parentheses_after_a_sign():
    assert "+ (−0.25) (bias)" in printed(SHOWN["dense"])
    assert "+ (-0.25) =" in SHOWN["dense"].to_latex()


def test_a_softmax_lists_every_exponential():
    text = printed(SHOWN["dense"])
    for e in SHOWN["dense"].softmax.exponentials:
        assert to_text(e.exponential) in text


def test_the_way_back_says_what_it_feeds():
    text = printed(SHOWN["way back"])
    assert "feeds 1 neuron of batch_normalization" in text
    assert "cross-entropy loss" in text
    text = printed(SHOWN["way back of dense"])
    assert "The way back begins at this layer" in text


def test_long_sums_are_shortened_but_complete():
    net = load_net("mnist")
    random = np.random.default_rng(1)
    weights = {
        name: random.normal(0, 0.1, shape).astype(np.float32)
        for name, shape in net.parameter_shapes.items()
    }
    model = SimpleNamespace(architecture=net, weights=weights, class_names=())
    image = random.integers(0, 256, (28, 28)).astype(np.uint8)
    neuron = explain(model, image).neuron("dense", 3)
    assert len(neuron.terms) == 1600
    assert "The other 1,588 products add up to" in printed(neuron)
    assert len(neuron.to_json()["terms"]) == 1600


def test_neurons_hold_all_keys_of_the_contract():
    assert list(SHOWN["dense"].to_json()) == [
        "format",
        "layer",
        "kind",
        "position",
        "input_layer",
        "input_shape",
        "region",
        "input_region",
        "window",
        "terms",
        "sum",
        "bias",
        "pre_activation",
        "activation_function",
        "activation",
        "winner",
        "steps",
        "softmax",
    ]
    term = SHOWN["dense"].to_json()["terms"][0]
    assert list(term) == ["position", "input", "weight", "product", "is_padding"]


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (308.0, "308", "308"),
        (-0.5, "−0.5", "-0.5"),
        (1234.5, "1,234.5", "1{,}234.5"),
        (1600.0, "1,600", "1{,}600"),
        (1.2e-7, "1.2e−7", r"1.2 \cdot 10^{-7}"),
        (4e12, "4e12", r"4 \cdot 10^{12}"),
    ],
)
def test_numbers(value, text, latex):
    assert to_text(value) == text
    assert to_latex(text) == latex


def test_signed_numbers():
    assert signed(-2.0) == "(−2)"
    assert signed(2.0) == "2"
    assert to_latex(signed(-2e-9)) == r"(-2 \cdot 10^{-9})"
