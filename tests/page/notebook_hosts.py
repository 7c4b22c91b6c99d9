"""Programs that people open notebooks in, on loopback, with folders of their own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LONGEST_START_S = 120


def write_notebook(path: Path, sources: Sequence[str]) -> None:
    """Writes a Jupyter notebook with a code cell for each of `sources`."""
    common = {"metadata": {}, "outputs": [], "execution_count": None, "cell_type": "code"}
    cells = [{**common, "id": f"own-{index}", "source": s} for index, s in enumerate(sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


@contextmanager
def serve_lab(folder: Path) -> Iterator[str]:
    """Starts JupyterLab for the notebooks in `folder`; yields its address.

    Raises:
        RuntimeError: It does not start; the text is what it said.
    """
    no_news = "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"
    with _serve_jupyter("jupyterlab", folder, [no_news]) as url:
        yield url


@contextmanager
def serve_notebook(folder: Path) -> Iterator[str]:
    """Starts Jupyter Notebook for the notebooks in `folder`; yields its address.

    Raises:
        RuntimeError: It does not start; the text is what it said.
    """
    with _serve_jupyter("notebook", folder, []) as url:
        yield url


@contextmanager
def serve_marimo(program: Path) -> Iterator[str]:
    """Starts marimo with a notebook of its kind, as a reader sees it; yields its address.

    Raises:
        RuntimeError: It does not start; the text is what it said.
    """
    port = _free_port()
    options = ["run", str(program), "--headless", "--no-token"]
    own = {f"XDG_{name}_HOME": str(program.parent / f".{name}") for name in ("CONFIG", "STATE")}
    environment = {**os.environ, **own, "MARIMO_SKIP_UPDATE_CHECK": "1"}
    command = ["marimo", *options, "--host=127.0.0.1", f"--port={port}"]
    with _serve(command, program.parent, environment, f"http://127.0.0.1:{port}/health") as url:
        yield url.removesuffix("health")


@contextmanager
def _serve_jupyter(module: str, folder: Path, options: Sequence[str]) -> Iterator[str]:
    port = _free_port()
    own = {name: str(folder / f".{name}") for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {
        **os.environ,
        **{f"JUPYTER_{name}_DIR": path for name, path in own.items()},
        "IPYTHONDIR": str(folder / ".ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces"),
    }
    command = [
        module,
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
        *options,
    ]
    with _serve(command, folder, environment, f"http://127.0.0.1:{port}/api") as url:
        yield url.removesuffix("api")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def _serve(
    command: Sequence[str], folder: Path, environment: dict[str, str], url: str
) -> Iterator[str]:
    """Starts a module's program; yields `url` as soon as it answers there."""
    log = folder / ".server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + LONGEST_START_S
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError(f"{server.args} did not start:\n{log.read_text()}")
