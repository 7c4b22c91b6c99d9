"""The tables in the documentation are made from the figures that were saved."""

import json
import runpy
from pathlib import Path

import pytest

from convscope.benchmark import BenchmarkResult, as_markdown

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "training-speed.md"


@pytest.mark.parametrize("processor", ["epyc", "xeon"])
def test_the_tables_of_an_epoch_are_the_saved_ones(processor):
    saved = json.loads((RESULTS / f"epoch-{processor}.json").read_text("utf-8"))
    assert as_markdown(BenchmarkResult.from_json(saved)) in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", ["mnist", "small-colour"])
def test_the_tables_of_whole_trainings_are_the_saved_ones(name):
    script = runpy.run_path(str(ROOT / "benchmarks" / "whole_trainings.py"))
    saved = json.loads((RESULTS / f"whole-{name}.json").read_text("utf-8"))
    assert script["as_markdown"](saved) in PAGE.read_text("utf-8")
