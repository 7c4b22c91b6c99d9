"""Shards as people and programs write them, whole and damaged."""

import io
import json
import tarfile

import numpy as np
import pytest

from convscope.data import load_data
from convscope.data.sources.shards.finding import find_shards
from convscope.data.sources.shards.members import key_and_ending
from convscope.errors import ConvscopeError
from written_shards import picture, samples, write_set, write_tar


def load(source, **options):
    return load_data(source, **{"max_memory_bytes": 1, "progress": False, **options})


@pytest.fixture
def shards(tmp_path):
    return write_set(tmp_path / "set", {"train": [10, 7, 9], "validation": [6], "test": [5, 4]})


def test_streamed_and_in_memory_give_the_same_images(shards):
    streamed, whole = load(shards), load(shards, max_memory_bytes=10**8)
    assert type(whole.train.images) is np.ndarray
    assert streamed.class_names == whole.class_names == ("0", "1", "2")
    assert list(streamed.splits) == list(whole.splits) == ["train", "validation", "test"]
    for name, split in streamed.splits.items():
        other = whole.splits[name]
        assert split.images.shape == other.images.shape
        np.testing.assert_array_equal(split.images[np.arange(len(split))], other.images)
        np.testing.assert_array_equal(split.labels, other.labels)
        assert [*split.files] == [*other.files]
    assert streamed.train.files[12] == "train-000001.tar/000012.png"
    assert any("read from the shards in a stream" in note for note in streamed.notes)


def test_patterns_single_shards_and_folders_of_splits_are_found(tmp_path, shards, monkeypatch):
    pattern = load(f"{shards}/train-{{000000..000001}}.tar", test_split=0)
    assert len(pattern.test) == 17
    assert pattern.name == "train"
    one = load(shards / "test-000000.tar", test_split=0)
    assert len(one.test) == 5
    for split in ("train", "val"):
        write_set(tmp_path / "nested" / split, {"part": [8, 8]})
    nested = load(tmp_path / "nested")
    assert {name: len(split) for name, split in nested.splits.items()} == {
        "train": 13,
        "validation": 16,
        "test": 3,
    }
    with pytest.raises(ConvscopeError, match=r"2 of 4 files are missing"):
        load(f"{shards}/train-{{000001..000004}}.tar")
    assert find_shards(tmp_path) is None


def test_without_test_shards_the_same_images_are_set_aside_as_in_memory(tmp_path):
    folder = write_set(tmp_path / "set", {"part": [20, 20]})
    streamed, whole = load(folder, seed=4), load(folder, seed=4, max_memory_bytes=10**8)
    assert [*streamed.test.files] == [*whole.test.files]
    assert any("set aside as test" in note for note in streamed.notes)


def test_labels_of_other_programs(tmp_path):
    members = []
    for number in range(12):
        key, name = f"n0/{number:09d}", ("cat", "dog")[number % 2]
        facts = {"caption": f"a photo of one {name}", "label": name, "width": 12}
        members += [
            (f"{key}.jpg", picture(number % 2, number, form="JPEG")),
            (f"{key}.txt", facts["caption"].encode()),
            (f"{key}.json", json.dumps(facts).encode()),
        ]
    write_tar(tmp_path / "img" / "00000.tar", members)
    (tmp_path / "img" / "00000_stats.json").write_text('{"count": 12}')
    data = load(tmp_path / "img", test_split=0)
    assert data.class_names == ("cat", "dog")
    assert data.test.labels.tolist() == [0, 1] * 6

    only_text = [m for m in members if not m[0].endswith(".json")]
    write_tar(tmp_path / "txt" / "00000.tar", only_text)
    assert load(tmp_path / "txt", test_split=0).class_names == (
        "a photo of one cat",
        "a photo of one dog",
    )
    (tmp_path / "txt" / "classes.txt").write_text("a photo of one dog\na photo of one cat\n")
    named = load(tmp_path / "txt", test_split=0)
    assert named.class_names[0] == "a photo of one dog"
    assert named.test.labels[0] == 1


def test_captions_are_no_classes(tmp_path, monkeypatch):
    monkeypatch.setattr("convscope.data.sources.shards.shard_table.MAX_CLASSES", 10)
    members = []
    for number in range(12):
        members += [
            (f"{number}.png", picture(0, number)),
            (f"{number}.txt", f"picture {number}".encode()),
        ]
    write_tar(tmp_path / "set" / "0.tar", members)
    with pytest.raises(ConvscopeError, match="captions are no classes"):
        load(tmp_path / "set")


