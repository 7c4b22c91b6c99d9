"""Runs work in a process of its own, at one of whose write points a fault may wait."""

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inject_faults.points import Points


def in_child(work: Callable[[], Any], folder: Path, points: Points) -> tuple[int, str, str]:
    """Runs work in a forked process; returns exit code, points passed, and what it printed."""
    passed = folder.parent / "passed.txt"
    passed.unlink(missing_ok=True)
    reading, writing = os.pipe()  # which no limit of a file's size concerns
    process = os.fork()
    if process == 0:
        code = 70
        try:
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            os.close(writing)
            # The old ones take where they write for a file to seek in, if it was one.
            sys.stdout = os.fdopen(1, "w", closefd=False)
            sys.stderr = os.fdopen(2, "w", closefd=False)
            os.chdir(folder)
            os.environ |= {"CONVSCOPE_CACHE": str(folder / "cache")}
            os.environ |= {"CONVSCOPE_DATA": str(folder / "data")}
            if points.fault or points.at:
                points.install()
            work()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        except BaseException as error:
            from convscope.errors import ConvscopeError

            os.write(2, f"{type(error).__name__}: {error}".encode())
            code = 2 if isinstance(error, ConvscopeError) else 70
        finally:
            points.fault = None
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            passed.write_text(points.passed)
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, errors="replace") as file:
        said = file.read()
    _, status = os.waitpid(process, 0)
    kinds = passed.read_text() if passed.is_file() else ""
    return os.waitstatus_to_exitcode(status), kinds, said
