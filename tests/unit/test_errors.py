"""The one base error: three parts, one text, one JSON shape; and names that nearly exist."""

import pytest

from convscope.errors import MOST_LETTERS, ConvscopeError, UnknownNameError


def test_the_three_parts_make_the_text():
    error = ConvscopeError("--epochs: received 0.", "At least 1.", "Give --epochs 5.")
    assert str(error) == "--epochs: received 0. At least 1. Give --epochs 5."
    assert (error.received, error.expected, error.fix) == (
        "--epochs: received 0.",
        "At least 1.",
        "Give --epochs 5.",
    )


def test_every_interface_uses_the_same_keys():
    assert ConvscopeError("a", "b", "c").as_json() == {"error": "a", "expected": "b", "fix": "c"}


def test_programs_may_catch_it_as_a_value_error():
    assert issubclass(ConvscopeError, ValueError)
    assert issubclass(UnknownNameError, ConvscopeError)


@pytest.mark.parametrize(
    ("name", "suggested"),
    [("mnst", "MNIST"), ("MNIST-", "MNIST"), ("kmnist", "kmnist"), ("Photo", "photos")],
)
def test_a_near_miss_is_suggested_whatever_its_capitals(name, suggested):
    error = UnknownNameError("net", name, ["MNIST", "kmnist", "photos"])
    assert error.received == f'Unknown net "{name}".'
    assert error.expected == "Known: MNIST, kmnist, photos."
    assert error.fix == f'Did you mean "{suggested}"?'


def test_without_a_near_name_the_fix_is_the_one_given():
    assert UnknownNameError("net", "zebra", ["mnist"], "Run convscope nets.").fix == (
        "Run convscope nets."
    )
    assert UnknownNameError("net", "zebra", ["mnist"]).fix == "Use one of these."


def test_any_value_may_be_the_unknown_name():
    assert 'Unknown kind "5".' in str(UnknownNameError("kind", 5, iter(["a", "b"])))


def test_no_part_of_an_error_is_without_end():
    error = ConvscopeError(f"a.zip: {'name/' * 9000} is no class.", "x" * 9000, "Do this.")
    assert max(len(error.received), len(error.expected)) <= MOST_LETTERS
    assert error.received.startswith("a.zip: name/")
    assert error.received.endswith("is no class.")
    assert str(error) == f"{error.received} {error.expected} Do this."
    assert error.fix == "Do this."
