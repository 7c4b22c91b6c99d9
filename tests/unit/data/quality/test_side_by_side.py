"""Blocks of work, one on each core: order, errors, and that two really work at once."""

from threading import Barrier, current_thread, main_thread

import numpy as np
import pytest

from convscope.data.quality import side_by_side as module
from convscope.data.quality.candidates import find_candidates
from convscope.data.quality.side_by_side import side_by_side
from convscope.data.quality.views import AS_IT_IS, TURNED


def use_cores(monkeypatch, number):
    monkeypatch.setattr(module, "num_cores", lambda: number)


def test_results_come_in_the_order_of_the_blocks(monkeypatch):
    use_cores(monkeypatch, 3)
    assert side_by_side(lambda x: x * x, iter(range(50))) == [x * x for x in range(50)]
    assert side_by_side(lambda x: x, []) == []


def test_two_blocks_are_worked_on_at_once(monkeypatch):
    use_cores(monkeypatch, 2)
    both = Barrier(2)  # each waits until the other has come too
    assert sorted(side_by_side(lambda _: both.wait(timeout=30), range(2))) == [0, 1]


def test_one_core_needs_no_other_thread(monkeypatch):
    use_cores(monkeypatch, 1)
    assert side_by_side(lambda _: current_thread() is main_thread(), range(3)) == [True] * 3


def test_an_error_reaches_the_caller_and_ends_the_rest(monkeypatch):
    use_cores(monkeypatch, 2)
    begun = []

    def work(block):
        begun.append(block)
        if block == 0:
            raise ValueError("block 0")
        return block

    with pytest.raises(ValueError, match="block 0"):
        side_by_side(work, range(10_000))
    assert len(begun) < 10_000


def test_the_candidates_are_the_same_on_any_number_of_cores(monkeypatch):
    grey = np.random.default_rng(3).random((900, 64, 64), np.float32)
    monkeypatch.setattr("convscope.data.quality.candidates._BLOCK_VALUES", 2**16)
    found = []
    for number in (1, 4):
        use_cores(monkeypatch, number)
        found.append(find_candidates(grey, np.arange(0, 900, 2), (AS_IT_IS, *TURNED)))
    one, four = found
    assert np.array_equal(one.images, four.images)
    assert np.array_equal(one.views, four.views)
    assert np.array_equal(one.cosines, four.cosines)
