import sys

import numpy as np
import pytest

from convscope.data.images import decode_listing
from convscope.data.images import workers as workers_module
from convscope.data.images.rows import MemoryRows, close_gaps
from convscope.data.images.workers import map_in_order
from convscope.errors import ConvscopeError, UnknownNameError

from .conftest import encoded, list_images, picture, two_classes, write, write_zip

PNG = encoded(picture(0))


def decode(root, folder=None, **options):
    """Decodes into memory, or into files in `folder`."""
    options = {"size": None, "fit": "pad", "color": "auto", "strict": False} | options
    shapes = []

    def allocate(split, shape):
        shapes.append((split, shape))
        if folder is not None:
            return np.lib.format.open_memmap(folder / f"{split}.npy", "w+", np.uint8, shape)
        return np.full(shape, 99, np.uint8)

    decoded = decode_listing(list_images(root), allocate=allocate, progress=False, **options)
    return decoded, shapes


def test_every_image_lands_in_its_row(split_folder):
    decoded, shapes = decode(split_folder)
    assert decoded.image_shape == (5, 7, 3)
    assert shapes == [("test", (4, 5, 7, 3)), ("train", (6, 5, 7, 3))]
    images, labels, files = decoded.splits["train"]
    assert labels.dtype == np.int64
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert files[3] == "train/dog/0.png"
    np.testing.assert_array_equal(images[3], picture(100))
    np.testing.assert_array_equal(decoded.splits["test"][0][3], picture(151))
    assert decoded.notes == ()
    assert decoded.unreadable == ()


@pytest.fixture
def two_workers(monkeypatch):
    """Two processes work on tasks of 3 images; returns the arguments of every start."""
    started = []

    def start(*arguments):
        started.append(arguments)
        return map_in_order(*arguments)

    monkeypatch.setattr(workers_module, "_MIN_IMAGES_FOR_WORKERS", 1)
    monkeypatch.setattr(workers_module, "_CHUNK_IMAGES", 3)
    monkeypatch.setattr(workers_module, "num_cores", lambda: 2)
    monkeypatch.setattr(workers_module, "map_in_order", start)
    return started


def test_processes_give_what_one_process_gives(tmp_path, two_workers):
    damaged = {"train/cat/x.png": b"", "train/dog/1.png": b"text"}
    archive = write_zip(tmp_path / "pets.zip", two_classes("train/", 9) | damaged)
    alone, _ = decode(archive)
    together, _ = decode(archive, tmp_path)
    assert [num_workers for *_, num_workers in two_workers] == [1, 2]
    np.testing.assert_array_equal(together.splits["all"][0], alone.splits["all"][0])
    np.testing.assert_array_equal(together.splits["all"][0][9], picture(100))
    assert together.splits["all"][2] == alone.splits["all"][2]
    assert together.unreadable == alone.unreadable
    assert len(together.unreadable) == 2


def test_processes_may_begin_anew(tmp_path, two_workers):
    grey = encoded(picture(0, channels=1))
    files = {f"{c}/{i:03}.png": grey for c in "ab" for i in range(100)}
    root = write(tmp_path / "root", files | {"a/001.png": PNG})
    decoded, shapes = decode(root, tmp_path)
    assert [shape for _, shape in shapes] == [(200, 5, 7, 1), (200, 5, 7, 3)]
    np.testing.assert_array_equal(decoded.splits["all"][0][1], picture(0))
    np.testing.assert_array_equal(decoded.splits["all"][0][199, ..., 1], picture(0, channels=1))


@pytest.mark.parametrize("kept", [[], [0, 1], [1], [0, 3, 4, 6], [5, 6], [0, 1, 2, 3, 4, 5, 6]])
@pytest.mark.parametrize("block_bytes", [5, 10, 500])
def test_gaps_are_closed(kept, block_bytes, monkeypatch):
    monkeypatch.setattr("convscope.data.image_blocks.BLOCK_BYTES", block_bytes)
    images = np.arange(7 * 5, dtype=np.uint8).reshape(7, 1, 5, 1)
    expected = images[kept].copy()
    close_gaps(MemoryRows(images), kept)
    np.testing.assert_array_equal(images[: len(kept)], expected)


def test_tasks_are_taken_only_as_far_ahead_as_needed():
    taken = []

    def tasks():
        for number in range(100):
            taken.append(number)
            yield number

    results = map_in_order(abs, tasks(), 2)
    assert next(results) == 0
    assert len(taken) <= 6
    assert list(results) == list(range(1, 100))


