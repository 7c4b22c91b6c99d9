"""What open pages hear of: runs, labels and collections, each by itself, looked at once for all."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from convscope.studio import changes, collection_answers, data_answers
from convscope.studio.changes import fingerprints
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(changes, "KEPT_S", -1.0)
    pixels = np.random.default_rng(0).integers(0, 256, (20, 8, 8), np.uint8)
    np.savez(tmp_path / "own.npz", x_train=pixels, y_train=np.arange(20) % 2)
    return Workspace(tmp_path, tmp_path / "runs", "own.npz")


def begin_run(workspace: Workspace) -> None:
    path = workspace.runs / "A"
    path.mkdir(parents=True)
    (path / "run.json").write_text("{}")


def put_right(workspace: Workspace) -> None:
    asked = Asked(query={"source": "own.npz", "split": "train", "class": "all"})
    (first, *_) = data_answers.images(workspace, asked)["images"]
    body = {"source": "own.npz", "images": [first["name"]], "label": "1"}
    data_answers.correct(workspace, Asked(body=body))


def collect(workspace: Workspace) -> None:
    collection_answers.begin(workspace, Asked(body={"name": "signs", "classes": ["a"]}))


@pytest.mark.parametrize(
    ("change", "what"), [(begin_run, "runs"), (put_right, "labels"), (collect, "collected")]
)
def test_what_has_changed_is_told_and_nothing_else(
    workspace: Workspace, change: Callable[[Workspace], None], what: str
) -> None:
    before = fingerprints(workspace)
    assert fingerprints(workspace) == before
    change(workspace)
    now = fingerprints(workspace)
    assert [key for key in now if now[key] != before[key]] == [what]


def test_a_new_class_in_a_collection_is_a_change(workspace: Workspace) -> None:
    collect(workspace)
    before = fingerprints(workspace)
    collection_answers.add_class(workspace, Asked({"name": "signs"}, {}, {"class": "b"}))
    assert fingerprints(workspace)["collected"] != before["collected"]


def test_twenty_pages_look_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(changes, "KEPT_S", 3600.0)
    monkeypatch.setattr(changes, "_look", lambda _: looked.append(time.time()) or {"runs": "x"})
    assert [fingerprints(workspace)["runs"] for _ in range(20)] == ["x"] * 20
    assert len(looked) == 1
