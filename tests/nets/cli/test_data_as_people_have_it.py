"""Commands on data as people have it: trained inside, one pixel high, classes that differ."""

import json

import numpy as np
import pytest
from written_pictures import write_pictures

from convscope.errors import ConvscopeError
from convscope.runs.class_alignment import align_classes


def test_training_twice_inside_the_folder_of_the_images(command, tmp_path, monkeypatch):
    monkeypatch.chdir(write_pictures(tmp_path / "bars"))
    (tmp_path / "bars" / "__pycache__").mkdir()
    for _ in range(2):
        answer = command("train", ".", "--epochs", "1", "--size", "12x12")
        assert answer.code == 0, answer.err
        assert "2 classes" in answer.err
        assert "Test accuracy" in answer.out
    assert (tmp_path / "bars" / "runs" / "bars-2" / "model.safetensors").is_file()


@pytest.mark.parametrize("shape", [(1, 16), (16, 1), (1, 1)])
def test_images_one_pixel_high_or_wide(command, tmp_path, shape):
    labels = np.arange(40) % 2
    noise = np.random.default_rng(0).integers(0, 90, (40, *shape))
    np.savez(tmp_path / "row.npz", x=(noise + 100 * labels[:, None, None]).astype("u1"), y=labels)
    answer = command("train", "row.npz", "--epochs", "1", "--name", "row")
    assert answer.code == 0, answer.err
    for name in ("report.html", "predictions.csv", "confusion.csv"):
        assert (tmp_path / "runs" / "row" / name).stat().st_size > 20


@pytest.fixture
def trained(command, tmp_path):
    write_pictures(tmp_path / "bars", names=("flat", "tall", "long"))
    answer = command("train", "bars", "--epochs", "1", "--size", "12x12", "--name", "bars")
    assert answer.code == 0, answer.err
    return tmp_path


def evaluate(command, *arguments):
    answer = command("evaluate", "bars", *arguments, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_plain_class_folders_are_judged_whole(command, trained):
    write_pictures(trained / "others", 7, names=("flat", "tall", "long"))
    found = evaluate(command, "others")
    assert (found["num_images"], found["split"]) == (21, "all")
    assert "The data have no test images of their own: all 21 are judged." in found["notes"]
    assert evaluate(command)["num_images"] == 6  # the run's own test images


def test_only_the_runs_own_images_are_those_of_its_report(command, trained):
    write_pictures(trained / "others", 3, names=("flat", "tall", "long"))
    run = str(next((trained / "runs").iterdir()))
    assert f"Next: open {run}/report.html" in command("evaluate", run).err
    others = command("evaluate", run, "others").err
    assert f"Next: convscope predict {run} others --csv" in others
    assert "report.html" not in others


def test_the_very_images_that_the_model_learned_from(command, trained):
    notes = evaluate(command, "bars")["notes"]
    assert any("was trained on most of these images" in note for note in notes)
    assert evaluate(command, "bars", "--split", "test")["num_images"] == 6


def test_data_without_a_class_and_with_an_unknown_one(command, trained):
    write_pictures(trained / "others", 5, names=("Tall", "square"))
    (trained / "others" / "square").rename(trained / "others" / "zigzag")
    found = evaluate(command, "others")
    assert found["num_images"] == 5
    assert list(found["recall"]) == ["tall"]
    assert found["auc"] is None
    notes = " ".join(found["notes"])
    assert "Left out the images of classes that the model does not know: zigzag." in notes
    assert "There are no images of flat, long" in notes


def test_labels_follow_the_models_order():
    names = ["zebra", "ant", "cat"]
    alignment = align_classes("d", ["ant", "cat", "zebra"], names)
    assert alignment.places.tolist() == [1, 2, 0]
    assert alignment.notes == ()
    numbers = align_classes("d", ["0", "2"], names)
    assert numbers.places.tolist() == [0, 2]
    assert "taken as the model's in order, 0 as zebra" in numbers.notes[0]
    with pytest.raises(ConvscopeError, match=r"the classes are dog\. The model knows zebra, ant"):
        align_classes("d", ["dog"], names)


def test_evaluate_on_images_that_fit_no_class(command, trained):
    write_pictures(trained / "others", 5, names=("up", "down"))
    answer = command("evaluate", "bars", "others")
    assert answer.code == 2
    assert "The model knows flat, long, tall." in answer.err


def test_every_command_takes_the_same_data(command, trained):
    images = np.random.default_rng(0).integers(0, 255, (20, 12, 12), np.uint8)
    np.savez(trained / "a.npz", x=images, y=np.array(["flat", "tall"])[np.arange(20) % 2])
    assert evaluate(command, "a.npz")["num_images"] == 20
    answer = command("predict", "bars", "a.npz", "--csv")
    assert len(answer.out.splitlines()) == 21
    answer = command("data", "check", "a.npz")
    assert answer.code == 0
    assert "20 images of 2 classes" in answer.out


def test_names_that_tell_classes_are_sorted_by_the_command_that_is_named(command, tmp_path):
    write_pictures(tmp_path / "bars", 6)
    (tmp_path / "pile").mkdir()
    for path in sorted((tmp_path / "bars").rglob("*.png")):
        path.rename(tmp_path / "pile" / f"{path.parent.name}_{path.name}")
    answer = command("train", "pile")
    assert answer.code == 2
    assert "convscope data sort pile SORTED" in " ".join(answer.err.split())
    assert command("data", "sort", "pile", "SORTED").code == 0
    assert command("train", "SORTED", "--epochs", "1", "--size", "12x12").code == 0
