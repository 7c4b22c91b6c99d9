"""The examples in the docstrings of every module of the package."""

import doctest
import importlib
import pkgutil

import pytest

import convscope

OPTIONAL = {"anywidget": "notebook", "keras": "keras", "tensorflow": "keras"}
"""Extra that brings a package along, by package."""

MODULES = [
    "convscope",
    *(
        module.name
        for module in pkgutil.walk_packages(
            convscope.__path__, "convscope.", onerror=lambda _: None
        )
        if not module.name.endswith("__main__")
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name, tmp_path, monkeypatch):
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        if package not in OPTIONAL:
            raise
        pytest.skip(f"needs {package}: pip install 'convscope[{OPTIONAL[package]}]'")
    monkeypatch.chdir(tmp_path)  # an example that writes a file writes it here
    results = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0, f"{results.failed} of {results.attempted} examples in {name}"


def test_there_are_examples_to_run():
    finder = doctest.DocTestFinder(exclude_empty=True)
    module = importlib.import_module("convscope.architecture.windows")
    assert any(test.examples for test in finder.find(module))
