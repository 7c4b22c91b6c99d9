"""Where a run's files lie, and who may write them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.files import remove_left_overs, sync_folder, temporary_folder
from convscope.texts import quoted

DEFAULT_ROOT = Path("runs")

MAX_NAME_BYTES = 150
"""Longest name of a run; with what is put before and behind it, every file system takes it."""

LOOK_S = 1.0
"""Time in s for which somebody may hold a lock who only looks whether another one does."""

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.I)
"""Names that Windows keeps for devices, whatever their ending."""


@dataclass(frozen=True)
class RunFolder:
    """The paths of one run."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def record(self) -> Path:
        """`run.json`."""
        return self.path / "run.json"

    @property
    def history(self) -> Path:
        """`history.csv`."""
        return self.path / "history.csv"

    @property
    def model(self) -> Path:
        """`model.safetensors`, the best by validation."""
        return self.path / "model.safetensors"

    @property
    def checkpoint(self) -> Path:
        """`last.checkpoint/state.safetensors`, everything needed to resume."""
        return self.path / "last.checkpoint" / "state.safetensors"

    @property
    def confusion(self) -> Path:
        """`confusion.csv`."""
        return self.path / "confusion.csv"

    @property
    def predictions(self) -> Path:
        """`predictions.csv`."""
        return self.path / "predictions.csv"

    @property
    def labels(self) -> Path:
        """`labels.csv`, what people had decided about single images when the run was started."""
        return self.path / "labels.csv"

    @property
    def report(self) -> Path:
        """`report.html`."""
        return self.path / "report.html"

    @property
    def events(self) -> Path:
        """`events.jsonl`, what happens while it is trained."""
        return self.path / "events.jsonl"

    @property
    def live_picture(self) -> Path:
        """`live.png`, the validation images that events speak of."""
        return self.path / "live.png"

    @property
    def stop_request(self) -> Path:
        """`stop.request`, there while its training is asked to end."""
        return self.path / "stop.request"

    def plot(self, name: str) -> Path:
        """Returns the path of the plot called `name`, an SVG file."""
        return self.path / f"{name}.svg"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps every other process from writing this run meanwhile.

        The lock ends with the process, however it ends.

        Raises:
            ConvscopeError: Another process is writing this run.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.path / ".lock")
        try:
            lock.acquire(timeout=LOOK_S)
        except Timeout:
            raise _written_by_another(self.path) from None
        try:
            yield
        finally:
            lock.release()

    def is_being_written(self) -> bool:
        """Returns whether a process that lives is writing this run."""
        from filelock import FileLock, Timeout

        if not (self.path / ".lock").exists():
            return False
        try:
            with FileLock(self.path / ".lock", timeout=0):
                return False
        except Timeout:
            return True
        except OSError:  # a folder that only others may write
            return False


Fill = Callable[[RunFolder, str], None]
"""Writes `run.json` into a folder that will have the given name."""


def create_run(root: Path, name: str | None, stem: str, fill: Fill) -> RunFolder:
    """Makes a new run folder with a record in it, both in one step.

    So there is no moment at which a folder has its name and nothing that says what it is. Folders
    of processes that died before are removed.

    Args:
        root: The folder of all runs; made if it does not exist.
        name: The run's name; None takes the first free `<stem>-<number>`.
        stem: Beginning of an automatic name.
        fill: Writes the record.

    Raises:
        ConvscopeError: The name is taken or not a plain name, or the folder cannot be written.
    """
    _check_name(name)
    try:
        root.mkdir(parents=True, exist_ok=True)
        remove_left_overs(root, "run")
        with temporary_folder(root, "run") as temporary:
            number = 1
            while True:
                path = root / (name or f"{plain_name(stem)}-{number}")
                if _is_free(path):
                    fill(RunFolder(temporary), path.name)
                    with suppress(FileExistsError, NotADirectoryError):
                        _move(temporary, path)
                        return RunFolder(path)
                if name is not None:
                    raise _exists(path)
                number += 1
    except OSError as error:
        raise _cannot_hold(root, error) from error


def check_name_is_free(root: Path, name: str) -> None:
    """Checks that a new run can have a name.

    Raises:
        ConvscopeError: It is taken or not a plain name.
    """
    _check_name(name)
    if not _is_free(root / name):
        raise _exists(root / name)


