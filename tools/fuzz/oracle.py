"""What may come of reading a stranger's files: a result or the clear error, within bounds."""

import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import convscope
from convscope.errors import ConvscopeError
from fuzz.reader import Case, Finding, Reader, write_case

MAX_SECONDS = 5.0
"""Processor time of one reading, in s."""

MAX_MEMORY_BYTES = 500 * 1024**2
"""Memory of one reading over what the process had before."""

ADDRESS_ROOM_BYTES = 4 * 1024**3
"""Addresses that a worker may take; whatever asks for more is noted, though it would fail."""

OWN = str(Path(convscope.__file__).parent)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OUR_PICKLES = ("loky", "convscope", "numpy")
FORBIDDEN = ("subprocess.Popen", "os.system", "os.exec", "pickle.find_class", "socket.connect")


@dataclass(frozen=True)
class Failure:
    """Something that reading must not do.

    Attributes:
        kind: What it is, without what differs from file to file; failures are counted by it.
        detail: What it was this time.
    """

    kind: str
    detail: str


class _TooLong(BaseException):
    """The processor time of a reading is spent."""


class Oracle:
    """Reads cases in a folder of its own and judges what comes of it.

    Args:
        sandbox: An empty folder; cases lie in `given` below it, and its neighbours are watched.
    """

    def __init__(self, sandbox: Path) -> None:
        self.sandbox, self.given = sandbox.resolve(), sandbox.resolve() / "given"
        (self.sandbox / "outside.txt").write_text("outside", encoding="utf-8")
        os.environ["CONVSCOPE_CACHE"] = str(self.sandbox / "cache")
        os.environ["CONVSCOPE_DATA"] = str(self.given)
        self._seen: list[str] = []
        self._is_reading = False
        self.boundary_kinds: set[str] = set()
        sys.addaudithook(self._watch)

    def judge(self, reader: Reader, case: Case) -> Failure | None:
        """Returns what is wrong with the reading of a case, or None."""
        if not self._prepare(case):
            return None  # a name that this file system refuses
        self._seen.clear()
        before = _memory_bytes("VmRSS")
        with warnings.catch_warnings(record=True) as warned, _error_output() as output:
            warnings.simplefilter("always")
            failure = self._read(reader)
        used = _memory_bytes("VmHWM") - before
        if failure is None and used > MAX_MEMORY_BYTES:
            failure = Failure(f"memory in {reader.name}", f"{used / 1024**2:,.0f} MiB")
        if failure is None and warned:
            text = f"{warned[0].category.__name__}: {warned[0].message}"
            failure = Failure(f"warning {text[:50]}", text)
        if failure is None and output:
            failure = Failure(f"error output of {reader.name}", output[0][:200])
        if failure is None and self._seen:
            failure = Failure(self._seen[0].partition(" ")[0], self._seen[0])
        return failure or self._outside()

    def _prepare(self, case: Case) -> bool:
        """Puts a case into the folder; returns whether that was possible."""
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)  # folders may lie deeper than programs go
        try:
            for folder in (self.given, self.sandbox / "cache"):
                shutil.rmtree(folder, ignore_errors=True)
            self.given.mkdir()
            write_case(case, self.given)
        except (OSError, ValueError):
            return False
        finally:
            sys.setrecursionlimit(usual)
        return True

    def _read(self, reader: Reader) -> Failure | None:
        _forget_peak()
        signal.signal(signal.SIGPROF, _end)
        signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
        self._is_reading = True
        try:
            reader.read(self.given)
        except ConvscopeError as error:
            return self._judge_error(error)
        except Finding as finding:
            return Failure(finding.kind, finding.detail)
        except _TooLong as error:
            return Failure(f"more than {MAX_SECONDS:g} s at {_place(error)}", "")
        except BaseException as error:
            kind = f"{type(error).__name__} at {_place(error)}"
            return Failure(kind, str(error)[:300])
        finally:
            self._is_reading = False
            signal.setitimer(signal.ITIMER_PROF, 0)
        return None

    def _judge_error(self, error: ConvscopeError) -> Failure | None:
        place, cause = _place(error), error.__cause__
        parts = (error.received, error.expected, error.fix)
        if not all(isinstance(part, str) and part.strip() for part in parts):
            return Failure(f"error that lacks a part at {place}", repr(parts))
        if sum(map(len, parts)) > 2_000 + 3 * len(str(self.given)):
            return Failure(f"error without end at {place}", str(error)[:300])
        if isinstance(cause, MemoryError):
            return Failure(f"asks for gigabytes at {_place(cause)}", str(cause)[:300])
        if cause is not None and not isinstance(cause, ConvscopeError | OSError):
            is_found = isinstance(cause, Finding)
            self.boundary_kinds.add(
                cause.kind if is_found else f"{type(cause).__name__} at {_place(cause)}"
            )
        return None

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_reading:
            return
        if event == "pickle.find_class" and str(arguments[0]).split(".")[0] in OUR_PICKLES:
            return  # what our own worker processes send each other
        if event.startswith(FORBIDDEN):
            self._seen.append(f"{event} {arguments!r:.200}")
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            with suppress(TypeError, ValueError):
                path = os.path.realpath(os.fsdecode(arguments[0]))
                if not path.startswith((str(self.sandbox), "/dev/null")):
                    self._seen.append(f"writes-outside {path}")

    def _outside(self) -> Failure | None:
        names = {entry.name for entry in self.sandbox.iterdir()}
        text = (self.sandbox / "outside.txt").read_text(encoding="utf-8")
        if names <= {"outside.txt", "given", "cache"} and text == "outside":
            return None
        return Failure("writes-outside", ", ".join(sorted(names)))


def limit_addresses() -> None:
    """Lets this process take `ADDRESS_ROOM_BYTES` more than it has, and no more."""
    limit = _memory_bytes("VmSize") + ADDRESS_ROOM_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end(_signal: int, _frame: object) -> None:
    raise _TooLong


def _place(error: BaseException) -> str:
    """Returns the innermost own function that an error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(OWN)]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).stem}.{frame.name}"


def _memory_bytes(name: str) -> int:
    """Returns a value of this process in bytes; where the system does not tell, the peak."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            line = next(line for line in file if line.startswith(name))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _forget_peak() -> None:
    with suppress(OSError), open("/proc/self/clear_refs", "w") as file:  # noqa: PTH123
        file.write("5")


@contextmanager
def _error_output() -> Iterator[list[str]]:
    """Collects what is written to the error output, by Python and by the libraries beneath it."""
    found: list[str] = []
    stream, kept = sys.stderr, os.dup(2)
    with tempfile.TemporaryFile("w+", errors="replace") as file:
        os.dup2(file.fileno(), 2)
        sys.stderr = file
        try:
            yield found
        finally:
            file.flush()
            sys.stderr = stream
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            found += [text] if (text := file.read(2_000)) else []
