"""A small part of what `tools/inject_faults` does: every write of a model file."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_model_file_survives_a_fault_at_every_write(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "inject_faults", "model file"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("| model file | 8 | 1 | 20 | 20 |")
