"""Archives that are sent to the page: read in place, kept under a plain name, refused whole."""

import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convscope.data import load_data
from convscope.errors import ConvscopeError
from convscope.studio import data_answers, uploaded
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    folder = tmp_path / "studio"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    return Workspace(folder, folder / "runs")


def archive(prefix: str = "") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(12):
            pixels = np.random.default_rng(number).integers(0, 256, (12, 12), np.uint8)
            picture = BytesIO()
            Image.fromarray(pixels).save(picture, "PNG")
            name = f"{prefix}{'ab'[number % 2]}/{number}.png"
            archive.writestr(zipfile.ZipInfo(name), picture.getvalue())  # of no certain time
    return file.getvalue()


def keep(workspace: Workspace, name: str, content: bytes) -> str:
    return uploaded.keep(workspace, Asked(query={"name": name}, body=content))["source"]


def test_an_archive_is_a_set_from_then_on(workspace: Workspace) -> None:
    source = keep(workspace, "fruits.zip", archive())
    assert source == "uploaded/fruits.zip"
    assert Path(source).read_bytes() == archive()
    told = data_answers.list_sets(workspace, Asked())["sets"]
    assert {"source": source, "title": source} in told
    shown = data_answers.show(workspace, Asked(query={"source": source}))
    assert shown["classes"] == ["a", "b"]
    assert sum(map(sum, shown["counts"].values())) == 12
    assert load_data(source, progress=False).class_names == ("a", "b")


def test_one_that_is_there_is_not_written_over(workspace: Workspace) -> None:
    names = [keep(workspace, "fruits.zip", archive()) for _ in range(3)]
    assert names == [f"uploaded/fruits{end}.zip" for end in ("", "-2", "-3")]


@pytest.mark.parametrize("name", ["../../out.zip", "/etc/passwd", "", "con.zip", ".zip"])
def test_no_name_leads_elsewhere(workspace: Workspace, name: str) -> None:
    source = keep(workspace, name, archive())
    path = workspace.folder / source
    assert path.parent == workspace.folder / "uploaded"
    assert path.is_file()
    assert [p for p in workspace.folder.parent.rglob("*.zip") if p != path] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", archive()[:-40], archive("../"), b"PK\x03\x04" + bytes(100)],
    ids=["empty", "text", "cut", "leads out", "damaged"],
)
def test_what_is_no_archive_of_images_is_refused_and_not_kept(
    workspace: Workspace, content: bytes
) -> None:
    with pytest.raises(ConvscopeError):
        keep(workspace, "fruits.zip", content)
    assert list((workspace.folder / "uploaded").iterdir()) == []
    assert workspace.own_sets() == []


def test_there_is_an_end_to_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded, "MOST_UPLOADED", 1)
    keep(workspace, "fruits.zip", archive())
    with pytest.raises(ConvscopeError, match="uploaded/ has 1 archives"):
        keep(workspace, "more.zip", archive())
