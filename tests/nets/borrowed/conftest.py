"""A stand-in for a backbone, in a package of its own, and folders that each test has for itself."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from stand_in_eyes import SIDE, StandIn, build_eyes, write_photos

from convscope.backbones import BACKBONES, KnownBackbone
from convscope.backbones.weight_files import read_torch_file


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    folder = tmp_path_factory.mktemp("stand-in")
    package = folder / "tiny_eyes_package"
    package.mkdir()
    # Whoever runs the code of a package of weights is told.
    (package / "__init__.py").write_text("raise RuntimeError('its code was run')\n")
    random = torch.Generator().manual_seed(0)
    file = package / "tiny.pth"
    torch.save(
        {
            "a": torch.randn(3, 3, 3, 6, generator=random) * 0.3,
            "b": torch.randn(3, 3, 6, 11, generator=random) * 0.3,
        },
        file,
    )
    known = KnownBackbone(
        "tiny-eyes",
        "a stand-in",
        package="tiny-eyes-package==1",
        module="tiny_eyes_package",
        file="tiny.pth",
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        num_bytes=file.stat().st_size,
        side=SIDE,
        read=read_torch_file,
        build=build_eyes,
        trained_on="nothing",
        licence="ours",
        source="the tests",
    )
    sys.path.insert(0, str(folder))
    others = dict(BACKBONES)
    BACKBONES.clear()
    BACKBONES["tiny-eyes"] = known
    yield StandIn(known, file, write_photos(folder / "photos"))
    BACKBONES.clear()
    BACKBONES.update(others)
    sys.path.remove(str(folder))


@pytest.fixture(autouse=True)
def own_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
