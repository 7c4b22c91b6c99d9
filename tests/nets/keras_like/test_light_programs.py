"""Thirty-odd image classifiers after today's documentation of Keras, on convscope and on Keras."""

import importlib.util
import json
from pathlib import Path

import pytest
from light_programs import PROGRAMS

GIVEN = json.loads((Path(__file__).parent / "light_programs.json").read_text("utf-8"))


def as_json(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_what_keras_gives(name, tmp_path):
    import convscope

    assert as_json(PROGRAMS[name](convscope, tmp_path)) == GIVEN[name]


@pytest.mark.keras
@pytest.mark.skipif(
    importlib.util.find_spec("keras") is None,
    reason="needs Keras: pip install tensorflow-cpu keras",
)
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", PROGRAMS)
def test_keras_gives_what_is_written_down(name, tmp_path):
    import keras

    assert as_json(PROGRAMS[name](keras, tmp_path)) == GIVEN[name]
