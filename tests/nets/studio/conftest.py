"""A studio with two finished runs of the same data, trained once for all tests."""

import shutil
from pathlib import Path

import pytest

from bars import write_bars
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run
from convscope.studio.workspace import Workspace


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `bars.npz` and the runs `short` and `long`."""
    folder = tmp_path_factory.mktemp("studio")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVSCOPE_CACHE", str(folder / "cache"))
        data = write_bars(folder / "bars.npz")
        for name, epochs in (("short", 1), ("long", 6)):
            settings = TrainSettings(data=str(data), net="mnist", epochs=epochs)
            start_run(prepare(settings), name=name, root=folder / "runs")
    return folder


@pytest.fixture
def workspace(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A studio on a copy of these runs, which tests may change."""
    monkeypatch.setenv("CONVSCOPE_CACHE", str(trained / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    shutil.copytree(trained / "runs", tmp_path / "runs")
    yield Workspace(tmp_path, tmp_path / "runs", str(trained / "bars.npz"))
    for table in trained.glob("*.labels.csv"):
        table.unlink()
