"""A kit in an environment that has the three packages of its requirements and nothing else."""

import json
import os
import subprocess
import venv
from pathlib import Path

import pytest
from kits import photograph_model, write_pictures

from convscope.interchange.kit import make_kit, write_kit
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import write_model
from convscope.shipped import shipped_model

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(
        not os.environ.get("CONVSCOPE_REGISTRY"),
        reason="fetches packages: set CONVSCOPE_REGISTRY=1",
    ),
]


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    made = make_kit(shipped_model("mnist"), PageSettings("mnist"))
    (folder / "requirements.txt").write_bytes(made.files["requirements.txt"])
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [python, "-m", "pip", "install", "-q", "-r", folder / "requirements.txt"]
    subprocess.run(install, check=True, env=_environment())
    return python


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.mark.parametrize("kind", ["drawn-digits", "photographs"])
def test_a_kit_passes_its_self_test_there(kind, python, tmp_path):
    model = tmp_path / "net.safetensors"
    write_model(model, photograph_model())
    model = model if kind == "photographs" else shipped_model(kind)
    write_kit(make_kit(model, PageSettings(kind)), tmp_path / "kit")
    pictures = write_pictures(tmp_path / "pictures")

    def run(*arguments):
        return subprocess.run(
            [python, *arguments], cwd=tmp_path / "kit", env=_environment(), capture_output=True,
            text=True, check=True,
        ).stdout  # fmt: skip

    assert run("selftest.py").startswith("PASS: ")
    assert len(run("predict.py", *pictures).splitlines()) >= len(pictures)
    installed = json.loads(run("-m", "pip", "list", "--format", "json"))
    assert not {"torch", "onnx", "scipy", "convscope"} & {each["name"] for each in installed}
