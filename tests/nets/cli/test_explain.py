"""`convscope explain`: any neuron, forwards and backwards, in every form."""

import json
import re

import pytest


@pytest.fixture(autouse=True)
def trained(command, pictures):
    options = ("--recipe", "classic", "--epochs", 1, "--name", "one", "--json")
    assert command("train", "pictures", *options).code == 0


IMAGE = "pictures/flat/0.png"


def test_a_walk_through_the_net(command):
    answer = command("explain", "one", IMAGE)
    assert answer.code == 0, answer.err
    for layer in ("conv2d", "max_pooling2d", "flatten", "dense"):
        assert layer in answer.out
    assert f"Next: convscope explain one {IMAGE} --layer dense" in answer.err


def test_terms_add_up_to_the_engines_value(command):
    answer = command("explain", "one", IMAGE, "--check")
    assert answer.code == 0, answer.err
    differences = [float(d) for d in re.findall(r"\d\.\de[-+]\d\d", answer.out)]
    assert len(differences) == 7  # one for every layer of the net
    assert max(differences) <= 1e-5


def test_one_neuron_for_machines(command):
    answer = command("explain", "one", IMAGE, "--layer", "conv2d_1", "--neuron", "1,2,3", "--json")
    neuron = json.loads(answer.out)
    total = sum(term["product"] for term in neuron["terms"]) + neuron["bias"]
    assert total == pytest.approx(neuron["pre_activation"], abs=1e-5)
    assert len(neuron["terms"]) == 3 * 3 * 32


def test_backwards(command):
    options = ("--layer", "dense", "--neuron", 1, "--backward", "--target", "logit")
    answer = command("explain", "one", IMAGE, *options, "--class", "tall", "--json")
    neuron, gradient = json.loads(answer.out)
    assert neuron["layer"] == "dense"
    assert gradient
    assert "\\" in command("explain", "one", IMAGE, "--layer", "dense", "--latex").out


def test_a_page(command, tmp_path):
    answer = command("explain", "one", IMAGE, "--layer", "conv2d", "--html", "neuron.html")
    assert answer.code == 0, answer.err
    page = (tmp_path / "neuron.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--layer", "conv2d_2"), 'Unknown layer "conv2d_2".*Did you mean'),
        (("--layer", "conv2d", "--neuron", "99,0,0"), r"conv2d.*\(18, 18, 32\)"),
        (("--layer", "dense", "--neuron", "x"), '--neuron: received "x"'),
        (("--neuron", "1"), "Received --neuron 1 without --layer"),
        (("--layer", "dense", "--backward", "--class", "tal"), 'Did you mean "tall"'),
    ],
)
def test_what_cannot_be_explained(command, options, text):
    answer = command("explain", "one", IMAGE, *options)
    assert answer.code == 2
    assert re.search(text, answer.err.replace("\n", " ")), answer.err


def test_pictures_that_cannot_be_had(command, tmp_path):
    assert "digits has 359 test images" in command("explain", "one", "digits:400").err
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert command("explain", "one", "broken.png").code == 2
