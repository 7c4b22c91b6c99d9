"""Every command and program that the documents show, read from the documents themselves."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[2]

Kind = Literal["shell", "python", "notebook"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`((?:python|(?:convscope|torchrun|pip)\s+[^`\s]+)\s[^`]+)`")
"""A command within a sentence. `convscope train` alone only names one."""

_EXAMPLES = re.compile(r"\[bold\]Examples?\[/bold\](.*)", re.DOTALL)
_BEGIN = "Begin with: "


@dataclass(frozen=True)
class Documented:
    """One command or program.

    Attributes:
        text: The command on one line without its comment; of a program the file's path below the
            root, or the program itself where it stands in a page.
        kind: What runs it.
        where: Pages and helps that show it.
    """

    text: str
    kind: Kind
    where: tuple[str, ...]

    @property
    def title(self) -> str:
        """The command, or the first telling line of a program, to be shown in a table."""
        lines = [line for line in self.text.splitlines() if line.strip()]
        return self.text if len(lines) == 1 else f"{lines[0]} …"


def documented(root: Path = ROOT) -> list[Documented]:
    """Returns all of them, each once, in the order in which a reader meets them."""
    found: dict[tuple[str, Kind], list[str]] = {}
    for text, kind, where in _all(root):
        places = found.setdefault((text, kind), [])
        if where not in places:
            places.append(where)
    return [Documented(text, kind, tuple(where)) for (text, kind), where in found.items()]


def _all(root: Path) -> Iterator[tuple[str, Kind, str]]:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    for page in pages:
        name = page.relative_to(root).as_posix()
        if not name.startswith("docs/walks/"):
            for text, kind in in_page(page.read_text("utf-8")):
                yield text, kind, name
    for text, where in in_help():
        yield text, "shell", where
    for path in sorted((root / "examples").iterdir()):
        if path.suffix in (".py", ".ipynb"):
            yield f"examples/{path.name}", _kind_of(path), "examples/"


def _kind_of(path: Path) -> Kind:
    return "notebook" if path.suffix == ".ipynb" else "python"


def in_page(page: str) -> Iterator[tuple[str, Kind]]:
    """Yields what a Markdown page shows: its blocks, then the commands within its sentences."""
    for language, content in _BLOCK.findall(page):
        if language == "sh":
            for command in commands_of(content):
                yield command, "shell"
        elif language == "python":
            yield content, "python"
    for span in _SPAN.findall(_BLOCK.sub("", page)):
        yield " ".join(span.split()), "shell"


def commands_of(block: str) -> Iterator[str]:
    r"""Yields the commands of a shell block: continued lines joined, comments gone.

    Example:
        >>> list(commands_of("make start   # installs\nconvscope train \\\n    digits\n"))
        ['make start', 'convscope train digits']
    """
    for line in re.sub(r"\\\n\s*", "", block).splitlines():
        command = re.sub(r"(^|\s+)#.*", "", line).strip()
        if command:
            yield command


def recipe_of(target: str, makefile: str) -> str:
    r"""Returns the commands of a target of a Makefile, as they are typed in its environment.

    Example:
        >>> recipe_of("start", "start: x\n\t$(BIN)/convscope train digits\n\nstop:\n")
        'convscope train digits'
    """
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    if found is None:
        raise ValueError(f"The Makefile has no target {target}.")
    return " && ".join(line.strip().replace("$(BIN)/", "") for line in found[1].splitlines())


def in_help() -> Iterator[tuple[str, str]]:
    """Yields every help itself, and the examples that it shows, with the help that shows them."""
    from typer.main import get_command

    from convscope.cli.main import app

    yield from _helps("convscope", get_command(app))


def _helps(name: str, command: Any) -> Iterator[tuple[str, str]]:
    where = f"{name} --help"
    yield where, where
    if command.epilog and command.epilog.startswith(_BEGIN):
        yield command.epilog.removeprefix(_BEGIN), where
    if examples := _EXAMPLES.search(command.help or ""):
        for line in examples[1].splitlines():
            if line.strip():
                yield line.strip(), where
    for part, below in getattr(command, "commands", {}).items():
        yield from _helps(f"{name} {part}", below)


def notebook_code(path: Path) -> str:
    """Returns the cells of a notebook that hold code, one below the other."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
