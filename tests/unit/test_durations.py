"""Durations as people write them, and the moment from which a budget counts."""

import subprocess
import sys
import time

import pytest

from convscope.cli.durations import parse_duration
from convscope.errors import ConvscopeError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("60s", 60),
        ("2m", 120),
        ("2 min", 120),
        ("1.5h", 5400),
        (".5M", 30),
        (None, None),
    ],
)
def test_durations(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "0", "0s", "-5s", "5 days", "1e3", "1:30", "nan"])
def test_what_is_no_duration(text):
    expected = rf'--time: received "{text}"\. Expected a time above 0 .* Try --time 60s'
    with pytest.raises(ConvscopeError, match=expected):
        parse_duration(text, "--time")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the clock is shared on Linux")
def test_the_process_began_when_it_was_started():
    program = "from convscope.cli.durations import process_started; print(process_started())"
    before = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    tick = 0.02  # the system counts hundredths of a second
    assert before - tick <= float(result.stdout) <= time.perf_counter() + tick
