"""Files are written whole or not at all, and nothing is left lying about."""

import errno
import os
import stat
import tempfile
from pathlib import Path

import pytest

from convscope.errors import ConvscopeError
from convscope.files import write_atomically

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
    assert seen == [OLD]


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
