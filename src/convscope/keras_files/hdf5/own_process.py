"""HDF5 files are read in a process of their own, which may crash, hang or grow without harm.

The library that reads HDF5 is written in C and meets a stranger's bytes in hundreds of places: a
damaged file may end the process that reads it. That process is another one, told the file's bytes
and asked for texts and arrays; how long and with how much memory it may run is settled before.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress

from convscope.errors import ConvscopeError, clear_errors
from convscope.keras_files.hdf5.content import Content, unpacked

MIN_SECONDS = 20
"""Processor time of a reading, in s; larger files get `BYTES_PER_SECOND` of it more.

In some damaged files the library goes round in circles until it is ended."""

BYTES_PER_SECOND = 10_000_000
WAIT_FACTOR = 10
"""How much longer than its processor time a reading may take on a busy machine."""

ROOM_BYTES = 2**29
"""Memory beside the arrays and the file itself."""

DONE, REFUSED = b"d", b"r"
_EXPECTED = "Expected an HDF5 file as Keras writes it."
_FIX = "Copy the file again, or save the model again with Keras."


def read_in_own_process(image: bytes) -> Content:
    """Returns the texts and arrays of an HDF5 file, whatever reading it does.

    Args:
        image: The whole file.

    Raises:
        ConvscopeError: Damaged, not as Keras writes files, or reading it failed in any way.
    """
    # -P: a file called h5py.py in the folder that somebody works in is not taken for the library.
    command = [sys.executable, "-P", "-m", "convscope.keras_files.hdf5.reading_process"]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    variables = os.environ | {"PYTHONPATH": path, "HDF5_PLUGIN_PRELOAD": "::"}
    seconds = WAIT_FACTOR * seconds_for(len(image))
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, env=variables, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _failed(f"took more than {seconds} s") from None
    except OSError as error:
        raise _failed(f"could not be started ({error.strerror})") from None
    return content_of(done.stdout, done.returncode)


def content_of(answer: bytes, status: int) -> Content:
    """Returns what a reading process answered.

    Args:
        answer: What it wrote.
        status: How it ended; 0 is well.

    Raises:
        ConvscopeError: It refused the file, or ended before it had an answer.
    """
    if answer[:1] == REFUSED and status == 0:
        parts = json.loads(answer[1:])
        raise ConvscopeError(parts["error"], parts["expected"], parts["fix"])
    if answer[:1] != DONE or status != 0:
        raise _failed(f"ended with {status}")
    with clear_errors("the HDF5 content", _EXPECTED, _FIX):
        return unpacked(answer[1:])


def seconds_for(file_bytes: int) -> int:
    """Returns the processor time that reading a file of that size may take, in s."""
    return MIN_SECONDS + file_bytes // BYTES_PER_SECOND


def limit_this_process(file_bytes: int, array_bytes: int) -> None:
    """Lets this process take no more time and memory than a file needs, where the system can.

    Args:
        file_bytes: Size of the file.
        array_bytes: What its arrays may have.
    """
    with suppress(ImportError):  # Windows has no such limits
        import resource

        with suppress(OSError, ValueError, IndexError):
            with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
                present = int(file.read().split()[0]) * resource.getpagesize()
            room = present + ROOM_BYTES + 3 * array_bytes + 2 * file_bytes
            resource.setrlimit(resource.RLIMIT_AS, (room, room))
        seconds = seconds_for(file_bytes)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _failed(how: str) -> ConvscopeError:
    return ConvscopeError(f"reading its HDF5 content {how}: it is damaged.", _EXPECTED, _FIX)
