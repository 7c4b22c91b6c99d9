"""Every command that takes a model takes one that Keras saved, with the same answers."""

import json

import numpy as np
import pytest

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input, MaxPooling2D
from convscope.cli.draw import find_drawable
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, model_bytes, read_model, write_model
from convscope.widget.model_bytes import model_bytes as widget_bytes

NET = Architecture(
    Input((20, 20, 1)),
    (Conv2D(3, 5, activation="relu"), MaxPooling2D(), Flatten(), Dense(2, "softmax")),
)


@pytest.fixture(params=[".keras", ".h5"])
def name(request, tmp_path):
    """The name of a model of Keras' form, beside `own.safetensors` with the same net."""
    model = Model(NET, initial_weights(NET, 1), ("flat", "tall"))
    write_model(tmp_path / f"net{request.param}", model)
    write_model(tmp_path / "own.safetensors", model)
    return f"net{request.param}"


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict", "MODEL", "pictures", "--json"),
        ("predict", "MODEL", "pictures", "--csv"),
        ("evaluate", "MODEL", "pictures", "--json"),
        ("explain", "MODEL", "pictures/flat/0.png", "--layer", "dense", "--neuron", "1", "--json"),
        ("summary", "MODEL", "--json"),
    ],
)
def test_a_command_says_the_same_of_both_forms(command, pictures, name, arguments):
    def said(model):
        answer = command(*(model if part == "MODEL" else part for part in arguments))
        assert answer.code == 0, answer.err
        return answer.out.replace(model, "MODEL")

    assert said(name) == said("own.safetensors")


def test_a_page_is_exported(command, name, tmp_path):
    for option in ([], ["--keep-weights"]):
        answer = command("export", name, "page.html", *option)
        assert answer.code == 0, answer.err
        assert (tmp_path / "page.html").stat().st_size > 10_000


def test_page_and_cell_get_the_net_in_their_own_form(command, name, tmp_path):
    for content in (
        model_bytes(find_drawable(str(tmp_path / name))),
        widget_bytes(tmp_path / name),
    ):
        (tmp_path / "page.safetensors").write_bytes(content)
        found = read_model(tmp_path / "page.safetensors")
        assert found.architecture == NET
        assert found.class_names == ("flat", "tall")
        np.testing.assert_array_equal(
            found.weights["dense.kernel"], read_model(tmp_path / name).weights["dense.kernel"]
        )


def test_a_damaged_file_is_told_in_one_sentence(command, pictures, name, tmp_path):
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:2000])
    answer = command("predict", name, "pictures")
    assert answer.code == 2
    assert name in answer.err
    assert "Traceback" not in answer.err


def test_the_page_that_is_served_holds_the_net(command, name, tmp_path, monkeypatch):
    served = []
    monkeypatch.setattr(
        "convscope.cli.draw.serve_page", lambda routes, *_, **__: served.append(routes)
    )
    answer = command("draw", name, "--no-browser")
    assert answer.code == 0, answer.err
    page = served[0][0].endpoint.__self__
    header_length = int.from_bytes(page.model[:8], "little")
    header = json.loads(page.model[8 : 8 + header_length])
    assert json.loads(header["__metadata__"]["class_names"]) == ["flat", "tall"]
