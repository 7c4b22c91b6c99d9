"""What is done when a module is imported is done once, behind its own code, and not before."""

import importlib
import importlib.util
import sys

import pytest

from convscope.accelerate.import_hook import when_imported, when_imported_no_more

NAME = "module_that_somebody_waits_for"


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / f"{NAME}.py").write_text("value = 1\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield NAME
    sys.modules.pop(NAME, None)
    when_imported_no_more(NAME)


def test_a_module_is_told_of_when_it_is_imported(module):
    seen = []
    when_imported(module, lambda found: seen.append(found.value))
    assert seen == []
    imported = importlib.import_module(module)
    assert seen == [1]
    assert imported.__loader__ is imported.__spec__.loader
    assert type(imported.__loader__).__module__ != "convscope.accelerate.import_hook"
    importlib.reload(imported)
    assert seen == [1]


def test_asking_whether_a_module_exists_is_no_import(module):
    seen = []
    when_imported(module, seen.append)
    assert importlib.util.find_spec(module) is not None
    assert seen == []
    importlib.import_module(module)
    assert len(seen) == 1


def test_a_module_that_is_there_is_told_of_at_once(module):
    imported = importlib.import_module(module)
    seen = []
    when_imported(module, seen.append)
    assert seen == [imported]


def test_what_is_no_longer_waited_for_is_not_told(module):
    seen = []
    when_imported(module, seen.append)
    when_imported_no_more(module)
    importlib.import_module(module)
    assert seen == []


def test_a_module_that_fails_fails_as_before(tmp_path, monkeypatch):
    (tmp_path / "module_that_fails.py").write_text("raise KeyError('mine')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    when_imported("module_that_fails", lambda _: None)
    with pytest.raises(KeyError, match="mine"):
        importlib.import_module("module_that_fails")
    when_imported_no_more("module_that_fails")


def test_a_module_that_does_not_exist_fails_as_before():
    when_imported("module_that_is_nowhere", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match="module_that_is_nowhere"):
        importlib.import_module("module_that_is_nowhere")
    when_imported_no_more("module_that_is_nowhere")
