"""What commands print: harmless whatever names hold, readable everywhere, quiet in pipes."""

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope import cli
from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.cli.console import Console, print_table
from convscope.model_file import Model, write_model

NASTY = (
    "=1+1",
    "\x1b[31mRED\x1b]0;title\x07",
    "[bold]x[/]",
    ":cat:",
    "a\u202eb",
    "お",
    "$\\frac",
    "-x",
)


@pytest.fixture
def nasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model whose class names are nasty, and images whose names are."""
    monkeypatch.chdir(tmp_path)
    net = Architecture(Input((2, 2, 1)), (Flatten(), Dense(len(NASTY), "softmax")))
    random = np.random.default_rng(0)
    weights = {k: random.normal(size=s).astype(np.float32) for k, s in net.parameter_shapes.items()}
    write_model("my model.safetensors", Model(net, weights, NASTY))
    Path("images").mkdir()
    for name in ("=cmd.png", "a\x1b[2Jb.png", "[red]c.png", "[_].png", "plain.png"):
        Image.fromarray(random.integers(0, 256, (2, 2), np.uint8)).save(f"images/{name}")
    return tmp_path


def convscope(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "convscope", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def commands_in(text: bytes) -> set[int]:
    return {byte for byte in text if byte < 32 and byte not in b"\n\t"} | {*text} & {127}


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_names_do_nothing_to_a_terminal_in_any_encoding(nasty, form, encoding):
    done = convscope(
        "predict", "my model.safetensors", "images", *form, PYTHONIOENCODING=encoding, COLUMNS="200"
    )
    assert done.returncode == 0, done.stderr
    assert not commands_in(done.stdout)
    assert not commands_in(done.stderr)
    text = done.stdout.decode(encoding)
    if form == ("--json",):
        assert {verdict["class_name"] for verdict in json.loads(text)} <= set(NASTY)
    elif form == ("--csv",):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    elif encoding == "utf-8":
        assert "[red]c.png" in text
        assert "[_].png" in text
        assert "a\ufffd[2Jb.png" in text


def test_commands_to_copy_are_quoted(nasty):
    done = convscope("predict", "my model.safetensors", "images")
    line = next(line for line in done.stderr.decode().splitlines() if line.startswith("Next:"))
    words = shlex.split(line.removeprefix("Next:").partition("  ")[0])
    assert words[:3] == ["convscope", "predict", "my model.safetensors"]


@pytest.mark.parametrize("arguments", [("data", "list"), ("--help",), ("summary", "mnist")])
def test_a_reader_that_leaves_is_no_error(arguments, tmp_path):
    """The pipe is closed before anything is read, which `| head -1` may do at any moment."""
    for _ in range(3):
        reading, writing = os.pipe()
        os.close(reading)
        process = subprocess.Popen(
            [sys.executable, "-m", "convscope", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
        os.close(writing)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        assert process.wait() == 0, said
        assert "Error" not in said
        assert "Exception" not in said
        process.stderr.close()


def test_markup_is_only_where_it_is_asked_for():
    file = io.StringIO()
    console = Console(file=file, width=80)
    console.print("[bold]a[/] :cat: \x1b[2J [/]")
    assert file.getvalue() == "[bold]a[/] :cat: ␛[2J [/]\n"


LONG_CELL = "a-run-with-a-name-that-somebody-made-long-" * 8 + "end"


def test_a_piped_table_has_whole_rows(capsys):
    print_table(("run", "said"), [(LONG_CELL, "two words " * 30), ("b", "")])
    rows = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [row.split()[0] for row in rows] == [
        "run",
        "─" * len(rows[1].split()[0]),
        LONG_CELL,
        "b",
    ]
    assert rows[2].count("two words") == 30


def test_a_table_on_a_narrow_terminal_keeps_every_letter(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    print_table(("run",), [(LONG_CELL,)])
    plain = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    lines = plain.splitlines()
    assert max(map(len, lines)) <= 60
    assert LONG_CELL in "".join(line.strip() for line in lines)


def test_every_table_of_a_command_keeps_its_cells():
    makers = {p.name for p in Path(cli.__file__).parent.rglob("*.py") if "Table(" in p.read_text()}
    assert makers == {"console.py"}, "use `console.print_table`, which cuts nothing"
