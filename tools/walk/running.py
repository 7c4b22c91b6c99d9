"""Runs one step in the newcomer's folder, and keeps everything that a judge may look at."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from walk.belongings import is_here, real_data
from walk.documents import ROOT, Documented
from walk.outcome import BrokenError, Outcome, PageSeen
from walk.step import Step

LONGEST_S = 1200.0
"""A command that takes longer is broken."""

_SERVING = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


def why_not(step: Step) -> str:
    """Returns why a step cannot be walked on this machine; empty if it can."""
    missing = [name for name in step.needs if not is_here(name)]
    if step.left_out or not missing or step.otherwise:
        return step.left_out
    return f"{', '.join(missing)} is not in $CONVSCOPE_DATA"


def command_of(step: Step, documented: Documented, folder: Path) -> str:
    """Returns the command line as it is run; programs are laid into the folder for it."""
    if step.otherwise and not all(map(is_here, step.needs)):
        return step.otherwise
    if documented.kind == "shell":
        return step.as_run(documented.text)
    if documented.kind == "notebook":
        name = Path(documented.text).name
        (folder / name).write_bytes((ROOT / documented.text).read_bytes())
        options = "--to notebook --execute --output executed.ipynb"
        return f"python -m nbconvert {options} {name}"
    path = ROOT / documented.text if "\n" not in documented.text else None
    name = path.name if path else "from_the_page.py"
    program = path.read_text("utf-8") if path else documented.text
    (folder / name).write_text(step.as_run(program), "utf-8")
    return f"python {name}"


def run(step: Step, documented: Documented, folder: Path) -> Outcome:
    """Runs a step.

    Raises:
        BrokenError: It does not end, or does not come as far as it has to.
    """
    command = command_of(step, documented, folder)
    if step.interrupted:
        _interrupt(step.interrupted, folder)
    before = _files(folder)
    began_ns, used = time.time_ns(), _core_seconds()
    served = None
    if step.is_serving:
        command = f"{command} --no-browser"
        exit_code, stdout, stderr, served = _serve(command, folder)
    else:
        exit_code, stdout, stderr = _finish(_start(command, folder), command)
    seconds, core_seconds = (time.time_ns() - began_ns) / 1e9, _core_seconds() - used
    after = _files(folder)
    changed = tuple(sorted(path for path, state in after.items() if before.get(path) != state))
    written = max((after[path][0] for path in changed), default=began_ns)
    is_stand_in = command == step.otherwise
    return Outcome(
        command,
        folder,
        exit_code,
        stdout,
        stderr,
        seconds,
        core_seconds,
        (written - began_ns) / 1e9,
        changed,
        served,
        is_stand_in,
    )


def _start(command: str, folder: Path) -> subprocess.Popen[str]:
    """Starts a command in a shell of its own, as a newcomer whose environment is activated."""
    return subprocess.Popen(
        ["bash", "-c", command],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _environment(folder: Path) -> dict[str, str]:
    root = real_data()
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CONVSCOPE_DATA": str(root or folder.parent / "data"),
        "CONVSCOPE_CACHE": str(folder.parent / "cache"),
        "MPLBACKEND": "Agg",
        "COLUMNS": "160",
    }


def _finish(process: subprocess.Popen[str], command: str) -> tuple[int, str, str]:
    try:
        stdout, stderr = process.communicate(timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        _end(process)
        raise BrokenError(f"{command} was still running after {LONGEST_S:.0f} s") from None
    return process.returncode, stdout, stderr


def _end(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _serve(command: str, folder: Path) -> tuple[int, str, str, PageSeen]:
    """Opens the page that a command serves, then ends the command with Ctrl-C."""
    from walk.browsing import look_at

    process = _start(f"exec {command}", folder)
    assert process.stderr is not None
    heard: list[str] = []
    try:
        for line in process.stderr:
            heard.append(line)
            if address := _SERVING.search(line):
                break
        else:
            raise BrokenError(f"it named no address; it said: {''.join(heard).strip()}")
        page = look_at(address[0])
        process.send_signal(signal.SIGINT)
        exit_code, stdout, stderr = _finish(process, command)
    finally:
        if process.poll() is None:
            _end(process)
    return exit_code, stdout, "".join(heard) + stderr, page


def _interrupt(command: str, folder: Path) -> None:
    """Begins a training and presses Ctrl-C once its first epoch is written down."""
    run_folder = folder / "runs" / shlex.split(command)[-1]
    shutil.rmtree(run_folder, ignore_errors=True)  # of an earlier walk in this folder
    history = run_folder / "history.csv"
    process = _start(f"exec {command}", folder)
    until = time.monotonic() + LONGEST_S
    while process.poll() is None and time.monotonic() < until:
        if history.is_file() and history.read_text("utf-8").count("\n") > 1:
            process.send_signal(signal.SIGINT)
            break
        time.sleep(0.2)
    exit_code, _, stderr = _finish(process, command)
    if exit_code != 130 or "Go on with: convscope train --resume" not in " ".join(stderr.split()):
        raise BrokenError(f"{command}, interrupted, ended with {exit_code} and said: {stderr}")


def _core_seconds() -> float:
    """Returns how long cores have worked for ended commands; 0 on Windows, which does not tell."""
    times = os.times()
    return times.children_user + times.children_system


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Returns time of change and size of every file below a folder."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            state = path.stat()
            found[path.relative_to(folder).as_posix()] = (state.st_mtime_ns, state.st_size)
    return found
