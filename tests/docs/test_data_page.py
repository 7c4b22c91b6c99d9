"""The page on data says what the code reads, and the code is tested on what the page says."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_made_from_the_table():
    spec = importlib.util.spec_from_file_location("data_page", ROOT / "tools" / "data_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), (
        "run: python tools/data_page.py"
    )
