"""The order over shards: every image once, the same again, each process its own shards."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convscope.data.stream_order import WINDOW, StreamOrder


def bounds_of(lengths):
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def epoch(lengths, batch_size, seed=0, number=0):
    order = StreamOrder(bounds_of(lengths), seed, number, batch_size)
    return [order.batch(each) for each in range(order.num_batches)]


@given(
    lengths=st.lists(st.integers(0, 37), min_size=1, max_size=90).filter(sum),
    batch_size=st.integers(1, 97),
    seed=st.integers(0, 5),
)
@settings(max_examples=150, deadline=None)
def test_every_image_is_in_one_batch_and_only_the_last_is_smaller(lengths, batch_size, seed):
    batches = epoch(lengths, batch_size, seed)
    assert sorted(np.concatenate(batches).tolist()) == list(range(sum(lengths)))
    assert {len(batch) for batch in batches[:-1]} <= {batch_size}
    assert 0 < len(batches[-1]) <= batch_size


def test_a_batch_needs_no_batch_before_it_and_each_epoch_has_its_own_order():
    lengths = [40, 41, 39, 40]
    whole = epoch(lengths, 16, seed=3, number=2)
    later = StreamOrder(bounds_of(lengths), 3, 2, 16).batch(7)
    np.testing.assert_array_equal(later, whole[7])
    for other in (epoch(lengths, 16, seed=4, number=2), epoch(lengths, 16, seed=3, number=1)):
        assert np.concatenate(other).tolist() != np.concatenate(whole).tolist()


@pytest.mark.parametrize("count", [2, 3, 4])
def test_each_process_reads_its_own_shards(count):
    lengths = [50] * 12
    shard_of = np.repeat(np.arange(12), 50)
    own = [set() for _ in range(count)]
    for batch in epoch(lengths, 48):
        for rank in range(count):
            rows = batch[len(batch) * rank // count : len(batch) * (rank + 1) // count]
            own[rank] |= set(shard_of[rows].tolist())
    assert all(len(shards) == 12 // count for shards in own), own
    assert set.union(*own) == set(range(12))


def test_shards_of_several_sizes_share_one_shard_at_most_with_the_next_process():
    lengths = [50, 31, 50, 50, 17, 50, 50, 49]
    shard_of = np.repeat(np.arange(8), lengths)
    own = [set(), set()]
    for batch in epoch(lengths, 32):
        for rank, rows in enumerate((batch[: len(batch) // 2], batch[len(batch) // 2 :])):
            own[rank] |= set(shard_of[rows].tolist())
    assert len(own[0] & own[1]) <= 2


def test_a_batch_is_mixed_from_all_lanes_and_within_a_window():
    lengths = [2 * WINDOW] * 4
    first = epoch(lengths, 64)[0]
    assert np.bincount(first // (2 * WINDOW), minlength=4).tolist() == [16] * 4
    assert (np.diff(np.sort(first % (2 * WINDOW))) > 1).any()
    assert (first % (2 * WINDOW) < WINDOW).all()
