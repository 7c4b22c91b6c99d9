"""`convscope predict --drawing`, and models that are named instead of pointed at."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.cli.models import find_model
from convscope.drawing import Stroke, render
from convscope.engine.network.initialization import initial_weights
from convscope.model_file import Model, write_model
from convscope.shipped import shipped_model

SEVEN = [Stroke(((0.05, 0.05, 0), (0.25, 0.05, 50), (0.15, 0.4, 99)))]


@pytest.fixture
def drawings(tmp_path):
    """A small seven in a corner of a large canvas, a blank canvas, and no picture."""
    folder = tmp_path / "drawings"
    folder.mkdir()
    Image.fromarray(render(SEVEN, 200, 5.0)).save(folder / "seven.png")
    Image.fromarray(np.zeros((30, 40), np.uint8)).save(folder / "blank.png")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    return folder


def rows_of(answer):
    return {row["image"]: row for row in csv.DictReader(io.StringIO(answer.out))}


def test_drawings_are_placed_at_their_own_size(command, drawings):
    answer = command("predict", "drawn-digits", "drawings", "--drawing", "--csv")
    assert answer.code == 0, answer.err
    row = rows_of(answer)["seven.png"]
    places = ["character", "box_top", "box_left", "box_height", "box_width", "note"]
    assert list(row) == ["image", "class_name", "probability", *"0123456789", *places]
    assert row["class_name"] == "7"
    assert row["probability"] == row["7"]
    lying = rows_of(command("predict", "drawn-digits", "drawings", "--as-is", "--csv"))
    assert lying["seven.png"]["7"] != row["7"]


def test_a_model_of_drawings_places_what_has_another_size_and_says_so(command, drawings):
    by_itself = command("predict", "drawn-digits", "drawings/seven.png", "--json")
    asked = command("predict", "drawn-digits", "drawings/seven.png", "--drawing", "--json")
    as_it_lies = command("predict", "drawn-digits", "drawings/seven.png", "--as-is", "--json")
    assert by_itself.out == asked.out
    assert by_itself.out != as_it_lies.out
    assert "seven.png was placed as a drawing" in by_itself.err
    assert "--as-is switches it off" in by_itself.err
    assert "placed" not in asked.err + as_it_lies.err
    both = command("predict", "drawn-digits", "drawings", "--drawing", "--as-is")
    assert both.code == 2
    assert "Received --drawing and --as-is" in both.err


def test_an_image_of_the_size_of_the_input_is_judged_as_it_lies(command, tmp_path):
    Image.fromarray(render(SEVEN, 28, 2.0)).save("small.png")
    by_itself = json.loads(command("predict", "drawn-digits", "small.png", "--json").out)
    as_is = json.loads(command("predict", "drawn-digits", "small.png", "--as-is", "--json").out)
    assert by_itself == as_is
    assert by_itself[0]["box"] is None


def test_each_character_of_a_picture_is_judged(command, tmp_path):
    page = np.zeros((200, 300), np.uint8)
    page[50:150, 20:120] = render(SEVEN, 200, 7.0)[:100, :100]
    page[60:160, 170:270] = render(SEVEN, 200, 7.0)[:100, :100]
    Image.fromarray(page).save("two.png")
    answer = command("predict", "drawn-digits", "two.png", "--json")
    first, second = json.loads(answer.out)
    assert "two.png holds 2 characters" in answer.err
    assert (first["class_name"], second["class_name"]) == ("7", "7")
    assert (first["character"], second["character"]) == (1, 2)
    assert second["box"]["left"] - first["box"]["left"] == 150
    assert second["box"]["top"] - first["box"]["top"] == 10
    rows = command("predict", "drawn-digits", "two.png", "--csv").out.splitlines()
    assert len(rows) == 3
    assert "two.png, 2 of 2" in command("predict", "drawn-digits", "two.png").out


def test_a_character_that_may_be_another_is_said_to_be_so(command, tmp_path):
    between = [Stroke(((0.06, 0.11, 0), (0.26, 0.04, 50), (0.26, 0.45, 99)))]  # a 1, or a 7
    page = np.zeros((200, 400), np.uint8)
    page[30:130, 20:120] = render(SEVEN, 200, 7.0)[:100, :100]
    page[30:130, 220:320] = render(between, 200, 7.0)[:100, :100]
    Image.fromarray(page).save("two.png")
    seven, other = json.loads(command("predict", "drawn-digits", "two.png", "--json").out)
    assert (seven["is_steady"], other["is_steady"]) == (True, False)
    assert "not sure which it is" in command("predict", "drawn-digits", "two.png").out
    as_it_lies = command("predict", "drawn-digits", "two.png", "--as-is", "--json")
    assert json.loads(as_it_lies.out)[0]["is_steady"] is None


def test_blank_paper_gets_no_verdict(command, drawings):
    answer = command("predict", "drawn-digits", "drawings", "--drawing", "--csv")
    assert set(rows_of(answer)["blank.png"].values()) == {"blank.png", ""}
    assert "blank.png is blank: no verdict" in answer.err
    assert "broken.png could not be read" in answer.err
    as_json = json.loads(command("predict", "mnist", "drawings", "--drawing", "--json").out)
    blank, seven = as_json
    assert list(blank) == list(seven)
    assert blank == dict.fromkeys(seven) | {"image": "blank.png", "num_characters": 0}
    alone = command("predict", "mnist", "drawings/blank.png", "--drawing")
    assert alone.code == 0, alone.err
    assert "blank" in alone.out


def test_two_folders_with_the_same_names(command, drawings, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "seven.png").write_bytes((drawings / "seven.png").read_bytes())
    answer = command("predict", "mnist", "drawings", "more", "--drawing", "--json")
    assert [v["image"] for v in json.loads(answer.out)] == ["blank.png", "seven.png", "seven.png"]


def test_models_that_take_no_drawings(command, drawings, tmp_path):
    net = Architecture(Input((6, 5, 3)), (Flatten(), Dense(2, "softmax")))
    write_model("photos.safetensors", Model(net, initial_weights(net, 0), ("cat", "dog")))
    answer = command("predict", "photos.safetensors", "drawings", "--drawing")
    assert answer.code == 2
    assert "--drawing: the model takes images of (6, 5, 3)" in answer.err
    assert "drawn-digits" in answer.err


def test_nothing_readable(command, drawings):
    answer = command("predict", "mnist", "drawings/broken.png", "--drawing")
    assert answer.code == 2
    assert "broken.png cannot be read" in answer.err


def test_shipped_models_have_names_and_files_go_first(command, tmp_path):
    assert find_model("drawn-digits") == shipped_model("drawn-digits")
    net = Architecture(Input((6, 5, 1)), (Flatten(), Dense(2, "softmax")))
    (tmp_path / "runs" / "mnist").mkdir(parents=True)
    own = tmp_path / "runs" / "mnist" / "model.safetensors"
    write_model(own, Model(net, initial_weights(net, 0), ("a", "b")))
    (own.parent / "run.json").write_text("{}")
    assert find_model("mnist", tmp_path / "runs") == own
    assert "83,434" in command("summary", "drawn-digits").out
    answer = command("evaluate", "drawn-digit")
    assert answer.code == 2
    assert "drawn-digits" in answer.err
