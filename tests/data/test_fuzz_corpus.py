"""Files that once made a reader fail in another way than with the clear error."""

import sys
from pathlib import Path
from random import Random

import pytest

from convscope.errors import ConvscopeError

sys.path.append(str(Path(__file__).parents[2] / "tools"))

from fuzz.corpus import read_corpus, unpacked
from fuzz.mutation import Mutation
from fuzz.oracle import Oracle
from fuzz.reader import Reader, write_case
from fuzz.readers import READERS
from fuzz.worker import case_at, warm_up

NEVER_THE_PUBLISHERS = "named"
"""The reader whose files have a published hash that no other file has."""


@pytest.fixture
def oracle(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    (tmp_path / "box").mkdir()
    return Oracle(tmp_path / "box")


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reads_what_is_valid(name, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "given"))
    write_case(READERS[name].make(Mutation(Random(0), 0.0)), tmp_path / "given")
    if name == NEVER_THE_PUBLISHERS:
        with pytest.raises(ConvscopeError, match="cifar"):
            READERS[name].read(tmp_path / "given")
    else:
        READERS[name].read(tmp_path / "given")


@pytest.mark.parametrize("name", READERS)
def test_files_that_failed_once_get_the_clear_error(name, oracle, tmp_path):
    entries = [entry for entry in read_corpus() if entry["reader"] == name]
    warm_up(READERS[name], tmp_path / "warm-up")
    failures = {e["kind"]: oracle.judge(READERS[name], unpacked(e["files"])) for e in entries}
    assert {kind: failure for kind, failure in failures.items() if failure is not None} == {}


def test_equal_seeds_make_equal_files():
    model = READERS["model"]
    assert case_at(model, 1, 2) == case_at(model, 1, 2) != case_at(model, 1, 3)


def _read_badly(folder: Path) -> None:
    what = (folder / "a").read_bytes()
    if what == b"raise":
        raise KeyError(what)
    if what == b"warn":
        import warnings

        warnings.warn("odd", stacklevel=1)
    if what == b"say":
        print("odd", file=sys.stderr)
    if what == b"write":
        (folder.parent / "beside.txt").write_text("odd", encoding="utf-8")
    if what == b"spin":
        while True:
            pass
    if what == b"refuse":
        raise ConvscopeError("a", "b", "c")
    if what == b"lack":
        raise ConvscopeError("a", "", "c")


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("raise", "KeyError"),
        ("warn", "warning UserWarning"),
        ("say", "error output"),
        ("write", "writes-outside"),
        ("spin", "more than"),
        ("lack", "error that lacks a part"),
        ("refuse", None),
        ("nothing", None),
    ],
)
def test_the_oracle_sees_what_must_not_be(what, kind, oracle, monkeypatch):
    monkeypatch.setattr("fuzz.oracle.MAX_SECONDS", 0.1)
    reader = Reader("a", lambda _mutation: {}, _read_badly)
    failure = oracle.judge(reader, {"a": what.encode()})
    assert failure is None if kind is None else kind in failure.kind
