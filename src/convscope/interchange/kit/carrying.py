"""Programs of a kit with all that they need of convscope: files, renamed, that import one another.

What is carried is found by following imports, so that no list can forget a file. What is imported
for types alone stays behind.
"""

import ast
import re
from pathlib import Path

import convscope

_ROOT = Path(convscope.__file__).parent
_KIT = "convscope.interchange.kit."

PACKAGE = "preparing"
"""Of the kit, in which the carried files lie."""

_PLACES = {
    f"{_KIT}programs.": "",
    _KIT: f"{PACKAGE}.",
    "convscope.data.": f"{PACKAGE}.",
    "convscope.": f"{PACKAGE}.",
}
"""How the names of modules begin here, and how in the kit; the first that fits counts."""

_ABOUT = (
    '"""Parts of convscope {version}, as it has them but for their names. Licence: Apache-2.0.\n'
)
_ABOUT += '\nhttp://www.apache.org/licenses/LICENSE-2.0\n"""\n'


def carried(programs: list[str], pictures: str) -> dict[str, bytes]:
    """Returns the files of a kit that are programs, by path in the kit.

    Args:
        programs: Names in `programs`, such as `"predict"`.
        pictures: `"photographs"` or `"drawings"`: what brings a file to the net's input.
    """
    names = {f"{_KIT}photographs": f"{PACKAGE}.pictures"}
    waiting = [f"{_KIT}programs.{name}" for name in programs]
    texts: dict[str, str] = {}
    while waiting:
        module = waiting.pop()
        source = f"{_KIT}{pictures}" if module == f"{_KIT}photographs" else module
        if module in texts:
            continue
        texts[module] = _path(source).read_text(encoding="utf-8")
        waiting += sorted(_imported(texts[module]))
    files: dict[str, str] = {}
    for module, text in texts.items():
        ending = "/__init__.py" if _path(module).name == "__init__.py" else ".py"
        files[_in_kit(module, names).replace(".", "/") + ending] = _renamed(text, names)
    for folder in {parent for path in files for parent in Path(path).parents if parent.name}:
        about = _ABOUT.format(version=convscope.__version__)
        files.setdefault((folder / "__init__.py").as_posix(), about)
    return {path: text.encode() for path, text in sorted(files.items())}


def _path(module: str) -> Path:
    place = _ROOT.parent / module.replace(".", "/")
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _imported(text: str) -> set[str]:
    """Returns the modules of convscope that a text imports, but those that serve types alone."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("convscope."):
            found.add(node.module or "")
        waiting += ast.iter_child_nodes(node)
    return found


def _in_kit(module: str, names: dict[str, str]) -> str:
    if module in names:
        return names[module]
    begin = next(begin for begin in _PLACES if module.startswith(begin))
    return _PLACES[begin] + module.removeprefix(begin)


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(
        r"(?<=^from )convscope\.[\w.]+|(?<=    from )convscope\.[\w.]+",
        lambda match: _in_kit(match[0], names),
        text,
        flags=re.MULTILINE,
    )
