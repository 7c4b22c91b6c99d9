"""Help appears at once: no command's help imports what only its work needs."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from typer.main import get_command

from convscope.cli.main import app

HEAVY = {
    *("torch", "numpy", "sklearn", "matplotlib", "scipy", "PIL", "safetensors"),
    *("markdown_it", "pygments", "pydantic"),  # what help is rendered with can do without
}


def paths(commands: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in commands.items():
        yield (*before, name)
        yield from paths(getattr(command, "commands", {}), (*before, name))


COMMANDS = [(), *paths(get_command(app).commands)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_imports_nothing_heavy(command):
    program = (
        "import sys\n"
        "from convscope.cli import main\n"
        f"try: main([*{command!r}, '--help'])\n"
        "except SystemExit as ended: code = ended.code\n"
        f"print(code, *sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    *help_lines, last = result.stdout.splitlines()
    assert help_lines[1].split()[:2] == ["Usage:", "-c"]
    assert last == "0"


def test_modules_that_help_left_out_are_there_for_others():
    program = (
        "from convscope.cli.quick_help import import_help_renderer\n"
        "import_help_renderer()\n"
        "from rich.markdown import Markdown\n"
        "print(Markdown('*a*').parsed[0].type)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["paragraph_open"]
