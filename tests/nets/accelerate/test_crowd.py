"""One thread computes while others hold the cores; all are tried again, ever later."""

import pytest

from convscope.accelerate.crowd import LOOK_S, PATIENCE_S, Crowd


@pytest.fixture
def crowd():
    found = Crowd()
    found.look(0.0, (0, 0))
    return found


def test_a_thread_that_waits_for_a_core_is_in_a_crowd_until_it_no_longer_waits(crowd):
    assert not crowd.look(1.0, (900, 100))  # waited for a tenth of the time
    assert crowd.look(2.0, (1700, 300))  # for a fifth
    assert crowd.is_crowded
    assert not crowd.look(3.0, (2650, 350))  # a twentieth: neither nor
    assert crowd.is_crowded
    assert crowd.look(4.0, (3640, 360))
    assert not crowd.is_crowded


def test_who_comes_back_to_a_crowd_waits_longer_each_time(crowd):
    ran = waited = now = 0
    pauses = []
    for _ in range(12):
        now, waited = now + 1, waited + 10**9
        assert crowd.look(now, (ran, waited))
        pauses.append(next(s / 10 for s in range(10_000) if crowd.is_due(now + s / 10)))
        now, ran = now + 100, ran + 10**9
        assert crowd.look(now, (ran, waited))
    assert pauses == sorted(pauses)
    assert pauses[0] == pytest.approx(2 * LOOK_S)
    assert pauses[-1] == pytest.approx(PATIENCE_S)


def test_where_nobody_tells_there_is_no_crowd():
    crowd = Crowd()
    assert not any(crowd.look(now, None) for now in range(5))
    assert not crowd.is_crowded
