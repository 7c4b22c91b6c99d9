"""The golden files that the page is compared with are what Python computes today."""

import importlib.util
import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
HINT = "run: python tests/data/make_drawing_golden.py"


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("golden", DATA / "make_drawing_golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_golden_cases_are_up_to_date(maker):
    stored = json.loads((DATA / "drawing" / "golden.json").read_text(encoding="utf-8"))
    computed = json.loads(json.dumps(maker.golden()))
    stored_pictures = stored.pop("pictures")
    computed_pictures = computed.pop("pictures")
    # another version of Pillow may write another JPEG
    del stored_pictures["jpeg_of_pencil_on_paper"], computed_pictures["jpeg_of_pencil_on_paper"]
    assert stored_pictures == computed_pictures, HINT
    for cases in (stored, computed):
        cases["rasters"] = [c for c in cases["rasters"] if not c["picture"].startswith("jpeg")]
    assert stored == computed, HINT


def test_the_table_of_the_page_is_the_table_of_python(maker):
    assert maker.PLACEMENTS_JS.read_text(encoding="utf-8") == maker.placements_js(), HINT
