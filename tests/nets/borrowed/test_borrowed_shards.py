"""Features of images in shards: kept for each shard, the same as in memory, in a bounded part."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from stand_in_eyes import SIDE, StandIn

from convscope.backbones import features, features_of, open_backbone
from convscope.backbones.features import features_in_shards
from convscope.backbones.grafting import EARLIER, Group, Scaling
from convscope.data import load_data
from convscope.data.mapped_images import MappedImages
from convscope.data.shards.from_data import shards_from
from convscope.runs import memory_bound
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run


@pytest.fixture
def shards(stand_in: StandIn, tmp_path: Path) -> Path:
    written = shards_from(
        stand_in.photos,
        tmp_path / "shards",
        shard_bytes=12_000,
        seed=0,
        test_split=0.2,
        validation_split=0.2,
        progress=False,
    )
    assert written.num_shards["train"] >= 3
    return written.folder


def load(shards: Path, max_memory_bytes: int):
    return load_data(
        shards, size=(SIDE, SIDE), fit="crop", max_memory_bytes=max_memory_bytes, progress=False
    ).train


def test_features_of_shards_are_those_in_memory_and_are_kept(shards, monkeypatch) -> None:
    streamed, whole = load(shards, 1), load(shards, 10**8)
    eyes = open_backbone("tiny-eyes")
    for view in ("plain", "mirrored"):
        blocks = list(features_in_shards(streamed.images, eyes, view, progress=False))
        wanted = features_of(whole.images, eyes, view, progress=False)
        np.testing.assert_allclose(np.concatenate(blocks), wanted, atol=1e-5)
    groups = Group(4, EARLIER), Group(7)
    own, others = Scaling.of_blocks(blocks, groups), Scaling(wanted, groups)
    np.testing.assert_allclose(own.mean, others.mean, atol=1e-6)
    np.testing.assert_allclose(own.deviation, others.deviation, rtol=1e-6)

    def never(*arguments):
        raise AssertionError("looked again")

    monkeypatch.setattr(features, "_seen", never)
    monkeypatch.setattr(type(streamed.images.table), "read", never)
    again = np.concatenate([*features_in_shards(load(shards, 1).images, eyes, progress=False)])
    assert again.shape == (len(streamed), 11)


def test_an_interrupted_look_goes_on_at_the_shard_where_it_stopped(shards, monkeypatch) -> None:
    images, looked = load(shards, 1).images, []
    seen = features._seen

    def until_the_third(network, batch, **options):
        looked.append(len(batch))
        if len(looked) == 3:
            raise KeyboardInterrupt
        return seen(network, batch, **options)

    monkeypatch.setattr(features, "_seen", until_the_third)
    eyes = open_backbone("tiny-eyes")
    with pytest.raises(KeyboardInterrupt):
        list(features_in_shards(images, eyes, progress=False))
    before = sum(looked[:2])
    looked[:] = [0] * 3
    list(features_in_shards(images, eyes, progress=False))
    assert sum(looked) == len(images) - before


@pytest.mark.parametrize("unfreezes", [False, True], ids=["frozen", "unfrozen"])
def test_a_training_on_features_of_shards_is_that_in_memory(
    shards, tmp_path, monkeypatch, unfreezes
) -> None:
    monkeypatch.setattr(memory_bound, "most_resident_bytes", lambda: 0)
    monkeypatch.setattr(memory_bound, "ROOM_BYTES", 0)
    accuracies = []
    for memory in (2, 10**9):
        settings = TrainSettings(
            data=str(shards),
            backbone="tiny-eyes",
            unfreeze=unfreezes,
            epochs=4,
            memory=memory,
            fit="crop",
        )
        prepared = prepare(settings)
        assert prepared.borrowing is not None
        examples = prepared.borrowing.examples(prepared.train, torch.device("cpu"), True)
        assert isinstance(examples.images, MappedImages) == (memory == 2)
        assert len(examples) == (1 + unfreezes) * len(prepared.train)
        record = start_run(prepared, root=tmp_path / "runs")
        accuracies.append(record.results["test_accuracy"])
    assert accuracies[0] == pytest.approx(accuracies[1])
    record = json.loads((tmp_path / "runs" / "shards-1" / "run.json").read_text())
    assert any("in a stream" in note for note in record["data"]["notes"])
