"""Every test has a data root and a cache of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
