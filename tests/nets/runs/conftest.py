"""A small set of images that a net learns in a second, and a folder for its runs."""

from pathlib import Path

import pytest

from bars import write_bars


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))


@pytest.fixture
def bars_file(tmp_path: Path) -> Path:
    return write_bars(tmp_path / "bars.npz")


@pytest.fixture
def small_net(tmp_path: Path) -> Path:
    """A net with everything that has a state: dropout, batch normalization, two kernels."""
    from convscope import architecture as arch

    net = arch.Architecture(
        arch.Input((13, 11, 1)),
        (
            arch.Conv2D(5, (3, 3), activation="relu"),
            arch.MaxPooling2D(),
            arch.BatchNormalization(momentum=0.8),
            arch.Flatten(),
            arch.Dropout(0.3),
            arch.Dense(3, "softmax"),
        ),
    )
    path = tmp_path / "small.json"
    path.write_text(arch.net_to_text(net), encoding="utf-8")
    return path
