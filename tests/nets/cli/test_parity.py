"""`convscope parity`: who computes a model, and why another program answers differently."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.arithmetic import forward, preprocess
from convscope.interchange import executors
from convscope.model_file import read_model
from convscope.shipped import shipped_model

MODEL = read_model(shipped_model("mnist"))


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """Pictures of 28×28 pixels: the mean of each class, and each of these lit by half."""
    folder = tmp_path / "digits"
    folder.mkdir()
    for label, mean in enumerate(MODEL.about["class_means"][..., 0]):
        for share in (1, 2):
            lit = np.clip(mean.astype(np.float64) * 2 / share, 0, 255).astype(np.uint8)
            Image.fromarray(lit).save(folder / f"{label}-{share}.png")
    return folder


def write_csv(path: Path, digits: Path, change=lambda values: values) -> Path:
    files = sorted(digits.iterdir())
    images = np.stack([np.asarray(Image.open(file))[..., None] for file in files])
    net = MODEL.architecture
    values = change(preprocess(images, net))
    found = forward(net, MODEL.weights, values.astype(np.float32))[net.layers[-1].name].activation
    found = np.exp(found - found.max(1, keepdims=True)) if found.max() > 1.01 else found
    found /= found.sum(1, keepdims=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["filename", *MODEL.names])
        writer.writerows([f"C:\\data\\{f.name}", *row] for f, row in zip(files, found, strict=True))
    return path


def test_all_executors_agree_on_given_images(command, digits):
    said = command("parity", "mnist", digits)
    assert said.code == 0
    for name in executors.EXECUTORS:
        assert name in said.out
    assert said.out.count("20 of 20") == len(executors.EXECUTORS)
    assert "All that ran agree" in said.out


def test_without_images_generated_ones_are_taken_and_said(command):
    said = command("parity", "mnist", "--json")
    found = json.loads(said.out)
    assert said.code == 0
    assert found["agrees"]
    assert {row["executor"] for row in found["executors"]} == set(executors.EXECUTORS)
    assert "generated" in found["notes"][0]


def test_an_onnx_file_is_tried_with_its_own_self_test(command):
    command("export", "mnist", "digits.onnx", "--to", "onnx")
    said = command("parity", "digits.onnx")
    assert said.code == 0
    assert "self-test in the file" in said.out
    assert "of the self-test in digits.onnx" in said.err


def test_an_executor_that_errs_is_found(command, digits, monkeypatch):
    right = executors.EXECUTORS["numpy"]

    def wrong(model, inputs):
        return right(model, inputs) + np.float32(2e-5)

    monkeypatch.setitem(executors.EXECUTORS, "numpy", wrong)
    monkeypatch.setitem(executors.EXECUTORS, "torch", lambda *given: right(*given) * np.nan)
    said = command("parity", "mnist", digits, "--json")
    rows = {row["executor"]: row for row in json.loads(said.out)["executors"]}
    assert said.code == 3
    assert rows["onnx"]["largest"] <= 1e-5
    assert rows["numpy"]["largest"] > 1e-5
    assert rows["torch"]["num_same"] == 0


def test_our_own_csv_is_acquitted(command, digits, tmp_path):
    verdicts = command("predict", "mnist", digits, "--csv")
    (tmp_path / "ours.csv").write_text(verdicts.out)
    said = command("parity", "mnist", digits, "--answers", "ours.csv")
    assert said.code == 0
    assert "Both agree on 20 images" in said.out


def test_classes_with_one_probability_are_enough(command, digits, tmp_path):
    verdicts = command("predict", "mnist", digits, "--csv").out.splitlines()
    lines = [",".join(line.split(",")[:3]) for line in verdicts]
    (tmp_path / "short.csv").write_text("\n".join(lines))
    assert command("parity", "mnist", digits, "--answers", "short.csv").code == 0
    moved = [
        line.replace(",3,", ",x,").replace(",5,", ",3,").replace(",x,", ",5,") for line in lines
    ]
    (tmp_path / "moved.csv").write_text("\n".join(moved))
    said = command("parity", "mnist", digits, "--answers", "moved.csv")
    assert said.code == 3
    assert '"3" is our "5", "5" is our "3"' in said.out


def test_a_reason_is_named(command, digits, tmp_path):
    theirs = write_csv(tmp_path / "theirs.csv", digits, lambda values: values * 2 - 1)
    said = command("parity", "mnist", digits, "--answers", theirs)
    assert said.code == 3
    assert "They differ on 20 images" in said.out
    assert "Their program feeds −1–1 (÷127.5 − 1)." in said.out
    found = json.loads(command("parity", "mnist", digits, "--answers", theirs, "--json").out)
    assert found["reasons"][0]["faults"] == ["divided by 127.5, less 1"]
    assert found["nearest"] is None


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("file,a,b\n1-1.png,0,1\n", "has the columns file, a, b"),
        ("file,class,probability\n1-1.png,zebra,1\n", 'line 2: the class "zebra"'),
        ("file,class,probability\n1-1.png,1,much\n", 'line 2: "much"'),
        ("file,class,probability\nother.png,1,1\n", "no name in it is that of an image"),
        ("file,class,probability\n", "holds 1 lines"),
    ],
)
def test_a_file_that_is_something_else_says_so(text, match, command, digits, tmp_path):
    (tmp_path / "bad.csv").write_text(text)
    said = command("parity", "mnist", digits, "--answers", "bad.csv")
    assert said.code == 2
    assert match in said.err


def test_answers_need_their_images(command):
    said = command("parity", "mnist", "--answers", "a.csv")
    assert said.code == 2
    assert "--answers was given without images" in said.err
