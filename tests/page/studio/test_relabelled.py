"""The bar of the walk, from both sides: what it lets through, and what it does not."""

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from relabelled import expect_only_the_planted
from studio_page import PLANTED, plant_wrong_labels

from convscope.studio import data_answers
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace


@pytest.mark.parametrize(
    ("mended", "to_another", "spoilt", "says"),
    [
        (PLANTED, 0, 0, ""),
        (PLANTED - 1, 0, 1, ""),
        (PLANTED, 0, 2, "14 relabelled, 0.86 of them wrong ones"),
        (PLANTED - 2, 2, 0, "12 relabelled, 0.83 of them wrong ones"),
        (PLANTED - 2, 0, 0, "0.83 of the planted ones"),
    ],
)
def test_the_bar_tells_good_proposals_from_bad_ones(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mended: int,
    to_another: int,
    spoilt: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    plant_wrong_labels(tmp_path)
    labels, wrong = (np.load("truth.npz")[key] for key in ("labels", "wrong"))
    good = [place for place in range(len(labels)) if place not in wrong][:spoilt]
    wanted = {place: labels[place] for place in wrong[:mended]}
    for place in [*wrong[mended : mended + to_another], *good]:
        given = np.load("bars.npz")["y_train"][place]
        wanted[place] = next(c for c in range(3) if c not in (given, labels[place]))
    workspace = Workspace(tmp_path, tmp_path / "runs", "bars.npz")
    for place, label in wanted.items():
        told = {"source": "bars.npz", "split": "train", "class": "all", "start": str(place)}
        shown = data_answers.images(workspace, Asked(query=told | {"count": "1"}))["images"]
        body = {"source": "bars.npz", "images": [shown[0]["name"]], "label": str(label)}
        data_answers.correct(workspace, Asked(body=body))
    with pytest.raises(AssertionError, match=says) if says else nullcontext():
        expect_only_the_planted(tmp_path)
