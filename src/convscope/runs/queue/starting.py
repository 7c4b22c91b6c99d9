"""Starting the processes of a queue, which go on when whoever started them ends."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from convscope.runs.queue.entries import queue_folder, read_queue
from convscope.runs.queue.locks import is_held, runner_lock

MOST_LOG_BYTES = 1_000_000
KEPT_LOG_BYTES = 200_000


def ensure_runner(root: Path) -> bool:
    """Starts a runner, unless one lives or nothing is to be done.

    After a server or a machine has died, it also settles what was running then.

    Args:
        root: The folder of all runs.

    Returns:
        Whether one was started.
    """
    root = root.resolve()
    is_needed = any(entry.state in ("waiting", "running") for entry in read_queue(root))
    if not is_needed or is_held(runner_lock(root)):
        return False
    runner = start_process(root, "convscope.runs.queue", str(root))
    Thread(target=runner.wait, daemon=True).start()  # so that no dead process stays behind
    return True


def start_process(root: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Starts a module in a session of its own; what it says goes to the queue's `log.txt`.

    Raises:
        OSError: It cannot be started.
    """
    log = queue_folder(root) / "log.txt"
    _shorten(log)
    on_windows = getattr(subprocess, "DETACHED_PROCESS", 0)
    on_windows |= getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with log.open("ab") as file:
        return subprocess.Popen(
            # -P: nothing that lies in the folder of runs is taken for a module.
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            cwd=root,
            start_new_session=True,
            creationflags=on_windows,
        )


def _shorten(log: Path) -> None:
    """Keeps the end of a log that has become long; processes may go on appending to it."""
    with suppress(OSError):
        if log.stat().st_size <= MOST_LOG_BYTES:
            return
        with log.open("r+b") as file:
            file.seek(-KEPT_LOG_BYTES, 2)
            end = file.read().partition(b"\n")[2]
            file.seek(0)
            file.truncate()
            file.write(end)
