"""Decoded copies: found again, mapped when large, made anew when damaged, safe to race for."""

import multiprocessing
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from idx_files import write_idx
from PIL import Image

from convscope.data import load_data
from convscope.data.mapped_images import expect_undamaged
from convscope.data.picked_images import pick_images
from convscope.errors import ConvscopeError


def copies(tmp_path):
    return [p for p in (tmp_path / "cache").iterdir() if p.name != "index"]


def test_a_second_load_reads_no_source_file(tmp_path, monkeypatch):
    folder = write_idx(tmp_path / "a")
    first = load_data(folder)

    def forbidden(*_arguments):
        raise AssertionError("the source was read again")

    monkeypatch.setattr("convscope.data.loading.decode_arrays", forbidden)
    monkeypatch.setattr("convscope.data.loading.files_digest", forbidden)
    second = load_data(folder)
    np.testing.assert_array_equal(first.train.images, second.train.images)
    assert first.content_hash == second.content_hash


def test_a_large_set_stays_on_the_disk(tmp_path):
    folder = write_idx(tmp_path / "a")
    assert not isinstance(load_data(folder).train.images, np.memmap)
    mapped = load_data(folder, max_memory_bytes=10)
    assert isinstance(mapped.train.images, np.memmap)
    np.testing.assert_array_equal(mapped.train.images, load_data(folder).train.images)


@pytest.mark.parametrize("damage", ["cut", "overwrite", "delete", "meta"])
def test_a_damaged_copy_is_made_anew(tmp_path, damage):
    folder = write_idx(tmp_path / "a")
    whole = load_data(folder)
    copy = copies(tmp_path)[0]
    images = copy / "train.images.npy"
    if damage == "cut":
        images.write_bytes(images.read_bytes()[:-1])
    elif damage == "overwrite":
        images.write_bytes(bytes(len(images.read_bytes())))
    elif damage == "delete":
        images.unlink()
    else:
        (copy / "meta.json").write_text("{")
    again = load_data(folder)
    np.testing.assert_array_equal(again.train.images, whole.train.images)


def test_nothing_is_left_behind_when_decoding_fails(tmp_path):
    folder = write_idx(tmp_path / "a")
    (folder / "train-images-idx3-ubyte.gz").write_bytes(b"nonsense")
    with pytest.raises(ConvscopeError, match="begins with the number"):
        load_data(folder)
    assert copies(tmp_path) == []


def test_without_a_place_for_copies_it_works_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "file" / "cache"))
    assert len(load_data(write_idx(tmp_path / "a")).train) == 20


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, os.strerror(28))

    folder = write_idx(tmp_path / "a")
    monkeypatch.setattr("convscope.data.decoded.np.save", full)
    with pytest.raises(ConvscopeError, match="could not be written: No space left"):
        load_data(folder)
    assert copies(tmp_path) == []


def _load(folder, results):
    results.put(load_data(folder).content_hash)


def test_two_processes_at_once_agree(tmp_path):
    folder = write_idx(tmp_path / "a", number=2000)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [context.Process(target=_load, args=(folder, results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    hashes = {results.get(timeout=60) for _ in workers}
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert len(hashes) == 1
    assert len(copies(tmp_path)) == 1


def damage(path, place):
    """Zeroes 4 KiB, as a failing disk does; where there are zeros already, one bit is turned."""
    content = bytearray(path.read_bytes())
    block = bytes(content[place : place + 4096])
    content[place : place + 4096] = bytes(len(block)) if any(block) else b"\1" + block[1:]
    path.write_bytes(content)


@pytest.mark.parametrize("share", [0.05, 0.31, 0.5, 0.77, 0.99])
@pytest.mark.parametrize("name", ["train.images.npy", "test.labels.npy"])
def test_no_damaged_block_is_ever_trained_on(tmp_path, share, name):
    folder = write_idx(tmp_path / "a", number=2000)
    whole = load_data(folder)
    path = copies(tmp_path)[0] / name
    damage(path, int(path.stat().st_size * share))
    again = load_data(folder)
    np.testing.assert_array_equal(again.train.images, whole.train.images)
    np.testing.assert_array_equal(again.test.labels, whole.test.labels)
    assert again.content_hash == whole.content_hash


READERS = {
    "one": lambda images: [images[index] for index in range(len(images))],
    "some": lambda images: images[np.arange(len(images))],
    "a mask": lambda images: images[np.ones(len(images), bool)],
    "slices": lambda images: [images[start : start + 50] for start in range(0, 2000, 50)],
    "mirrored slices": lambda images: [
        images[:, :, ::-1][start : start + 50] for start in range(0, 2000, 50)
    ],
    "all at once": lambda images: np.ascontiguousarray(expect_undamaged(images)),
    "picked": lambda images: pick_images(images, np.arange(len(images))),
    "a part of a part": lambda images: images[3:][1:][np.arange(1996)],
}


@pytest.mark.parametrize("reader", READERS)
def test_images_that_stay_on_the_disk_are_compared_when_they_are_read(tmp_path, reader):
    folder = write_idx(tmp_path / "a", number=2000)
    whole = load_data(folder)
    READERS[reader](load_data(folder, max_memory_bytes=8000).train.images)
    path = copies(tmp_path)[0] / "train.images.npy"
    damage(path, path.stat().st_size // 2)
    large = load_data(folder, max_memory_bytes=8000).train.images
    with pytest.raises(ConvscopeError, match=r"has changed since it was written\..*same command"):
        READERS[reader](large)
    np.testing.assert_array_equal(load_data(folder).train.images, whole.train.images)


@pytest.mark.parametrize("content", [b"", b"[]", b"3", b'{"digest": 1}', b"[" * 9000, b"\xff"])
def test_whatever_stands_in_a_copys_facts_it_is_made_anew(tmp_path, content):
    folder = write_idx(tmp_path / "a")
    whole = load_data(folder)
    (copies(tmp_path)[0] / "meta.json").write_bytes(content)
    assert load_data(folder).content_hash == whole.content_hash


def test_a_changed_fact_of_a_copy_is_noticed(tmp_path):
    folder = write_idx(tmp_path / "a")
    whole = load_data(folder)
    path = copies(tmp_path)[0] / "meta.json"
    path.write_text(
        path.read_text().replace('"class_names": ["0", "1"', '"class_names": ["0", "7"')
    )
    assert load_data(folder).class_names == whole.class_names


@pytest.mark.parametrize("kind", ["idx", "images"])
def test_a_change_of_equal_size_and_time_is_noticed(tmp_path, kind):
    folder = tmp_path / "a"
    if kind == "idx":
        path = write_idx(folder, compress=False) / "train-images-idx3-ubyte"
    else:
        for name in ("x/1.bmp", "x/2.bmp", "x/3.bmp", "y/1.bmp", "y/2.bmp", "y/3.bmp"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((9, 9), len(name) + ord(name[2]), np.uint8)).save(folder / name)
        path = folder / "x/1.bmp"
    before = load_data(folder)
    stat, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:-20] + bytes(x ^ 85 for x in content[-20:]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert load_data(folder).content_hash != before.content_hash


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_every_byte_is_on_the_disk_before_a_copy_gets_its_name(tmp_path, monkeypatch):
    synced = []
    fsync = os.fsync

    def note(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    load_data(write_idx(tmp_path / "a"))
    for name in ("train.images.npy", "train.labels.npy", "test.images.npy", "test.labels.npy"):
        assert name in synced
    assert synced.index("train.images.npy") < synced.index("cache")
    assert any(name.startswith(".meta.json.") for name in synced)
