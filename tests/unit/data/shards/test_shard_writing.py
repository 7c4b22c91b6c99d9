"""Writing shards: whole or not at all, the same bytes again, splits as in a training."""

import json
import tarfile

import numpy as np
import pytest

from convscope.data import load_data
from convscope.data.shards.from_data import shards_from
from convscope.errors import ConvscopeError
from written_shards import picture


@pytest.fixture
def photos(tmp_path):
    for label, name in enumerate(("left", "middle", "right")):
        folder = tmp_path / "photos" / name
        folder.mkdir(parents=True)
        for number in range(20):
            (folder / f"{number}.png").write_bytes(picture(label, number))
    return tmp_path / "photos"


def write(source, target, **options):
    defaults = {"shard_bytes": 20_000, "seed": 0, "test_split": 0.2, "validation_split": 0.1}
    return shards_from(source, target, **{**defaults, **options}, progress=False)


def test_a_folder_becomes_mixed_shards_of_every_split(photos, tmp_path):
    written = write(photos, tmp_path / "out")
    assert written.counts == {"train": 42, "validation": 6, "test": 12}
    assert written.num_shards["train"] > 2
    description = json.loads((tmp_path / "out" / "dataset.json").read_text())
    assert description["class_names"] == ["left", "middle", "right"]
    data = load_data(tmp_path / "out", max_memory_bytes=1, progress=False)
    assert {name: len(split) for name, split in data.splits.items()} == written.counts
    assert data.class_names == ("left", "middle", "right")
    with tarfile.open(tmp_path / "out" / "train-000000.tar") as tar:
        labels = [tar.extractfile(m).read() for m in tar if m.name.endswith(".cls")]
    assert len(set(labels)) == 3  # mixed, not class after class
    every = np.concatenate([split.images[np.arange(len(split))] for split in data.splits.values()])
    source = load_data(photos, progress=False)
    known = {image.tobytes() for s in source.splits.values() for image in s.images}
    assert {image.tobytes() for image in every} == known


def test_the_same_seed_gives_the_same_bytes(photos, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write(photos, tmp_path / name, seed=seed)
    files = {name: sorted((tmp_path / name).iterdir()) for name in "abc"}
    first, again, other = ([f.read_bytes() for f in files[name]] for name in "abc")
    assert first == again
    assert first != other


def test_splits_that_are_there_are_kept_and_shards_can_be_written_anew(photos, tmp_path):
    write(photos, tmp_path / "out")
    again = write(tmp_path / "out", tmp_path / "larger", shard_bytes=10**6)
    assert again.counts == {"train": 42, "validation": 6, "test": 12}
    assert again.num_shards == {"train": 1, "validation": 1, "test": 1}
    assert load_data(tmp_path / "larger", progress=False).class_names == ("left", "middle", "right")


def test_images_that_are_no_files_become_png(tmp_path):
    written = write("digits", tmp_path / "out", shard_bytes=100_000)
    data = load_data(tmp_path / "out", max_memory_bytes=1, progress=False)
    assert data.image_shape == (28, 28, 1)
    assert len(data.class_names) == 10
    assert sum(written.counts.values()) == sum(map(len, load_data("digits").splits.values()))


def test_what_cannot_be_written_is_said_and_leaves_nothing(photos, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(ConvscopeError, match="not empty"):
        write(photos, full)
    with pytest.raises(ConvscopeError, match="--shard-size"):
        write(photos, tmp_path / "small", shard_bytes=10)
    with pytest.raises(ConvscopeError, match="--test-split"):
        write(photos, tmp_path / "share", test_split=1.5)
    assert sorted(p.name for p in tmp_path.iterdir() if "out" not in p.name) == ["full", "photos"]
