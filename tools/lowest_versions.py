"""Installs the lowest versions that pyproject.toml allows, and tests with them.

    python tools/lowest_versions.py [--environment FOLDER] [--torch VERSION]

The unit tests run, and one training on the embedded digits. torch is the exception: releases
before the one in constraints.txt come from PyPI for Linux with several gigabytes of CUDA packages,
so that one is taken unless --torch names another.
"""

import argparse
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTED = ["tests/unit"]


def lowest(torch: str) -> list[str]:
    """Returns requirements with the lowest version of everything that is declared."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = re.findall(r'^\s*"([a-z0-9-]+)>=([0-9.]+)[^"]*"', text, re.MULTILINE)
    lines += re.findall(r'"(numba|optuna|anywidget)>=([0-9.]+)"', text)
    wanted = dict(lines)
    tools = {"import-linter", "ruff", "basedpyright", "deno", "playwright", "jupyterlab", "build"}
    tools |= {"axe-playwright-python", "hatchling"}
    wanted |= {"torch": torch}
    return [f"{name}=={version}" for name, version in wanted.items() if name not in tools]


def main() -> int:
    """Installs, trains, tests; returns the worse of both exit codes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, default=ROOT / "build" / "lowest")
    pinned = re.search(r"^torch==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    parser.add_argument("--torch", default=pinned[1])
    options = parser.parse_args()
    venv.create(options.environment, with_pip=True, clear=True)
    python = options.environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    requirements = lowest(options.torch)
    print("\n".join(requirements), flush=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", ROOT], check=True
    )
    runs = options.environment / "runs"
    train = [python, "-m", "convscope", "train", "digits", "--epochs", "2", "--runs", runs]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    tests = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTED]
    codes = [subprocess.run(c, cwd=ROOT, env=environment, check=False) for c in (train, tests)]
    return max(code.returncode for code in codes)


if __name__ == "__main__":
    sys.exit(main())
