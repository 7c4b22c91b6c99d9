"""Trainings that wait for their turn, in files that outlive the server and the trainings.

`<runs>/.queue/` has a file for each: whoever asks adds one and calls `ensure_runner`. The runner, a
process of its own, trains one after another, each in a process of its own, so that a training which
is killed costs nothing but itself. Locks say who lives: they end with their process, however that
ends. Nothing here loads torch but `training`, which is what such a process does.
"""

from convscope.runs.queue.asking import add_resume, add_training, remove
from convscope.runs.queue.entries import STATES, Entry, read_queue
from convscope.runs.queue.runner import in_turn
from convscope.runs.queue.starting import ensure_runner

__all__ = [
    "STATES",
    "Entry",
    "add_resume",
    "add_training",
    "ensure_runner",
    "in_turn",
    "read_queue",
    "remove",
]
