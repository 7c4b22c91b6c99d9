"""Streamed images where arrays of images are expected."""

import numpy as np
import pytest

from convscope.data import load_data, stratified_split
from convscope.errors import ConvscopeError
from written_shards import write_set


@pytest.fixture
def both(tmp_path):
    folder = write_set(tmp_path / "set", {"train": [20, 20], "test": [7]})
    streamed = load_data(folder, max_memory_bytes=3000, progress=False).train
    return streamed, load_data(folder, max_memory_bytes=10**8, progress=False).train


def test_indices_masks_slices_and_changes_give_the_same_pixels(both):
    images, pixels = (split.images for split in both)
    assert images.shape == pixels.shape
    assert images.ndim == 4
    assert images.nbytes == pixels.nbytes
    np.testing.assert_array_equal(images[3], pixels[3])
    np.testing.assert_array_equal(images[-1], pixels[-1])
    np.testing.assert_array_equal(images[np.array([5, 2, 2])], pixels[[5, 2, 2]])
    mask = np.arange(40) % 7 == 0
    np.testing.assert_array_equal(images[mask], pixels[mask])
    np.testing.assert_array_equal(np.asarray(images[4:9]), pixels[4:9])
    np.testing.assert_array_equal(np.asarray(images[:, :, ::-1][4:9]), pixels[4:9, :, ::-1])
    flat = images.reshape(len(images), -1)
    assert flat.shape == (40, 432)
    np.testing.assert_array_equal(flat.take(np.arange(3)), pixels[:3].reshape(3, -1))
    np.testing.assert_array_equal(images[2, :4, 1:], pixels[2, :4, 1:])
    np.testing.assert_array_equal(np.stack([*images[:2]]), pixels[:2])


def test_more_than_is_allowed_becomes_no_array(both):
    with pytest.raises(ConvscopeError, match="they are read in a stream"):
        np.asarray(both[0].images)


def test_what_is_announced_is_decoded_once(both, monkeypatch):
    images = both[0].images
    read: list[int] = []
    own = type(images.table).read

    def noted(self, row, shard):
        read.append(row)
        return own(self, row, shard)

    monkeypatch.setattr(type(images.table), "read", noted)
    first, second = np.arange(6), np.arange(6, 12)
    images.announce(first)
    images.announce(second)
    np.testing.assert_array_equal(images.take(first), both[1].images[:6])
    np.testing.assert_array_equal(images.take(second), both[1].images[6:12])
    assert sorted(read) == images.rows[:12].tolist()
    for start in range(0, 30, 3):
        images.announce(np.arange(start, start + 3))
    assert len(images._announced) <= 2


def test_setting_aside_reads_no_image(both, monkeypatch):
    def never(*arguments):
        raise AssertionError(arguments)

    monkeypatch.setattr(type(both[0].images.table), "read", never)
    stay, aside = stratified_split(both[0], 0.25, 1)
    expected = stratified_split(both[1], 0.25, 1)
    monkeypatch.undo()
    for own, other in zip((stay, aside), expected, strict=True):
        np.testing.assert_array_equal(own.images[np.arange(len(own))], other.images)
        assert [*own.files] == [*other.files]
