"""The source archive holds all that is needed to test the package and to make its models again."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from convscope.shipped import SHIPPED_MODELS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archived(tmp_path_factory) -> set[str]:
    """Paths of all files in the archive, relative to its one folder."""
    folder = tmp_path_factory.mktemp("archive")
    program = f"from hatchling.build import build_sdist; build_sdist({str(folder)!r})"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        return {member.name.partition("/")[2] for member in archive}


def test_every_script_of_the_repository_is_there(archived):
    scripts = {
        str(path.relative_to(ROOT))
        for folder in ("benchmarks", "examples", "src", "tests", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert scripts <= archived


@pytest.mark.parametrize("shipped", SHIPPED_MODELS.values(), ids=SHIPPED_MODELS)
def test_what_wrote_a_shipped_model_is_there(archived, shipped):
    _, script, *_ = shipped.command.split()
    assert script in archived


def test_readme_licence_and_build_files_are_there(archived):
    assert {"README.md", "CHANGELOG.md", "LICENSE", "Makefile", "deno.json"} <= archived