def test_unreadable_images_leave_no_gap(folder):
    write(folder, {"cat/1.png": PNG[:60], "dog/0.png": b"plain text, really", "dog/7.png": b""})
    (folder / "dog" / "8.png").symlink_to("nowhere")
    decoded, _ = decode(folder)
    images, labels, files = decoded.splits["all"]
    assert files == ("cat/0.png", "cat/2.png", "dog/1.png", "dog/2.png")
    assert labels.tolist() == [0, 0, 1, 1]
    assert len(images) == 4
    for row, seed in enumerate((0, 2, 101, 102)):
        np.testing.assert_array_equal(images[row], picture(seed))
    reasons = {item.path: item.reason for item in decoded.unreadable}
    assert reasons["dog/0.png"] == "text, not an image"
    assert reasons["dog/7.png"] == "the file is empty (0 bytes)"
    assert reasons["dog/8.png"] == "No such file or directory"
    assert "truncated" in reasons["cat/1.png"]


def test_strict_raises_with_the_first_unreadable(folder):
    write(folder, {"cat/1.png": b"text"})
    with pytest.raises(ConvscopeError, match=r"cat/1\.png cannot be read: text.*--strict"):
        decode(folder, strict=True)


def test_a_class_without_readable_images(folder):
    write(folder, {f"dog/{i}.png": b"text" for i in range(3)})
    with pytest.raises(
        ConvscopeError, match=r'class "dog" has no readable image: dog/0.png .text, not an image'
    ):
        decode(folder)
    write(folder, {"dog/0.png": PNG})
    with pytest.raises(ConvscopeError, match='class "dog" has only 1 readable image'):
        decode(folder)


def test_given_size_and_color_need_no_sample(folder):
    decoded, _ = decode(folder, size=(4, 6), color="grey", fit="stretch")
    assert decoded.image_shape == (4, 6, 1)
    decoded, _ = decode(folder, color="rgb")
    assert decoded.image_shape == (5, 7, 3)


def test_sizes_that_differ_and_large_ones_become_128(folder, tmp_path):
    write(folder, {"dog/9.png": encoded(picture(9, 8, 8))})
    decoded, _ = decode(folder)
    assert decoded.image_shape == (128, 128, 3)
    assert decoded.notes[0].startswith("The images come in several sizes or are large: brought to")
    large = {f"{c}/{i}.png": encoded(picture(i, 3, 257)) for c in "ab" for i in range(2)}
    assert decode(write(tmp_path / "large", large))[0].image_shape == (128, 128, 3)


def test_grey_only_if_every_image_is(tmp_path):
    grey = np.repeat(picture(0, channels=1)[..., np.newaxis], 3, axis=-1)
    files = {f"{c}/{i}.png": encoded(grey) for c in "ab" for i in range(2)}
    root = write(tmp_path, files)
    decoded, _ = decode(root)
    assert decoded.image_shape == (5, 7, 1)
    np.testing.assert_array_equal(decoded.splits["all"][0][1][..., 0], grey[..., 0])
    write(root, {"b/9.png": PNG})
    assert decode(root)[0].image_shape == (5, 7, 3)


def test_an_image_that_contradicts_the_sample(tmp_path):
    grey = encoded(picture(0, channels=1))
    files = {f"{c}/{i:03}.png": grey for c in "ab" for i in range(100)}
    root = write(tmp_path, files)
    write(root, {"b/099.png": PNG})  # every third image is in the sample; this one is not
    decoded, shapes = decode(root)
    assert shapes == [("all", (200, 5, 7, 1)), ("all", (200, 5, 7, 3))]
    np.testing.assert_array_equal(decoded.splits["all"][0][199], picture(0))
    write(root, {"b/099.png": encoded(picture(0, 6, 6, 1))})
    decoded, _ = decode(root)
    assert decoded.image_shape == (128, 128, 1)
    assert len(decoded.notes) == 1


def test_unknown_options(folder):
    with pytest.raises(UnknownNameError, match=r'Unknown color "gray".*Did you mean "grey"'):
        decode(folder, color="gray")
    with pytest.raises(UnknownNameError, match=r'Unknown fit "croop".*Did you mean "crop"'):
        decode(folder, fit="croop")


def test_the_bar_is_on_standard_error_and_only_if_wanted(folder, capsys):
    def allocate(split, shape):
        return np.empty(shape, np.uint8)

    options = {"size": None, "fit": "pad", "color": "auto", "strict": False}
    for progress in (None, True):
        decode_listing(list_images(folder), allocate=allocate, progress=progress, **options)
        captured = capsys.readouterr()
        assert captured.out == ""
        assert ("Decoding images" in captured.err) == (progress is True)


def test_importing_loads_no_pillow():
    import subprocess

    code = "import sys, convscope.data.images; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
