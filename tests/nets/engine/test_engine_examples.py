"""Images in memory or on disk, and how batches and epochs are cut from them."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from tiny_training import images_and_labels, make_trainer, without_times

from convscope.data.mapped_images import MappedImages, map_images
from convscope.engine.answers import examples as examples_module
from convscope.engine.answers.examples import Examples, epoch_order, num_batches
from convscope.engine.processes.devices import has_room

INDICES = torch.tensor([3, 0, 3])


@pytest.mark.parametrize("value_range", [(0, 1), (0, 255), (-1, 1), (0.25, 0.75)])
def test_bytes_are_mapped_to_the_range(value_range):
    images, labels = images_and_labels()
    inputs, targets = Examples(images, labels, value_range).take(INDICES)
    low, high = value_range
    expected = low + images[[3, 0, 3]] / 255 * (high - low)
    np.testing.assert_allclose(inputs.numpy(), expected, rtol=1e-6, atol=1e-6)
    assert inputs.dtype == torch.float32
    assert targets.tolist() == labels[[3, 0, 3]].tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int16])
def test_other_numbers_are_taken_as_they_are(dtype):
    images = (images_and_labels()[0] * 3.0).astype(dtype)
    examples = Examples(images, np.zeros(13, int), (-1, 1))
    np.testing.assert_array_equal(examples.take(INDICES)[0].numpy(), images[[3, 0, 3]])
    np.testing.assert_array_equal(examples.slice(2, 5)[0].numpy(), images[2:5])


def test_bytes_stay_bytes_until_they_are_taken():
    images, labels = images_and_labels()
    before = images.copy()
    examples = Examples(images, labels, (-1, 1))
    examples.take(INDICES)
    assert examples.images is images
    np.testing.assert_array_equal(images, before)
    assert len(examples) == 13


def test_images_that_may_not_be_written_are_read():
    images, labels = images_and_labels()
    images.flags.writeable = False
    assert Examples(images, labels).take(INDICES)[0].shape == (3, 7, 5, 1)


@pytest.mark.parametrize(
    ("targets", "dtype"),
    [
        (np.zeros(13, np.uint8), torch.int64),
        (np.zeros(13), torch.float32),
        (np.zeros((13, 3), int), torch.float32),
    ],
)
def test_class_indices_are_whole_numbers_and_the_rest_are_floats(targets, dtype):
    examples = Examples(images_and_labels()[0], targets)
    assert examples.take(INDICES)[1].dtype == dtype
    assert examples.slice(0, 4)[1].shape == (4, *targets.shape[1:])


@pytest.fixture(params=[np.uint8, np.float32])
def mapped(request, tmp_path):
    """The tiny images as an array that stays on the disk."""
    np.save(tmp_path / "images.npy", images_and_labels()[0].astype(request.param))
    return np.load(tmp_path / "images.npy", mmap_mode="r", allow_pickle=False)


def test_a_mapped_array_stays_on_the_disk(mapped):
    examples = Examples(mapped, images_and_labels()[1], (-1, 1))
    assert isinstance(examples.images, np.memmap)
    held = [v for v in vars(examples).values() if isinstance(v, torch.Tensor)]
    assert sum(tensor.numel() for tensor in held) == 13  # the targets
    in_memory = Examples(np.array(mapped), images_and_labels()[1], (-1, 1))
    for taken in (lambda e: e.take(INDICES), lambda e: e.slice(2, 5)):
        for ours, theirs in zip(taken(examples), taken(in_memory), strict=True):
            assert torch.equal(ours, theirs)


def test_a_mapped_array_trains_the_same_weights(mapped):
    labels = images_and_labels()[1]
    on_disk = make_trainer(train=Examples(mapped, labels))
    in_memory = make_trainer(train=Examples(np.array(mapped), labels))
    assert without_times(on_disk.fit()) == without_times(in_memory.fit())
    for ours, theirs in zip(on_disk.get_weights(), in_memory.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_next_batch_is_announced_while_one_is_computed(tmp_path, monkeypatch):
    images, labels = images_and_labels()
    np.save(tmp_path / "images.npy", images)
    mapped = map_images(tmp_path / "images.npy", 10**6)
    calls = []
    monkeypatch.setattr(MappedImages, "announce", lambda _, i: calls.append(("next", i.tolist())))
    take = Examples.take
    monkeypatch.setattr(
        Examples, "take", lambda e, i: calls.append(("take", i.tolist())) or take(e, i)
    )
    make_trainer(train=Examples(mapped, labels), epochs=1).fit()
    steps = [batch.tolist() for batch in epoch_order(13, 0, 0).split(4)]
    expected = [call for now, later in pairwise(steps) for call in (("next", later), ("take", now))]
    assert calls == [*expected, ("take", steps[-1])]


def test_a_device_with_room_gets_all_images(mapped, monkeypatch):
    asked = []

    def has_room(device, num_bytes):
        asked.append((device.type, num_bytes))
        return True

    monkeypatch.setattr(examples_module, "has_room", has_room)
    examples = Examples(mapped, images_and_labels()[1])
    assert asked == [("cpu", mapped.nbytes)]
    assert sum(v.numel() for v in vars(examples).values() if isinstance(v, torch.Tensor)) > 13


def test_a_device_without_room_gets_batches_alone(mapped):
    labels = images_and_labels()[1]
    for images in (mapped, np.array(mapped)):
        examples = Examples(images, labels, device=torch.device("meta"))
        held = [v for v in vars(examples).values() if isinstance(v, torch.Tensor)]
        assert [v.numel() for v in held if v.device.type == "meta"] == [13]  # the targets
        inputs, targets = examples.take(INDICES)
        assert inputs.device == targets.device == torch.device("meta")
        assert inputs.shape == (3, 7, 5, 1)


@pytest.mark.parametrize(
    ("kind", "num_bytes", "expected"),
    [("cpu", 1, False), ("cuda", 50, True), ("cuda", 51, False), ("mps", 50, True)],
)
def test_images_leave_half_of_a_device_s_memory_free(kind, num_bytes, expected, monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (100, 400))
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 130)
    monkeypatch.setattr(torch.mps, "driver_allocated_memory", lambda: 30)
    assert has_room(torch.device(kind), num_bytes) is expected


@pytest.mark.parametrize(
    ("num_examples", "batch_size", "expected"),
    [(54_000, 128, 422), (60_000, 128, 469), (128, 128, 1), (129, 128, 2), (1, 128, 1)],
)
def test_the_short_last_batch_counts(num_examples, batch_size, expected):
    assert num_batches(num_examples, batch_size) == expected


def test_every_epoch_has_an_order_of_its_own_and_every_image_once():
    orders = [epoch_order(50, 3, epoch).tolist() for epoch in range(4)]
    assert all(sorted(order) == list(range(50)) for order in orders)
    assert len({tuple(order) for order in orders}) == 4
    assert orders[2] == epoch_order(50, 3, 2).tolist()
    assert orders[2] != epoch_order(50, 4, 2).tolist()
    assert epoch_order(5, 3, 1, shuffle=False).tolist() == [0, 1, 2, 3, 4]
