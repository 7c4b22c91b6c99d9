"""What the runner of a queue does: one training after another, until nothing waits."""

from collections.abc import Sequence
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep, time

from filelock import Timeout

from convscope.runs.folder import LOOK_S
from convscope.runs.queue.entries import Entry, change, queue_folder, read_queue
from convscope.runs.queue.locks import runner_lock, training_lock
from convscope.runs.queue.starting import start_process

PATIENCE_S = 2.0
"""Time in s for which a runner waits for the next training."""

POLL_S = 0.25
"""Time from one look at the queue to the next, in s."""


def run_queue(root: Path) -> None:
    """Trains what waits; returns at once where another runner lives.

    Args:
        root: The folder of all runs.
    """
    while True:
        lock = runner_lock(root)
        try:
            lock.acquire(timeout=LOOK_S)
        except Timeout:
            return
        try:
            _settle_what_was_running(root)
            _train_what_waits(root)
        finally:
            lock.release()
        # Whoever asked while the lock was still held has started no other runner.
        if not any(entry.state == "waiting" for entry in read_queue(root)):
            return


def _settle_what_was_running(root: Path) -> None:
    """Waits for the training of a runner that died; one that died as well was interrupted."""
    running = [entry for entry in read_queue(root) if entry.state == "running"]
    if not running:
        return
    with training_lock(root).acquire(poll_interval=POLL_S):
        # A training that has not come to take its lock finds that it is too late.
        for entry in running:
            change(root, entry.id, "running", state="interrupted")


def _train_what_waits(root: Path) -> None:
    since = monotonic()
    while monotonic() - since < PATIENCE_S:
        entry = _take_next(root)
        if entry is None:
            sleep(POLL_S)
            continue
        _train(root, entry)
        since = monotonic()


def _take_next(root: Path) -> Entry | None:
    """Returns the entry whose turn it is, as running now; None where nothing waits."""
    for entry in in_turn(read_queue(root)):
        taken = change(root, entry.id, "waiting", state="running", began=round(time(), 3))
        if taken.state == "running":  # it was not removed meanwhile
            return taken
    return None


def in_turn(entries: Sequence[Entry]) -> list[Entry]:
    """Returns what waits, in the order of its turns.

    Whoever was served longest ago comes first, so that somebody who asks for many trainings keeps
    nobody waiting for more than one of them; of one person, what was asked for first.

    Args:
        entries: Of a queue, those that have ended among them.
    """
    served: dict[str | None, float] = {}
    for entry in entries:
        served[entry.runs] = max(served.get(entry.runs, 0.0), entry.began)
    waiting = [entry for entry in entries if entry.state == "waiting"]
    # One after another: a person's second training counts as asked for after the first was served.
    ordered: list[Entry] = []
    while waiting:
        entry = min(waiting, key=lambda each: (served[each.runs], int(each.id)))
        waiting.remove(entry)
        ordered.append(entry)
        served[entry.runs] = max(served.values()) + 1.0
    return ordered


def _train(root: Path, entry: Entry) -> None:
    """Lets a process train, and settles what it did not come to write itself."""
    try:
        process: Popen[bytes] = start_process(
            root, "convscope.runs.queue.training", str(root), entry.id
        )
    except OSError as error:
        reason = f"The training could not be started: {error.strerror}."
        _fail(root, entry, reason, "Expected room for another process.", "Ask for it again.")
        return
    code = process.wait()
    if code > 0:
        _fail(
            root,
            entry,
            f"The process of the training ended with code {code}.",
            "Expected it to say why.",
            f"Look at the end of {queue_folder(root) / 'log.txt'}, then ask for it again.",
        )
        return
    change(root, entry.id, "running", state="interrupted")  # a signal ended it: it was killed


def _fail(root: Path, entry: Entry, error: str, expected: str, fix: str) -> None:
    said = {"error": error, "expected": expected, "fix": fix}
    change(root, entry.id, "running", state="failed", error=said)
