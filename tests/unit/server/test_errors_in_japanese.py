"""What the server of the studio refuses is said in Japanese too, in the page's own table."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from convscope.errors import UnknownNameError

SOURCES = Path(__file__).parents[3] / "src/convscope"

ROOMS = (
    *("studio", "server", "runs/queue", "runs/live"),
    *("runs/settings.py", "runs/preparation.py", "runs/reopening.py", "runs/folder.py"),
    "data/corrections.py",
)
"""Rooms whose errors people meet in the studio, but for those of reading data."""

ON_A_TERMINAL = {
    "listening.py": "before there is a page",
    "checking.py": "of --check",
    "network_addresses.py": "before there is a page",
    "room.py": "of wiping a room, or beginning it twice; its refusals have a test of their own",
}
"""Files of these whose errors no page shows, and when they are said."""


def sentences_of(node: ast.expr) -> Iterator[str]:
    """Yields what an argument of an error can say, `{}` for what varies; nothing of a bare name."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)  # type: ignore[misc]
        case ast.IfExp(body=body, orelse=other):
            yield from sentences_of(body)
            yield from sentences_of(other)
        case ast.BinOp(left=left):
            yield from (f"{text}{{}}" for text in sentences_of(left))
            yield from sentences_of(node.right)
        case _:
            return


def spoken(path: Path) -> Iterator[str]:
    """Yields the sentences of all errors of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ConvscopeError":
            for argument in node.args:
                yield from sentences_of(argument)


def table(name: str) -> dict[str, re.Pattern[str]]:
    """Returns the sentences of a table of the page's, each with what it looks like."""
    text = (SOURCES / "web" / name).read_text()
    keys = re.findall(r"""^  ("(?:[^"\\]|\\.)*"|'[^']*'):""", text, re.MULTILINE)
    sentences = [json.loads(key) if key[0] == '"' else key[1:-1] for key in keys]
    return {s: re.compile(".+?".join(map(re.escape, s.split("{}")))) for s in sentences}


def files() -> list[Path]:
    found = [SOURCES / room for room in ROOMS]
    inside = [each for room in found if room.is_dir() for each in sorted(room.rglob("*.py"))]
    every = [*(each for each in found if each.is_file()), *inside]
    return [path for path in every if path.name not in ON_A_TERMINAL]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(SOURCES)))
def test_every_error_of_the_studio_is_said_in_japanese(path):
    tables = ("studio/errors_ja.js", "studio/errors_room_ja.js", "core/errors_ja.js")
    known = [looks for name in tables for looks in table(name).values()]
    missing = {
        text
        for text in spoken(path)
        if re.search("[a-z]", text) and not any(each.fullmatch(text) for each in known)
    }
    assert not missing, "add them to web/studio/errors_ja.js"


def test_the_table_says_nothing_that_no_error_says():
    said = {text for path in files() for text in spoken(path)}
    of_unknown_names = str(UnknownNameError("net", "mnst", ["mnist", "photos"]))
    of_far_names = str(UnknownNameError("net", "qqq", ["mnist", "photos"]))
    said |= set(re.findall(r"[A-Z].*?[.?](?= |$)", f"{of_unknown_names} {of_far_names}"))
    unused = {
        sentence
        for sentence, looks in table("studio/errors_ja.js").items()
        if not any(looks.fullmatch(text) for text in said)
    }
    assert not unused
