"""What a net gets of an image, beside the image as it lies in its file."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from convscope.data import load_data
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.studio import data_answers, fitted_answers
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace

SIZES = [(30, 50), (50, 30), (40, 40), (1500, 20)]


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A folder of pictures of four sizes in two classes, and one of arrays."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    for number in range(24):
        path = tmp_path / "photos" / "ab"[number % 2] / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(
            0, 256, (*SIZES[number // 2 % 4], 3), np.uint8
        )
        Image.fromarray(pixels).save(path)
    x = np.random.default_rng(0).integers(0, 256, (40, 9, 7), np.uint8)
    np.savez(tmp_path / "arrays.npz", x_train=x, y_train=np.arange(40) % 2)
    return Workspace(tmp_path, tmp_path / "runs")


def shown(workspace, **query):
    content = fitted_answers.picture(workspace, Asked(query=query)).content
    return np.asarray(Image.open(BytesIO(content)))


@pytest.mark.parametrize("fit", ["pad", "crop", "stretch"])
@pytest.mark.parametrize("size", [(32, 24), (9, 40)])
def test_the_net_gets_what_a_training_of_that_size_reads(workspace, fit, size):
    data = load_data("photos", size=size, fit=fit, progress=False)
    split = data.splits["train"]
    assert split.files == workspace.data_set("photos").splits["train"].files
    height, width = size
    for index in range(0, len(split), 3):
        found = shown(
            workspace,
            source="photos",
            index=str(index),
            height=str(height),
            width=str(width),
            fit=fit,
        )
        np.testing.assert_array_equal(found, split.images[index])


def test_without_a_size_it_is_that_of_the_set(workspace):
    for source in ("photos", "arrays.npz"):
        split = workspace.data_set(source).splits["train"]
        found = shown(workspace, source=source, index="2")
        own = np.asarray(split.images[2])
        np.testing.assert_array_equal(found, own[..., 0] if own.shape[-1] == 1 else own)


def test_the_page_is_told_whether_there_are_files(workspace):
    for source, has_files in (("photos", True), ("arrays.npz", False)):
        told = data_answers.show(workspace, Asked(query={"source": source}))
        assert told["has_files"] is has_files


def test_the_original_is_the_file_and_large_ones_are_made_smaller(workspace):
    files = workspace.data_set("photos").splits["train"].files
    assert files is not None
    seen = set()
    for index, name in enumerate(files):
        original = np.asarray(Image.open(workspace.folder / "photos" / name))
        found = shown(workspace, source="photos", index=str(index), shown="original")
        if original.shape[0] == 1500:
            assert found.shape == (1024, 13, 3)
        else:
            np.testing.assert_array_equal(found, original)
        seen.add(original.shape[0])
    assert 1500 in seen
    assert len(seen) > 2
    found = shown(workspace, source="arrays.npz", index="1", shown="original")
    own = workspace.data_set("arrays.npz").splits["train"].images[1]
    np.testing.assert_array_equal(found[..., 0], own[..., 0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"height": "0"},
        {"width": "1025"},
        {"height": "x"},
        {"fit": "../pad"},
        {"shown": "both"},
        {"split": "../train"},
        {"index": "99999"},
        {"source": "nothing-of-this-name"},
        {"source": ""},
    ],
)
def test_nonsense_is_told(workspace, wrong):
    with pytest.raises(ConvscopeError):
        shown(workspace, **{"source": "photos", "index": "0", **wrong})


def test_a_file_that_is_gone_or_no_image_any_more_is_told(workspace):
    files = workspace.data_set("photos").splits["train"].files
    assert files is not None
    (workspace.folder / "photos" / files[0]).write_text("no image")
    with pytest.raises(ConvscopeError, match="The image cannot be read"):
        shown(workspace, source="photos", index="0")
    with pytest.raises(UnknownNameError):
        shown(workspace, source="photoz", index="0")
