"""`convscope runs compare` names a better run only where the same images say so."""

import json

import numpy as np
import pytest


@pytest.fixture
def runs(command, tmp_path):
    """Three runs: two on the same data, one on other data; their verdicts are written by hand."""
    random = np.random.default_rng(0)
    for name in ("stripes", "others"):
        images = random.integers(0, 255, (60, 8, 8)).astype(np.uint8)
        labels = np.arange(60) % 2
        half = {"x_train": images[:20], "y_train": labels[:20]}
        np.savez(tmp_path / f"{name}.npz", **half, x_test=images[20:], y_test=labels[20:])
    for name, data in (("one", "stripes"), ("two", "stripes"), ("three", "others")):
        answer = command(
            "train", f"{data}.npz", "--net", "circle-cross", "--epochs", 1, "--name", name
        )
        assert answer.code == 0, answer.err
    return tmp_path / "runs"


def write_verdicts(folder, right):
    """Writes which of 40 test images are judged right."""
    rows = ["image,true_class,class_name,probability,0,1"]
    for number in range(40):
        verdict = number % 2 if number in right else 1 - number % 2
        rows.append(f"{number},{number % 2},{verdict},0.9,0.1,0.9")
    (folder / "predictions.csv").write_text("\n".join(rows) + "\n")


def test_a_difference_beyond_chance_names_the_better_run(command, runs):
    write_verdicts(runs / "one", range(20))
    write_verdicts(runs / "two", range(36))
    said = command("runs", "compare", "one", "two")
    text = " ".join(said.out.split())
    assert "two is better than one on the same 40 test images: 90.00 % against 50.00 %" in text
    assert "convscope report two" in said.err
    [pair] = json.loads(command("runs", "compare", "one", "two", "--json").out)["same_test_images"]
    assert (pair["better"], pair["is_sure"]) == ("two", True)
    assert pair["p_value"] == pytest.approx(2 / 2**16)  # 16 images changed, all for the better
    assert pair["difference"] == pytest.approx(0.4)


def test_one_image_more_is_no_better_run(command, runs):
    write_verdicts(runs / "one", range(30))
    write_verdicts(runs / "two", range(31))
    said = command("runs", "compare", "one", "two")
    text = " ".join(said.out.split())
    assert "two and one differ by no more than chance on the same 40 test images" in text
    assert "better one" not in said.err


def test_on_other_images_nothing_is_said_about_which_is_better(command, runs):
    write_verdicts(runs / "one", range(10))
    write_verdicts(runs / "three", range(40))
    said = command("runs", "compare", "one", "three")
    assert "not judged on the same test images" in " ".join(said.out.split())
    assert "better one" not in said.err
    assert (
        json.loads(command("runs", "compare", "one", "three", "--json").out)["same_test_images"]
        is None
    )


def test_several_runs_are_corrected_for_all_pairs(command, runs):
    write_verdicts(runs / "one", range(30))
    write_verdicts(runs / "two", range(36))
    pair = json.loads(command("runs", "compare", "one", "two", "--json").out)
    assert pair["same_test_images"][0]["p_value"] == pytest.approx(2 / 2**6)
    assert pair["same_test_images"][0]["is_sure"]
    again = json.loads(command("runs", "compare", "one", "two", "one", "--json").out)
    assert not any(found["is_sure"] for found in again["same_test_images"])


def test_one_run_alone_is_shown(command, runs):
    said = command("runs", "compare", "one")
    assert said.code == 0
    assert "better" not in said.out
