"""Keras programs, unchanged, plainly and accelerated: the same numbers, types, lines and errors."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from comparing_programs import differences, printed, promises

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "programs").glob("*.py"))

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None or importlib.util.find_spec("tensorflow") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What all programs found, plainly and accelerated."""
    folder = tmp_path_factory.mktemp("programs")
    results = []
    for options in ([], ["--accelerate"]):
        out = folder / f"{len(options)}.json"
        command = [sys.executable, HERE / "run_programs.py", out, *options, *PROGRAMS]
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        subprocess.run([*map(str, command)], env=environment, check=True, capture_output=True)
        results.append(json.loads(out.read_text("utf-8")))
    return results


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_finds_the_same(path, found):
    plain, ours = (results[path.stem] for results in found)
    promised = promises(path.read_text("utf-8"))
    assert ours["error"] == plain["error"]
    assert (plain["error"] is not None) == promised["fails"]
    if promised["fails"]:
        return
    taken = {method for method, reason in ours["calls"] if not reason}
    left = {method for method, reason in ours["calls"] if reason}
    assert (taken, left) == (promised["takes"], promised["leaves"]), ours["calls"]
    assert (ours["batches_left"] > 0) == promised["batches"]
    tolerance = float("inf") if promised["random"] else 1e-4
    assert list(differences(plain["result"], ours["result"], tolerance)) == []
    lines = [printed(each["printed"]) for each in (plain, ours)]
    assert [text for text, _ in lines[0]] == [text for text, _ in lines[1]]
