"""What a room refuses is said in Japanese, too: pupils read it on their phones."""

import ast
import re
from pathlib import Path

import convscope

PACKAGE = Path(convscope.__file__).parent
TABLE = PACKAGE / "web" / "studio" / "errors_room_ja.js"
SOURCES = [
    *sorted((PACKAGE / "studio" / "classroom").glob("*.py")),
    PACKAGE / "server" / "room_guard.py",
    PACKAGE / "server" / "classroom_page.py",
]


def sentence(node: ast.expr) -> str:
    """Returns a text with `{}` for what varies."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in parts)


def sentences() -> list[str]:
    found = []
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            name = getattr(call.func, "id", name)
            if name in ("Refused", "ConvscopeError"):
                found += [sentence(each) for each in call.args[:3]]
            if name == "_too_much":
                found.append(sentence(call.args[0]))
    return [each for each in found if len(re.findall("[a-z]", each)) > 8]  # the rest is a frame


def test_every_refusal_is_said_in_japanese():
    table = set(
        re.findall(r"""^  (?:"((?:[^"\\]|\\.)*)"|'([^']*)'):""", TABLE.read_text("utf-8"), re.M)
    )
    known = {double or single for double, single in table}
    found = sentences()
    assert len(found) > 45
    assert [each for each in found if each not in known] == [], f"add them to {TABLE.name}"
    assert sorted(known - set(found)) == [], "nobody says them any more"
