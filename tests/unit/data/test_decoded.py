"""Decoded copies: found again, mapped when large, made anew when damaged, safe to race for."""

import multiprocessing
import os

import numpy as np
import pytest
from idx_files import write_idx

from convscope.data import load_data
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
