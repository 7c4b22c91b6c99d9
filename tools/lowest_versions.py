"""Installs the lowest versions that pyproject.toml allows, and tests with them.

    python tools/lowest_versions.py [--environment FOLDER] [--torch VERSION]

One training on the embedded digits runs, then the unit tests; both results are said at the end.
For Linux, PyPI has torch's older releases only as builds for CUDA; the gigabytes of CUDA itself are
left out, torch's own 0.8 GB are not (see `torch_without_cuda.py`).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import Any

from torch_without_cuda import drop_cuda_requirements, make_empty_libraries

ROOT = Path(__file__).parents[1]
TESTED = ["tests/unit"]
NOT_NEEDED = {
    "import-linter", "ruff", "basedpyright", "playwright", "axe-playwright-python",
    "jupyterlab", "notebook", "marimo", "build", "hatchling",
}  # fmt: skip
"""Tools of development that neither the training nor the unit tests use."""


def lowest_requirements(project: dict[str, Any]) -> dict[str, str]:
    """Returns the lowest version of everything that is declared, by name.

    Args:
        project: The table `[project]` of pyproject.toml.
    """
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *(line for lines in extras.values() for line in lines)]
    found = [re.match(r"([A-Za-z0-9_-]+)>=([0-9.]+)", requirement) for requirement in declared]
    return {match[1]: match[2] for match in found if match and match[1] not in NOT_NEEDED}


def install(environment: Path, versions: dict[str, str]) -> dict[str, str]:
    """Makes an environment with these versions and convscope; returns the variables it needs."""
    venv.create(environment, with_pip=True, clear=True)
    scripts = environment.absolute() / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-m", "pip", "install", "--quiet"]
    variables = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Tests start commands as people do, who find those of their environment first.
    variables["PATH"] = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
    variables.pop("PYTHONPATH", None)
    if sys.platform == "linux":
        subprocess.run([*pip, "--no-deps", f"torch=={versions['torch']}"], check=True)
        [packages] = environment.absolute().glob("lib/python*/site-packages")
        if drop_cuda_requirements(packages):
            empty = environment.absolute() / "empty-libraries"
            make_empty_libraries(packages / "torch" / "lib", empty)
            variables["LD_LIBRARY_PATH"] = str(empty)
    requirements = [f"{name}=={version}" for name, version in versions.items()]
    subprocess.run([*pip, *requirements], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", ROOT], check=True)
    return variables


def main() -> int:
    """Installs, trains, tests; returns the worse of both exit codes."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, default=ROOT / "build" / "lowest")
    parser.add_argument("--torch", help="another version of it than the lowest")
    options = parser.parse_args()
    with (ROOT / "pyproject.toml").open("rb") as file:
        versions = lowest_requirements(tomllib.load(file)["project"])
    if options.torch is not None:
        versions["torch"] = options.torch
    print(*(f"{name}=={version}" for name, version in versions.items()), sep="\n", flush=True)
    environment = install(options.environment, versions)
    python = shutil.which("python", path=environment["PATH"]) or sys.executable
    commands = {
        "a training": [
            *(python, "-m", "convscope", "train", "digits", "--epochs", "2"),
            *("--runs", options.environment / "runs"),
        ],
        # Old releases use what newer ones of their own dependencies deprecate.
        "unit tests": [
            *(python, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-W", "default::DeprecationWarning", *TESTED),
        ],
    }
    codes = {
        name: subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        for name, command in commands.items()
    }
    for name, code in codes.items():
        print(f"{name} with the lowest versions: {f'failed (exit {code})' if code else 'passed'}")
    return max(codes.values())


if __name__ == "__main__":
    sys.exit(main())
