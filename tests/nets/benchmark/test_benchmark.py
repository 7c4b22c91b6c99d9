"""Contenders in turns: a real short run, ratios, and what is said when one cannot take part."""

import json
import os
import sys

import numpy as np
import pytest

from convscope import threads
from convscope.benchmark import (
    CONTENDERS,
    BenchmarkResult,
    as_markdown,
    rounds,
    rows_of,
    run_benchmark,
)
from convscope.cli.main import main
from convscope.data import DataSet, load_data
from convscope.errors import ConvscopeError, UnknownNameError

IMAGES = 5_120


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    random = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("noise") / "noise.npz"
    images = random.integers(0, 256, (IMAGES, 28, 28, 1), np.uint8)
    labels = np.arange(IMAGES) % 10
    np.savez(path, x_train=images, y_train=labels, x_test=images[:20], y_test=labels[:20])
    return path


@pytest.fixture
def data(archive) -> DataSet:
    return load_data(str(archive))


def test_contenders_take_turns(data):
    turns = []
    names = ["torch", "matrix-product", "convscope"]
    result = run_benchmark(
        data, names, rounds=2, num_images=IMAGES, progress=lambda *turn: turns.append(turn)
    )
    assert turns == [(name, turn, 2) for turn in (0, 1) for name in names]
    assert all(len(seconds) == 2 and min(seconds) > 0 for seconds in result.seconds.values())
    assert "torch" in result.versions["torch"]
    assert "convscope" in result.versions["convscope"]
    assert BenchmarkResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_the_command_prints_and_saves_the_same_figures(archive, tmp_path, capsys):
    saved = tmp_path / "figures.json"
    arguments = ["--with", "matrix-product", "--rounds", "1", "--images", str(IMAGES), "--json"]
    with pytest.raises(SystemExit) as stop:
        main(["benchmark", str(archive), *arguments, "--save", str(saved)])
    assert stop.value.code == 0
    assert json.loads(capsys.readouterr().out) == json.loads(saved.read_text())


def result_with(**seconds):
    hardware = {"processor": "P", "cores": 2, "system": "S", "python": "3.11"}
    data = {"name": "mnist", "images": 54_000, "batch_size": 128}
    return BenchmarkResult(hardware, data, seconds=seconds)


def test_ratios_are_medians_of_the_rounds_ratios():
    # The second round was slow for everybody: medians of the times alone would mislead.
    result = result_with(
        **{"torch": [4, 20, 4.4], "convscope": [2, 10, 2], "matrix-product": [1, 5, 1]}
    )
    rows = {row.name: row for row in rows_of(result)}
    assert [row.name for row in rows_of(result)] == ["matrix-product", "convscope", "torch"]
    assert rows["torch"].ratio == 2
    assert rows["torch"].to_limit == 4
    assert (rows["torch"].median, rows["torch"].fastest, rows["torch"].slowest) == (4.4, 4, 20)


def test_the_table_says_what_was_measured_and_who_was_left_out():
    result = result_with(convscope=[2.0])
    result.missing["keras-jax"] = "no Python with keras and jax was given"
    table = as_markdown(result)
    assert "54,000 images of mnist, batches of 128, 1 rounds" in table
    assert "| convscope, recipe classic | 2.00 | 2.00 – 2.00 | 1.00 |  |" in table
    assert "| Keras on JAX | left out: no Python with keras and jax was given | | | |" in table


def test_a_library_that_is_not_there_is_left_out(data, monkeypatch):
    absent = CONTENDERS["lightning"].__class__("absent", "nobody", ("no_such_library",))
    monkeypatch.setitem(CONTENDERS, "absent", absent)
    result = run_benchmark(data, ["absent"], rounds=1)
    assert result.missing == {"absent": "no Python with no_such_library was given"}
    assert result.seconds == {}


def test_a_contender_that_fails_is_named(data, monkeypatch):
    broken = CONTENDERS["torch"].__class__("broken", "broken", ("numpy",))
    monkeypatch.setitem(CONTENDERS, "broken", broken)
    with pytest.raises(ConvscopeError, match="The contender broken stopped: KeyError"):
        run_benchmark(data, ["broken"], rounds=1)


def test_contenders_do_not_get_the_thread_settings_of_convscope(data, tmp_path, monkeypatch):
    script = tmp_path / "contender.py"
    script.write_text(
        "import json, os\n"
        "print(json.dumps({'versions': {'policy': os.environ.get('OMP_WAIT_POLICY')}}))\n"
        "input()\n"
        "print(json.dumps({'seconds': 1.0}))\n"
    )
    monkeypatch.setattr(rounds, "SCRIPT", script)
    monkeypatch.setattr(threads, "_ours", {})
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    threads.let_waiting_threads_sleep()
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
    result = run_benchmark(data, ["matrix-product"], rounds=1)
    assert result.versions == {"matrix-product": {"policy": None}}


def test_unknown_contenders_and_other_images_are_refused(data, tmp_path):
    small = tmp_path / "small.npz"
    images, labels = np.zeros((20, 14, 14), np.uint8), np.arange(20) % 10
    np.savez(small, x_train=images, y_train=labels, x_test=images, y_test=labels)
    with pytest.raises(UnknownNameError, match="keras-tensorflow"):
        run_benchmark(data, ["keras-tensorfow"])
    with pytest.raises(ConvscopeError, match="trains the mnist net"):
        run_benchmark(load_data(str(small)), ["torch"])
    with pytest.raises(ConvscopeError, match="--python /no/such cannot be run"):
        run_benchmark(data, ["torch"], pythons=["/no/such", sys.executable])
