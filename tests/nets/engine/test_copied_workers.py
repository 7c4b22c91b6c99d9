"""A network that several processes train can be copied, as compiling its kernels does."""

import copy
from threading import Lock

from convscope.engine.processes.workers import Workers


def test_a_copy_belongs_to_the_same_processes():
    workers = Workers(0, 2, group=Lock())  # like torch's group, it cannot be copied
    holder = {"batch_normalization": workers}
    assert copy.deepcopy(holder)["batch_normalization"] is workers
