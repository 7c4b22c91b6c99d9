"""Commands of convscope in processes of their own, forked from a server that has torch loaded.

Such a process gets signals, ends and leaves files like one that a shell starts, much sooner.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from several_processes import PROCESSES


@dataclass(frozen=True)
class Ended:
    """What a command left behind: its exit code, and what it said."""

    returncode: int | None
    stdout: str
    stderr: str


def convscope(
    *arguments: str, cwd: Path, before: Callable[..., None] | None = None, given: tuple = ()
) -> Ended:
    """Runs a command to its end.

    Args:
        arguments: What follows `convscope` on the line.
        cwd: The folder it runs in.
        before: Called in the new process before the command, with what is `given`.
        given: Arguments of `before`.
    """
    own = {name: value for name, value in os.environ.items() if name.startswith("CONVSCOPE_")}
    with TemporaryDirectory() as folder:
        said = Path(folder)
        process = PROCESSES.Process(target=_run, args=(arguments, cwd, own, said, before, given))
        process.start()
        process.join()
        out, err = ((said / name).read_text("utf-8") for name in ("out", "err"))
    return Ended(process.exitcode, out, err)


def _run(
    arguments: tuple[str, ...],
    cwd: Path,
    variables: dict[str, str],
    said: Path,
    before: Callable[..., None] | None,
    given: tuple,
) -> None:
    for stream, name in ((sys.stdout, "out"), (sys.stderr, "err")):
        with (said / name).open("w") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.chdir(cwd)
    os.environ.update(variables)
    if before:
        before(*given)
    from convscope.cli import main

    main(list(arguments))
