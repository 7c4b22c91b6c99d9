"""How a run stands, as lists of runs tell it: `run.json` and its lock together."""

from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder
from convscope.runs.record import RunRecord, read_record

TOLD_STATUS = {
    "running": "a process is training it",
    "killed": "its process ended without a word: it can be resumed",
    "interrupted": "stopped by hand: it can be resumed",
    "failed": "ended with an error",
    "finished": "trained and tested",
    "damaged": "its run.json cannot be read",
}
"""What `run_status` may say, with its meaning."""


def run_status(folder: RunFolder) -> str:
    """Returns how a run stands, a key of `TOLD_STATUS`."""
    try:
        return told_status(folder, read_record(folder))
    except ConvscopeError:
        return "damaged"


def told_status(folder: RunFolder, record: RunRecord) -> str:
    """Returns the same for a record that was read before; it is never `damaged`."""
    if record.status == "running" and not folder.is_being_written():
        return "killed"
    return record.status
