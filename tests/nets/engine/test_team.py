"""Calls shared out among threads: torch's own, or a pool of Python's where there are none."""

import os
import signal
import threading
from pathlib import Path

import pytest
import torch

from convscope.engine.network.kernels import team

MAPS = Path("/proc/self/maps")


@pytest.fixture(params=["torch's threads", "a pool"])
def run(request, monkeypatch):
    if request.param == "a pool":
        monkeypatch.setattr(team, "_openmp", lambda: None)
    elif team._openmp() is None:
        pytest.skip("torch's OpenMP is not GNU's here")
    return team.run_at_once


def test_every_call_is_made_once(run):
    seen = []
    run([lambda i=i: seen.append(i) for i in range(9)])
    assert sorted(seen) == list(range(9))


def test_calls_run_side_by_side(run):
    meeting = threading.Barrier(2, timeout=60)
    run([meeting.wait, meeting.wait])  # each waits for the other


def test_an_error_reaches_the_caller_and_the_threads_work_on(run):
    def fail():
        raise ZeroDivisionError("in a thread")

    for calls in ([fail, list], [list, fail]):
        with pytest.raises(ZeroDivisionError, match="in a thread"):
            run(calls)
    test_every_call_is_made_once(run)
    assert torch.ones(200, 200).mm(torch.ones(200, 200)).sum() == 200**3


class SmallTeam:
    """Stands for OpenMP where it gives one thread, however many are asked for."""

    omp_get_thread_num = staticmethod(lambda: 0)
    omp_get_num_threads = staticmethod(lambda: 1)
    GOMP_parallel = staticmethod(lambda share, _data, _number, _flags: share(None))


def test_a_team_smaller_than_asked_for_makes_every_call(monkeypatch):
    monkeypatch.setattr(team, "_openmp", lambda: SmallTeam)
    test_every_call_is_made_once(team.run_at_once)


def test_an_interrupt_that_nothing_could_catch_is_not_lost(monkeypatch):
    monkeypatch.setattr(team, "_openmp", lambda: SmallTeam)
    monkeypatch.setattr(SmallTeam, "GOMP_parallel", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        team.run_at_once([list, list])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_does_not_wait_for_threads_that_it_has_not():
    test_every_call_is_made_once(team.run_at_once)
    process = os.fork()
    if process == 0:
        signal.alarm(20)
        seen = []
        team.run_at_once([lambda i=i: seen.append(i) for i in range(9)])
        os._exit(0 if sorted(seen) == list(range(9)) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


@pytest.mark.skipif(not MAPS.exists(), reason="only Linux lists a process's libraries there")
def test_torchs_own_threads_are_borrowed_where_its_openmp_is_gnus():
    is_loaded = "libgomp" in MAPS.read_text()
    assert (team._openmp() is not None) == is_loaded
