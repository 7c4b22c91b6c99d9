"""The light rooms stay light: importing them loads no torch and nothing else that is slow."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

HEAVY = ("torch", "sklearn", "matplotlib", "pandas", "captum", "scipy")
LIGHT = (
    "architecture",
    "data",
    "arithmetic",
    "drawing",
    "keras_files",
    "model_file",
    "shipped",
    "files",
    "errors",
    "arrays",
    "threads",
    "runs.record",
    "studio.table",
    "server.studio_page",
)
ROOMS = ["convscope", *(f"convscope.{room}" for room in LIGHT if find_spec(f"convscope.{room}"))]


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_light_room_loads_nothing_heavy(room):
    program = (
        f"import sys, {room}\n"
        f"print(*sorted({set(HEAVY)!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


@pytest.mark.parametrize(("given", "expected"), [(None, "passive 1000"), ("active", "active None")])
def test_waiting_threads_soon_sleep_unless_told_otherwise(given, expected):
    names = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    variables = {k: v for k, v in os.environ.items() if k not in names}
    if given:
        variables["OMP_WAIT_POLICY"] = given
    program = f"import os, convscope; print(*map(os.environ.get, {names}))"
    assert output_of(program, variables).strip() == expected


@pytest.mark.parametrize("given", [{}, {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "7"}])
def test_programs_of_others_start_as_they_would_without_convscope(given):
    names = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    variables = {k: v for k, v in os.environ.items() if k not in names} | given
    program = (
        "import json, convscope.threads as t\n"
        f"print(json.dumps([t.environment_of_others().get(n) for n in {names}]))"
    )
    assert json.loads(output_of(program, variables)) == [given.get(name) for name in names]


def output_of(program: str, variables: dict[str, str]) -> str:
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    return result.stdout
