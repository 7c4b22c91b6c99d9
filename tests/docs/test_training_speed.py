"""The table in the documentation is made from the figures that were saved."""

import json
from pathlib import Path

from convscope.benchmark import BenchmarkResult, as_markdown

ROOT = Path(__file__).parents[2]


def test_the_table_of_an_epoch_is_the_saved_one():
    saved = json.loads((ROOT / "benchmarks" / "results" / "epoch.json").read_text("utf-8"))
    table = as_markdown(BenchmarkResult.from_json(saved))
    assert table in (ROOT / "docs" / "training-speed.md").read_text("utf-8")
