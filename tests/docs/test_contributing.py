"""`CONTRIBUTING.md` names places and tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split(" | ")]
    for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
]


@pytest.mark.parametrize(("places", "_", "guard"), ROWS, ids=[f"{r[0]} {r[2]}" for r in ROWS])
def test_a_place_and_the_test_that_misses_it_are_there(places: str, _: str, guard: str):
    named = re.findall(r"`([^`]+)`", places)
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []
    (found,) = re.findall(r"`([^`]+)`", guard)
    file, name = found.split("::")
    declared = rf"def {name}\(" if file.endswith(".py") else re.escape(f'test("{name}"')
    assert re.search(declared, (ROOT / file).read_text("utf-8")), f"{file} has no {name}"


def test_there_are_lists_for_all_that_is_added():
    assert len(ROWS) > 25
