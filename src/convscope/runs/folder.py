"""Where a run's files lie, and who may write them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from convscope.errors import ConvscopeError, UnknownNameError

DEFAULT_ROOT = Path("runs")


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
    def report(self) -> Path:
        """`report.html`."""
        return self.path / "report.html"

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
            lock.acquire(timeout=0)
        except Timeout:
            raise ConvscopeError(
                f"{self.path} is being written by another process.",
                "One training writes a run at a time.",
                "Wait for it, or give another --name.",
            ) from None
        try:
            yield
        finally:
            lock.release()


def create_run(root: Path, name: str | None, stem: str) -> RunFolder:
    """Makes a new run folder.

    Args:
        root: The folder of all runs; made if it does not exist.
        name: The run's name; None takes the first free `<stem>-<number>`.
        stem: Beginning of an automatic name.

    Raises:
        ConvscopeError: The name is taken or not a plain name, or the folder cannot be written.
    """
    _check_name(name)
    try:
        root.mkdir(parents=True, exist_ok=True)
        if name is not None:
            return _create(root / name)
        number = 1
        while True:
            folder = root / f"{stem}-{number}"
            try:
                folder.mkdir()
                return RunFolder(folder)
            except FileExistsError:
                number += 1
    except OSError as error:
        raise _cannot_hold(root, error) from error


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
    folder = RunFolder(root / (name or default))
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


def _check_name(name: str | None) -> None:
    if name is not None and not re.fullmatch(r"[\w\-][\w\-.]*", name):
        plain = re.sub(r"[^\w\-.]+", "-", name).strip("-.") or "my-run"
        raise ConvscopeError(
            f'--name: received "{name}".',
            "Expected letters, digits, -, _ and ., and no . at the beginning.",
            f"Try --name {plain}",
        )


def _cannot_hold(root: Path, error: OSError) -> ConvscopeError:
    return ConvscopeError(
        f"{root} cannot hold a run: {error.strerror}.",
        "Expected a folder that can be written.",
        "Give another folder with --runs.",
    )


def _create(path: Path) -> RunFolder:
    try:
        path.mkdir()
    except FileExistsError:
        folder = RunFolder(path)
        with folder.locked():
            pass
        raise ConvscopeError(
            f"The run {path} exists already.",
            "Expected a new name.",
            f"Give another --name, or go on with: convscope train --resume {path}",
        ) from None
    return RunFolder(path)