def open_search(root: Path, name: str | None, default: str) -> RunFolder:
    """Returns the folder of a search for a good training, made if it does not exist.

    Args:
        root: The folder of all runs; made if it does not exist.
        name: The folder's name; None for `default`.
        default: Name that is taken without one.

    Raises:
        ConvscopeError: The name is not a plain name or a run's, or the folder cannot be written.
    """
    _check_name(name)
    folder = RunFolder(root / (name or plain_name(default)))
    if folder.record.exists():
        raise ConvscopeError(
            f"{folder.path} is a run.",
            "Expected a folder of a search, or a new name.",
            "Give another --name.",
        )
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_hold(root, error) from error
    return folder


def open_run(run: str | Path, root: Path = DEFAULT_ROOT) -> RunFolder:
    """Returns an existing run, given by its path or its name below `root`.

    Raises:
        UnknownNameError: There is no such run; the nearest name is suggested.
    """
    for path in (Path(run), root / run):
        if (path / "run.json").is_file():
            return RunFolder(path)
    known = [folder.name for folder in list_runs(root)]
    raise UnknownNameError(
        "run", run, known or ["none yet"], "Start one with: convscope train digits"
    )


def list_runs(root: Path = DEFAULT_ROOT) -> list[RunFolder]:
    """Returns the runs below `root`, the oldest first."""
    found = [path.parent for path in root.glob("*/run.json")]
    return [RunFolder(p) for p in sorted(found, key=lambda p: (p.stat().st_ctime, p.name))]


def plain_name(text: str) -> str:
    """Returns a name for a folder that every system takes, as like a text as can be.

    Example:
        >>> plain_name("my fruits"), plain_name("-x"), plain_name("CON.txt")
        ('my-fruits', 'x', 'CON-txt')
    """
    plain = re.sub(r"[^\w\-.]+", "-", text).strip("-.")
    plain = plain.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip("-.") or "my-run"
    if _RESERVED.fullmatch(plain):
        plain = plain.replace(".", "-") if "." in plain else f"{plain}-run"
    return plain


def _check_name(name: str | None) -> None:
    if name is None:
        return
    is_plain = re.fullmatch(r"\w[\w\-.]*", name) and not name.endswith(".")
    if not is_plain or _RESERVED.fullmatch(name) or len(name.encode()) > MAX_NAME_BYTES:
        raise ConvscopeError(
            f'--name: received "{in_short(name)}".',
            "Expected letters, digits, -, _ and ., no - or . at the beginning and no . at the end, "
            f"at most {MAX_NAME_BYTES} bytes, and no name of a Windows device.",
            f"Try --name {quoted(plain_name(name))}",
        )


def _cannot_hold(root: Path, error: OSError) -> ConvscopeError:
    return ConvscopeError(
        f"{root} cannot hold a run: {error.strerror}.",
        "Expected a folder that can be written.",
        "Give another folder with --runs.",
    )


def _is_free(path: Path) -> bool:
    """Returns whether a run can have this path; what older versions left of a start is removed."""
    if not path.exists() and not path.is_symlink():
        return True
    folder = RunFolder(path)
    if not path.is_dir() or folder.is_being_written():
        return False
    if {entry.name for entry in path.iterdir()} <= {".lock"}:
        with suppress(OSError):
            (path / ".lock").unlink(missing_ok=True)
            path.rmdir()
            return True
    return False


def _move(temporary: Path, path: Path) -> None:
    try:
        temporary.rename(path)
    except OSError as error:
        if path.exists():  # another process was faster
            raise FileExistsError from error
        raise
    sync_folder(path.parent)


def _exists(path: Path) -> ConvscopeError:
    if path.is_dir() and RunFolder(path).is_being_written():
        return _written_by_another(path)
    return ConvscopeError(
        f"The run {path} exists already.",
        "Expected a new name.",
        f"Give another --name, or go on with: convscope train --resume {quoted(path)}",
    )


def _written_by_another(path: Path) -> ConvscopeError:
    return ConvscopeError(
        f"{path} is being written by another process.",
        "One training writes a run at a time.",
        "Wait for it, or give another --name.",
    )
