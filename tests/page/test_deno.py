"""The page's modules are formatted, linted, typed, and pass their own tests."""

import subprocess
from pathlib import Path

import pytest
from deno import find_deno_bin

ROOT = Path(__file__).parents[2]
SOURCES = ["src/convscope/web", "src/convscope/tfjs_files", "tests/page"]

COMMANDS = {
    "format": ["fmt", "--check"],
    "lint": ["lint"],
    "types": ["check"],
    "tests": ["test", "--allow-read", "--no-check"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_deno_is_content(command: list[str]) -> None:
    result = subprocess.run(
        [find_deno_bin(), *command, *SOURCES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1", "PATH": ""},
    )
    assert result.returncode == 0, result.stdout + result.stderr
