"""The measurement of large sets kills a training whole, processes in sessions of their own too."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "large_sets.py"

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"],
                         start_new_session=True)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the measurement is for Linux")
def test_who_kills_a_training_kills_processes_in_sessions_of_their_own():
    kill_with_children = runpy.run_path(str(SCRIPT))["kill_with_children"]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    kill_with_children(parent.pid)
    assert parent.wait() == -9
    parent.stdout.close()
    # What has ended may stay in the table until somebody asks for it, but it is dead: state Z.
    stat = Path(f"/proc/{child}/stat")
    state = stat.read_text().rpartition(")")[2].split()[0] if stat.exists() else "gone"
    if state not in ("Z", "X", "gone"):
        os.kill(child, 9)
    assert state in ("Z", "X", "gone")
