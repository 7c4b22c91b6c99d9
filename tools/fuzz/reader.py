"""What the fuzzer knows of a reader: how its files are made, and how they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuzz.mutation import Mutation

Case = dict[str, bytes]
"""The content of files by their paths below the folder that is given to a reader."""


class Finding(Exception):
    """A failure that a reader's own `read` has judged, such as one in another process."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


@dataclass(frozen=True)
class Reader:
    """One reader of strangers' files.

    Attributes:
        name: What `--reader` takes.
        make: Makes a valid case whose fields, values and bytes a mutation changes on its way.
        read: Reads the files in a folder as the program does.
    """

    name: str
    make: Callable[[Mutation], Case]
    read: Callable[[Path], object]


def write_case(case: Case, folder: Path) -> None:
    """Writes the files of a case below a folder."""
    for name, content in case.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
