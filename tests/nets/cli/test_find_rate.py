"""`convscope find-rate`: a table, a curve as a file, and the command to go on with."""

import json

import pytest
from PIL import Image

OPTIONS = ("--net", "circle-cross-20.json", "--batch-size", 4, "--steps", 60)


@pytest.fixture
def small_net(command, pictures, tmp_path):
    """Writes a net for the pictures, so small that a step takes no time."""
    net = json.loads(command("summary", "circle-cross", "--json").out)
    net["input"]["shape"] = [20, 20, 1]
    (tmp_path / "circle-cross-20.json").write_text(json.dumps(net), encoding="utf-8")


def test_a_table_a_curve_and_a_command(command, small_net, tmp_path):
    answer = command("find-rate", "pictures", *OPTIONS)
    assert answer.code == 0, answer.err
    assert answer.out.count("← about here") == 1
    assert "Suggested learning rate" in answer.out
    assert "batches of 4: 60 steps from 1e-06 to 10." in answer.err
    assert "Next: convscope train pictures --net circle-cross-20.json" in answer.err
    assert "--learning-rate" in answer.err
    shown = " ".join(answer.out.split())
    assert "Too few images to tell: the test went through them" in shown
    assert "Without --learning-rate the rate is 0.02" in shown
    assert "to compare" in answer.err
    plot = (tmp_path / "runs" / "pictures-learning-rate.svg").read_text(encoding="utf-8")
    assert "learning rate" in plot
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["pictures-learning-rate.svg"]


def test_for_machines_and_as_png(command, small_net, tmp_path):
    answer = command(
        "find-rate", "pictures", *OPTIONS, "--optimizer", "sgd", "--plot", "a/rate.png", "--json"
    )
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert len(found["rates"]) == len(found["losses"]) == len(found["smoothed"])
    assert not found["is_telling"]
    assert found["num_passes"] > 5
    assert found["own_rate"] == 0.01  # that of plain SGD
    assert f"--optimizer sgd --learning-rate {found['suggested']}" in found["command"]
    with Image.open(tmp_path / "a" / "rate.png") as image:
        assert image.width > 600
    again = json.loads(
        command("find-rate", "pictures", *OPTIONS, "--optimizer", "sgd", "--json").out
    )
    assert again["losses"] == found["losses"]


def test_the_command_that_is_named_works(command, small_net):
    found = json.loads(command("find-rate", "pictures", *OPTIONS, "--json").out)
    arguments = found["command"].split()[1:]
    assert command(*arguments, "--epochs", 1, "--json").code == 0


def test_a_kind_of_plot_that_does_not_exist(command, small_net):
    answer = command("find-rate", "pictures", *OPTIONS, "--plot", "rate.pgn")
    assert answer.code == 2
    assert 'Unknown kind of plot for rate.pgn: "pgn"' in answer.err
    assert 'Did you mean "png"?' in answer.err
