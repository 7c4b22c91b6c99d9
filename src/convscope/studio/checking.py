"""Whether everything that a studio needs works on this machine."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from convscope.errors import ConvscopeError
from convscope.studio.workspace import Workspace


@dataclass(frozen=True)
class Check:
    """One thing that a studio needs.

    Attributes:
        name: What is needed, in a few words.
        found: What was found.
        fix: What to do where it does not work; empty where it does.
    """

    name: str
    found: str
    fix: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it works."""
        return not self.fix


def check_studio(workspace: Workspace) -> Iterator[Check]:
    """Tries everything that a studio needs, one after another; nothing is left behind."""
    yield tried("a place for runs", lambda: _writable(workspace.runs))
    yield tried("a network port of this machine", _port)
    yield tried("the live channel", _live_channel)
    yield tried("a model to draw at", _model)
    yield tried("images to train on", lambda: _images(workspace.data or "digits"))
    yield tried("the engine", _engine)


def tried(name: str, attempt: Callable[[], str]) -> Check:
    """Returns what came of an attempt.

    Args:
        name: What is needed.
        attempt: Returns what was found, or raises.
    """
    try:
        return Check(name, attempt())
    except ConvscopeError as error:
        return Check(name, error.received, error.fix)
    except (ImportError, OSError) as error:
        return Check(name, str(error), "Install convscope anew: python -m pip install convscope")


def _writable(runs: Path) -> str:
    there = next(folder for folder in (runs, *runs.absolute().parents) if folder.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there):
            return str(runs)
    except OSError as error:
        raise ConvscopeError(
            f"{there}: {error.strerror}.",
            "Expected a folder that can be written.",
            "Give another folder with --runs.",
        ) from None


def _port() -> str:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"such as {listener.getsockname()[1]}"


def _live_channel() -> str:
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
    from websockets.version import version

    return f"websockets {version}" if WebSocketsSansIOProtocol else ""


def _model() -> str:
    from convscope.model_file import read_model
    from convscope.shipped import shipped_model
    from convscope.studio.drawing_at import WITHOUT_RUN

    model = read_model(shipped_model(WITHOUT_RUN))
    return f"{WITHOUT_RUN}, {model.architecture.num_parameters:,} parameters"


def _images(source: str) -> str:
    from convscope.data import load_data

    return load_data(source, progress=False, download=False).describe()


def _engine() -> str:
    import torch

    from convscope.engine.processes.devices import choose_device, describe_device

    return f"torch {torch.__version__} on {describe_device(choose_device('auto'))}"
