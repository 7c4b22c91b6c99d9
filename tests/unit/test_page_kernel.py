"""The page's WebAssembly is what its source in tools/kernel says."""

from pathlib import Path
from runpy import run_path

ROOT = Path(__file__).parents[2]


def test_the_shipped_kernel_is_built_from_its_source():
    built = run_path(str(ROOT / "tools" / "kernel"), run_name="kernel")
    assert built["PATH"].read_text(encoding="utf-8") == built["kernel_script"]()
