"""Images larger than the memory allowed: the same pixels, and never all of them in memory."""

import mmap
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from convscope.data import Split, stratified_split
from convscope.data import memory as memory_module
from convscope.data.mapped_images import MappedImages, map_images
from convscope.data.picked_images import pick_images
from convscope.errors import ConvscopeError

PIXELS = np.random.default_rng(0).integers(0, 256, (23, 5, 7, 3), np.uint8)


@pytest.fixture
def mapped(tmp_path):
    np.save(tmp_path / "images.npy", PIXELS)
    return map_images(tmp_path / "images.npy", 10**6)


@pytest.mark.parametrize("index", [3, -1, slice(4, 9), [5, 1, 1], np.arange(23) % 2 == 0, (2, 3)])
def test_what_is_read_by_index_is_what_the_file_holds(mapped, index):
    np.testing.assert_array_equal(mapped[index], PIXELS[index])
    np.testing.assert_array_equal(mapped[2:][:7], PIXELS[2:9])
    assert mapped[1, 2, 3, 0] == PIXELS[1, 2, 3, 0]


def test_slices_stay_on_the_disk_and_copies_do_not(mapped):
    assert isinstance(mapped[2:5], MappedImages)
    assert mapped[2:5].residency is mapped.residency
    assert type(mapped[[1, 2]]) is np.ndarray
    assert type(mapped[0] / 255) is np.ndarray
    with pytest.raises(ValueError, match="read-only"):
        mapped[0] = 0


@pytest.mark.parametrize("begin", [0, 20])
def test_announced_images_are_asked_for_from_whole_pages_on(tmp_path, monkeypatch, begin):
    images = np.zeros((40, 50, 67), np.uint8)
    np.save(tmp_path / "images.npy", images)
    mapped = map_images(tmp_path / "images.npy", 10**6)[begin:]
    header = (tmp_path / "images.npy").stat().st_size - images.nbytes
    mapped.announce(np.arange(len(mapped)))  # the system accepts it
    asked = []
    listener = SimpleNamespace(madvise=lambda *call: asked.append(call))
    monkeypatch.setattr(mapped.residency, "_mapping", listener)
    mapped.announce(np.array([19, 3]))
    for (advice, first, length), index in zip(asked, (begin + 19, begin + 3), strict=True):
        place = header + index * 50 * 67
        assert advice == mmap.MADV_WILLNEED
        assert first % mmap.PAGESIZE == 0
        assert first <= place < first + mmap.PAGESIZE
        assert first + length == place + 50 * 67


def test_picked_images_go_to_a_file_of_their_own(mapped):
    indices = np.array([22, 0, 7, 7])
    picked = pick_images(mapped, indices)
    assert isinstance(picked, MappedImages)
    assert picked.residency is not mapped.residency
    np.testing.assert_array_equal(picked, PIXELS[indices])
    assert type(pick_images(PIXELS, indices)) is np.ndarray
    assert len(pick_images(mapped, indices[:0])) == 0


def test_validation_images_set_aside_stay_on_the_disk(mapped):
    labels = np.arange(23) % 2
    stay, aside = stratified_split(Split(mapped, labels), 0.25, 0)
    expected = stratified_split(Split(PIXELS, labels), 0.25, 0)
    for found, wanted in zip((stay, aside), expected, strict=True):
        assert isinstance(found.images, MappedImages)
        np.testing.assert_array_equal(found.images, wanted.images)


def test_a_full_disk_is_said(mapped, monkeypatch):
    def full(**_options):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("convscope.data.picked_images.tempfile.TemporaryFile", full)
    with pytest.raises(ConvscopeError, match=r"could not be set apart: No space left.*CACHE"):
        pick_images(mapped, np.arange(3))


def test_the_memory_of_a_container_counts(tmp_path, monkeypatch):
    for name, text in (("v2", "max\n"), ("v1", f"{3 * 2**20}\n")):
        (tmp_path / name).write_text(text)
    paths = tuple(tmp_path / name for name in ("v2", "v1", "missing"))
    monkeypatch.setattr(memory_module, "CONTROL_GROUP_LIMITS", paths[::2])
    assert memory_module.half_of_memory() > 2**28
    monkeypatch.setattr(memory_module, "CONTROL_GROUP_LIMITS", paths)
    assert memory_module.half_of_memory() == 3 * 2**19


MEGABYTE = 2**20
LIMIT = 20 * MEGABYTE
PROGRAM = """
import sys
import numpy as np
from PIL import PngImagePlugin, TiffImagePlugin, WebPImagePlugin  # libraries are no images
from convscope.data import load_data, stratified_split

def resident(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))

folder, limit = sys.argv[1], int(sys.argv[2])
load_data("digits")
before = resident("VmRSS")
data = load_data(folder, size=(448, 448), color="rgb", max_memory_bytes=limit)
train, validation = stratified_split(data.train, 0.25, 0)
total = 0
for split in (train, validation, data.test):
    for index in np.random.default_rng(0).permutation(len(split)):
        total += int(split.images[index].sum())
print(sum(part.images.nbytes for part in data.splits.values()), total, resident("VmHWM") - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux' account of resident memory")
def test_a_folder_four_times_as_large_as_the_memory_allowed(tmp_path):
    side = 448  # 0.6 MB each, decoded
    for name, shade in (("dark", 10), ("light", 200)):
        (tmp_path / "folder" / name).mkdir(parents=True)
        for number in range(70):
            pixels = np.full((side, side, 3), shade, np.uint8)
            pixels[number] = number
            Image.fromarray(pixels).save(tmp_path / "folder" / name / f"{number}.png")
    found = {}
    for limit in (LIMIT, 1000 * MEGABYTE):
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "folder"), str(limit)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        num_bytes, total, found[limit] = map(int, result.stdout.split())
        assert num_bytes == 140 * side * side * 3 > 4 * LIMIT
        assert total == load_total(side)
    assert found[LIMIT] < LIMIT < num_bytes < found[1000 * MEGABYTE]


def load_total(side):
    """Sum of all pixels of the folder."""
    numbers = sum(range(70)) * side * 3
    return sum(70 * shade * (side - 1) * side * 3 + numbers for shade in (10, 200))
