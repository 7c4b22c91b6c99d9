"""The page about lessons: its table is that of the lessons as they are."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_stumbling_blocks_is_up_to_date():
    spec = importlib.util.spec_from_file_location("blocks", ROOT / "tools" / "lesson_blocks.py")
    assert spec
    assert spec.loader
    blocks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(blocks)
    text = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    written = text.partition(blocks.MARK)[2].strip()
    assert written == blocks.table().strip(), "run python tools/lesson_blocks.py"
    assert all(" |  | " not in row for row in written.splitlines()), "a block that nothing meets"