def test_what_cannot_be_used_is_left_out_and_counted(tmp_path):
    good = samples(0, 12)
    bad = [
        ("a.png", picture(0, 1)),  # no label
        ("b.cls", b"1"),  # no image
        ("c.png", b"\x89PNG\r\n\x1a\n broken"),
        ("c.cls", b"1"),
        ("d.png", picture(0, 2)),
        ("d.pyd", b"cos\nsystem\n"),
        ("e.png", picture(0, 3)),
        ("e.cls", b"99"),
        ("f.png", picture(0, 4)),
        ("f.json", b'{"label": [1]}'),
    ]
    folder = tmp_path / "set"
    write_tar(folder / "train-0.tar", good + bad)
    (folder / "classes.txt").write_text("left\nmiddle\nright\n")
    data = load(folder, test_split=0)
    assert len(data.test) == 12
    assert data.class_names == ("left", "middle", "right")
    reasons = {item.path: item.reason for item in data.unreadable}
    assert reasons["train-0.tar/a.png"] == "no label under its key"
    assert "no image" in reasons["train-0.tar/b"]
    assert reasons["train-0.tar/c.png"] == "not an image in a known format"
    assert "pickle, which could run code: not opened" in reasons["train-0.tar/d.png"]
    assert 'the label "99"' in reasons["train-0.tar (1 image)"]
    assert "names no class" in reasons["train-0.tar/f.png"]
    assert any(note.startswith("6 samples left out") for note in data.notes)
    with pytest.raises(ConvscopeError, match="With --strict every image has to be readable"):
        load(folder, strict=True)


@pytest.mark.parametrize("keep", [0.8, 0.5, 0.31])
def test_a_shard_that_is_cut_short_gives_what_came_before(tmp_path, keep):
    folder = write_set(tmp_path / "set", {"train": [30, 30]})
    path = folder / "train-000001.tar"
    path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])
    data = load(folder, test_split=0)
    assert 30 < len(data.test) < 60
    assert any("the rest of the shard" in item.reason for item in data.unreadable)
    np.asarray(data.test.images[np.arange(len(data.test))])


def link(name, kind, target):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    ("member", "said"),
    [
        (("/etc/0.png", b"x"), "leads outside"),
        (("../0.png", b"x"), "leads outside"),
        (link("0.png", tarfile.SYMTYPE, "/etc/passwd"), "has a link"),
        (link("0.png", tarfile.LNKTYPE, "000000.png"), "has a link"),
    ],
)
def test_shards_that_would_do_harm_are_refused(tmp_path, member, said):
    folder = tmp_path / "set"
    write_tar(folder / "train-0.tar", [*samples(0, 9), member])
    with pytest.raises(ConvscopeError, match=said):
        load(folder)


def test_a_header_that_asks_for_memory_ends_the_shard(tmp_path):
    folder = write_set(tmp_path / "set", {"train": [12]})
    path = folder / "train-000000.tar"
    content = path.read_bytes()
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.XHDTYPE, 2**33
    end = len(content.rstrip(b"\0")) // 512 * 512 + 512
    path.write_bytes(content[:end] + info.tobuf(tarfile.GNU_FORMAT) + content[end:])
    data = load(folder, test_split=0)
    assert len(data.test) == 12
    assert any("a header of" in item.reason for item in data.unreadable)


def test_packed_shards_are_refused_with_what_to_do(tmp_path):
    for number in range(2):
        path = tmp_path / "set" / f"{number}.tar.gz"
        path.parent.mkdir(exist_ok=True)
        with tarfile.open(path, "w:gz") as tar:
            for name, content in samples(0, 4):
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    with pytest.raises(ConvscopeError, match=r"plain \.tar files"):
        load(tmp_path / "set")


def test_an_index_beside_the_shards_is_compared(tmp_path):
    folder = write_set(tmp_path / "set", {"train": [12]})
    index = {"wids_version": 1, "shardlist": [{"url": "train-000000.tar", "nsamples": 13}]}
    (folder / "index.json").write_text(json.dumps(index))
    data = load(folder, test_split=0)
    assert "train-000000.tar holds 12 samples, the index beside it says 13." in data.notes


def test_shards_are_looked_through_once(tmp_path, shards, monkeypatch):
    load(shards)

    def never(task):
        raise AssertionError(task)

    monkeypatch.setattr("convscope.data.sources.shards.shard_index.make_index", never)
    assert len(load(shards).train) == 26


def test_a_shard_that_changes_while_it_is_read_is_told(shards):
    data = load(shards)
    path = shards / "train-000001.tar"
    content = bytearray(path.read_bytes())
    content[512:1024] = bytes(512)
    path.write_bytes(content)
    with pytest.raises(ConvscopeError, match=r"train-000001\.tar has changed since"):
        data.train.images.take(np.arange(26))


def test_keys_end_at_the_first_dot():
    assert key_and_ending("a.b/1.left.PNG") == ("a.b/1", "left.png")
