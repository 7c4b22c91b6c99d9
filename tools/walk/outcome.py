"""What is left of one command: everything that a judge may look at."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class BrokenError(Exception):
    """A judge has found that a result is not what was promised; the text says what is wrong."""


@dataclass(frozen=True)
class PageSeen:
    """What Chromium saw of a page.

    Attributes:
        text: What a reader reads, title included.
        problems: Errors of the console and of scripts.
        requests: Addresses asked for, other than the page itself and what lies inside it.
        broken_links: Links within the page that lead nowhere, pictures that do not show.
        verdict: What the page said of the 7 that was drawn; None where there is no pad.
        size: Of the file, in bytes; 0 of what is served.
    """

    text: str
    problems: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    broken_links: tuple[str, ...] = ()
    verdict: str | None = None
    size: int = 0


@dataclass(frozen=True)
class Outcome:
    """What is left of one command.

    Attributes:
        command: As it was run.
        folder: Where it was run.
        exit_code: What it ended with.
        stdout: What it printed as its result.
        stderr: What it told meanwhile.
        seconds: From start to end.
        core_seconds: How long cores worked for it, whatever else the machine did.
        written_after_s: From the start to the last file written, in s.
        changed: Files below the folder that are new or other than before, with `/` between names.
        served: The page that it served, if it serves one.
        is_stand_in: Whether embedded digits stood for real data.
    """

    command: str
    folder: Path
    exit_code: int = 0
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0
    core_seconds: float = 0.0
    written_after_s: float = 0.0
    changed: tuple[str, ...] = ()
    served: PageSeen | None = None
    is_stand_in: bool = False
    seen: dict[Path, PageSeen] = field(default_factory=dict)

    @property
    def run(self) -> Path:
        """The run folder that the command made or changed.

        Raises:
            BrokenError: There is none, or more than one.
        """
        found = {Path(path).parent for path in self.changed if Path(path).name == "run.json"}
        if len(found) != 1:
            raise BrokenError(f"it wrote {len(found)} run.json, not 1")
        return self.folder / found.pop()

    def json(self) -> Any:
        """Reads what was printed as JSON.

        Raises:
            BrokenError: It is none.
        """
        try:
            return json.loads(self.stdout)
        except ValueError:
            raise BrokenError("what it printed is no JSON") from None

    def file(self, name: str) -> Path:
        """Returns a file that the command wrote.

        Raises:
            BrokenError: It is not there, is empty, or was there before.
        """
        path = self.folder / name
        if not path.is_file():
            raise BrokenError(f"{name} is missing")
        if not path.stat().st_size:
            raise BrokenError(f"{name} is empty")
        if path.resolve().relative_to(self.folder.resolve()).as_posix() not in self.changed:
            raise BrokenError(f"{name} was not written by this command")
        return path
