"""A class being served, and its links."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Class:
    """A class that is being served.

    Attributes:
        pupils: The link for pupils.
        teacher: The link for the teacher.
        folder: The folder that it was started in.
    """

    pupils: str
    teacher: str
    folder: Path

    @property
    def address(self) -> str:
        return self.pupils.partition("/join")[0]


@contextmanager
def hosted(folder: Path, *arguments: str) -> Iterator[Class]:
    """Serves a class at loopback: what is tested needs no network."""
    command = [sys.executable, "-m", "convscope", "studio", *arguments, "--host", "--no-browser"]
    server = subprocess.Popen(
        [*command, "--address", "127.0.0.1"], stderr=subprocess.PIPE, text=True, cwd=folder
    )
    assert server.stderr
    try:
        said = ""
        while "Keep this one" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        pupils = re.search(r"Pupils open\s+(\S+)", said)
        teacher = re.search(r"You open\s+(\S+)", said)
        assert pupils
        assert teacher
        yield Class(pupils[1], teacher[1], folder)
    finally:
        server.kill()
        server.wait()
        server.stderr.close()
