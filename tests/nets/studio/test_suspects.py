"""Labels that may be wrong are found beside the server, kept, and say why they are listed."""

import time
from typing import Any

import numpy as np
import pytest

from convscope.data import load_data
from convscope.errors import ConvscopeError
from convscope.studio import data_answers
from convscope.studio.endpoint import Asked
from convscope.studio.longer import suspect_answers
from convscope.studio.longer.suspect_answers import suspects


def found(workspace, **query: str) -> Any:
    """Asks until the answer is there, as the page does."""
    asked = Asked(query={"source": workspace.data, **query})
    for _ in range(3000):
        answer = suspects(workspace, asked)
        if answer["state"] == "ready":
            return answer
        assert 0 <= answer["done"] <= 1
        time.sleep(0.02)
    raise AssertionError("never ready")


def plant(workspace, split: str = "train") -> dict[str, str]:
    """Gives six images a wrong class, and returns the right one of each."""
    query = {"source": workspace.data, "split": split, "count": "6"}
    names = load_data(workspace.data).class_names
    shown = data_answers.images(workspace, Asked(query=query))
    right = {image["name"]: image["label"] for image in shown["images"]}
    for name, label in right.items():
        other = names[(names.index(label) + 1) % 3]
        decide(workspace, name, other)
    return right


def decide(workspace, name: str, label: str) -> None:
    body = {"source": workspace.data, "images": [name], "label": label}
    data_answers.correct(workspace, Asked(body=body))


def test_planted_wrong_labels_are_proposed_with_their_class_and_why(workspace):
    right = plant(workspace)
    answer = found(workspace)
    listed = {image["name"]: image for image in answer["images"][:20]}
    hits = [n for n, label in right.items() if n in listed and listed[n]["proposed"] == label]
    assert len(hits) >= 5
    assert answer["likely"] >= 5
    for name in hits:
        (reason,) = listed[name]["reasons"]
        assert (reason["by"], reason["says"]) == ("looks", right[name])
        assert 0 < reason["margin"] <= 1
        assert listed[name]["like_proposed"] > listed[name]["like_label"]
        labels = load_data(workspace.data).train.labels
        assert all(str(labels[i]) for i in listed[name]["alike"])


def test_what_was_found_is_kept_and_not_sought_again(workspace, monkeypatch):
    first = found(workspace)
    monkeypatch.setattr(suspect_answers, "gather", refuse)
    assert found(workspace) == first


def refuse(*_: Any) -> Any:
    raise ConvscopeError("Sought.", "Expected what was kept.", "Keep it.")


def test_after_a_decision_the_list_goes_on_without_it(workspace):
    right = plant(workspace)
    before = found(workspace)
    assert not before["is_old"]
    name = next(n["name"] for n in before["images"] if n["name"] in right)
    decide(workspace, name, right[name])
    after = found(workspace)
    assert after["is_old"]
    listed = [image["name"] for image in before["images"]]
    assert [image["name"] for image in after["images"]] == [n for n in listed if n != name]
    assert after["likely"] == before["likely"] - 1
    anew = found(workspace, again="1")
    assert not anew["is_old"]
    data_answers.undo(workspace, Asked(body={"source": workspace.data}))
    assert found(workspace)["is_old"]


def test_an_image_that_was_left_out_moves_the_places_of_others(workspace):
    first = next(iter(plant(workspace)))
    assert len(found(workspace)["images"]) > 2
    body = {"source": workspace.data, "images": [first], "removed": True}
    data_answers.correct(workspace, Asked(body=body))
    data = workspace.data_set(workspace.data)
    left = found(workspace)["images"]
    assert left
    for image in left:
        assert data_answers.tile_of(data, "train", image["index"])["name"] == image["name"]


def test_a_net_is_asked_about_images_that_it_was_not_trained_on(workspace):
    for split, kinds in (("test", ("net", "looks")), ("train", ("looks",))):
        plant(workspace, split)
        images = found(workspace, split=split, run="long")["images"]
        assert images
        assert {tuple(r["by"] for r in image["reasons"]) for image in images} == {kinds}


def test_features_of_any_kind_can_be_handed_in(workspace, monkeypatch):
    def means(images: np.ndarray) -> np.ndarray:
        return images.reshape(len(images), -1)[:, ::7].astype(np.float32)

    monkeypatch.setattr(suspect_answers, "makers", lambda *_: {"borrowed:x": means})
    plant(workspace)
    answer = found(workspace)
    assert answer["eyes"] == "x"
    images = answer["images"]
    assert images
    for image in images:
        assert [reason["by"] for reason in image["reasons"]] == ["borrowed:x", "looks"]


def test_a_search_that_fails_says_why_and_can_be_tried_again(workspace, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(suspect_answers, "gather", refuse)
        with pytest.raises(ConvscopeError, match=r"Sought\."):
            found(workspace)
    assert found(workspace)["state"] == "ready"
