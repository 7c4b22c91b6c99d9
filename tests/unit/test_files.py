"""Files are written whole or not at all, and nothing is left lying about."""

import errno
import multiprocessing
import os
import stat
import tempfile
import time
from pathlib import Path

import pytest

from convscope.errors import ConvscopeError
from convscope.files import remove_left_overs, temporary_folder, write_atomically

OLD, NEW = b"what was there", b"what comes"


@pytest.fixture
def old_file(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(OLD)
    return path


def expect_untouched(path):
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_new_file_and_an_old_one_are_written(old_file):
    write_atomically(old_file, NEW)
    write_atomically(str(old_file.parent / "new"), b"")
    assert old_file.read_bytes() == NEW
    assert (old_file.parent / "new").read_bytes() == b""
    assert sorted(path.name for path in old_file.parent.iterdir()) == ["model.bin", "new"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_has_the_permissions_of_any_other_file(old_file):
    beside = old_file.parent / "beside"
    beside.touch()
    write_atomically(old_file, NEW)
    assert stat.S_IMODE(old_file.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode)


def test_the_old_file_is_whole_until_the_new_one_is_on_the_disk(old_file, monkeypatch):
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (seen.append(old_file.read_bytes()), fsync(file)))
    write_atomically(old_file, NEW)
    assert seen[0] == OLD


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(old_file, monkeypatch, failing):
    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[failing], refuse)
    expected = r"model\.bin could not be written: No space left on device\. .*10 bytes.*unchanged"
    with pytest.raises(ConvscopeError, match=expected):
        write_atomically(old_file, NEW)
    expect_untouched(old_file)


def test_a_full_disk_while_writing_leaves_the_old_file_and_no_other(old_file, monkeypatch):
    open_file = os.fdopen

    class FullDisk:
        def __init__(self, *arguments):
            self.file = open_file(*arguments)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content):
            self.file.write(content[:3])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", FullDisk)
    with pytest.raises(ConvscopeError, match="No space left on device"):
        write_atomically(old_file, NEW)
    expect_untouched(old_file)


def test_an_interruption_leaves_the_old_file_and_no_other(old_file, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(old_file, NEW)
    expect_untouched(old_file)


def test_a_read_only_folder_is_named(old_file, monkeypatch):
    def refuse(**_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    expected = r"model\.bin could not be written: Permission denied\. Expected a writable folder"
    with pytest.raises(ConvscopeError, match=expected):
        write_atomically(old_file, NEW)
    expect_untouched(old_file)


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(ConvscopeError, match=r"runs.model\.bin could not be written: No such file"):
        write_atomically(tmp_path / "runs" / "model.bin", NEW)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_overwritten(tmp_path):
    (tmp_path / "model.bin").mkdir()
    with pytest.raises(ConvscopeError, match="could not be written"):
        write_atomically(tmp_path / "model.bin", NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["model.bin"]


def _write_slowly(path, stage):
    """Writes a file and a folder and stops in the middle of both."""
    fsync = os.fsync

    def stop(file):
        fsync(file)
        stage.set()
        time.sleep(60)

    with temporary_folder(path.parent, "decoding") as folder:
        (folder / "images.npy").write_bytes(NEW)
        os.fsync = stop
        write_atomically(path, NEW)


@pytest.fixture
def someone_writing(old_file):
    """Another process, in the middle of writing the same file and a folder."""
    context = multiprocessing.get_context("spawn")
    stage = context.Event()
    process = context.Process(target=_write_slowly, args=(old_file, stage))
    process.start()
    assert stage.wait(30)
    yield process
    process.kill()
    process.join()


def beside(path):
    return sorted(each.name for each in path.parent.iterdir() if each != path)


def test_the_work_of_a_living_process_stays(old_file, someone_writing):
    before = beside(old_file)
    remove_left_overs(old_file.parent, "decoding")
    write_atomically(old_file, NEW)
    assert beside(old_file) == before
    assert len(before) == 3  # a part of the file, a folder, its lock


def test_what_a_killed_process_left_is_removed_at_the_next_write(old_file, someone_writing):
    someone_writing.kill()
    someone_writing.join()
    assert len(beside(old_file)) == 3
    remove_left_overs(old_file.parent, "decoding")
    write_atomically(old_file, NEW)
    assert beside(old_file) == []
    assert old_file.read_bytes() == NEW


def test_only_parts_of_the_same_file_are_removed(old_file):
    kept = [".model.bin.notes", ".model.bin.12345678", ".other.bin.abcdefgh.part", "x.part"]
    for name in kept:
        (old_file.parent / name).touch()
    (old_file.parent / ".model.bin.abcdefgh.part").touch()
    write_atomically(old_file, NEW)
    assert beside(old_file) == sorted(kept)


def test_folders_of_older_versions_are_removed_once_they_are_old(tmp_path):
    fresh, old = tmp_path / ".decoding-abcd1234", tmp_path / ".decoding-wxyz9876"
    for folder in (fresh, old):
        folder.mkdir()
        (folder / "train.images.npy").touch()
    os.utime(old, (time.time() - 7200,) * 2)
    remove_left_overs(tmp_path, "decoding")
    assert list(tmp_path.iterdir()) == [fresh]


def test_a_folder_that_was_moved_away_stays(tmp_path):
    with temporary_folder(tmp_path, "decoding") as folder:
        (folder / "content").write_bytes(NEW)
        folder.rename(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
