"""Installing convscope into Google Colab changes none of the large packages that are there."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]

RUNTIMES = {
    "2025.07": {"python": "3.11.13", "torch": "2.6.0", "numpy": "2.0.2", "keras": "3.8.0"},
    "2025.10": {"python": "3.12.12", "torch": "2.8.0", "numpy": "2.0.2", "keras": "3.10.0"},
}
"""What Colab names as the contents of its runtimes, by the names that its menu gives them."""


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_colab_keeps_its_versions(runtime: str):
    there = RUNTIMES[runtime]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(there["python"])
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["notebook"]]
    wanted = {found.name: found.specifier for found in map(Requirement, asked)}
    assert {"torch", "numpy"} <= set(wanted)
    for name, version in there.items():
        if name in wanted:
            assert wanted[name].contains(version), f"{name} {version} would be replaced"
