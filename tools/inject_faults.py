"""Kills a command, or fills its disk, at every point where it writes, and looks what comes of it.

    python tools/inject_faults.py [SCENARIO …] [--every N] [--table FILE]

A write point is a file opened for writing, a rename, a folder made, or a flush to the disk. First a
scenario runs alone and its points are counted. Then it runs once per point and fault: SIGKILL, or
"no space left on device" there and at every later point. After each fault the same work is
started again as a user would, and has to end as if nothing had happened; nothing that the dead
process was writing may be left. `--every 5` takes every fifth point only.
"""

import argparse
import contextlib
import errno
import gzip
import io
import os
import shutil
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FAULTS = ("kill", "full disk")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KEPT = {".lock", ".ask.lock"}
"""Names beginning with a dot that stay: empty files that processes lock."""


class Points:
    """Counts the write points below a folder, and lets one of them fail."""

    def __init__(self, folder: Path, fault: str | None, at: int) -> None:
        self.folder, self.fault, self.at, self.count = str(folder.resolve()), fault, at, 0

    def install(self) -> None:
        """Listens from now on, until the process ends."""
        sys.addaudithook(self._listen)
        fsync = os.fsync

        def flush(handle: int) -> None:
            self.reach()
            fsync(handle)

        os.fsync = flush

    def _listen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITING and self._is_ours(path):
                self.reach()
        elif event in ("os.rename", "os.mkdir", "os.truncate") and self._is_ours(arguments[0]):
            self.reach()

    def _is_ours(self, path: object) -> bool:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100

    def reach(self) -> None:
        """Notes a point, and does there what is to be done."""
        self.count += 1
        if self.fault is None or self.count < self.at:
            return
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@dataclass(frozen=True)
class Scenario:
    """Something that writes.

    Attributes:
        prepare: Puts what is needed into an empty folder.
        work: What a user does there; called in that folder, again after a fault.
        outcome: What has come of it; equal for every way that leads to the end.
    """

    prepare: Callable[[Path], None]
    work: Callable[[], None]
    outcome: Callable[[Path], Any]


def command(*arguments: str) -> None:
    """Runs a command of convscope; a code other than 0 ends the process with it."""
    from convscope.cli import main

    try:
        main(list(arguments))
    except SystemExit as ended:
        if ended.code:
            raise


def write_images(folder: Path) -> None:
    """Writes images with an upright or a level bar, in the form of MNIST's files."""
    (folder / "bars").mkdir()
    random = np.random.default_rng(0)
    for split, count in (("train", 60), ("t10k", 20)):
        labels = np.arange(count, dtype=np.uint8) % 2
        images = random.integers(0, 60, (count, 8, 8), np.uint8)
        images[labels == 0, 2:6, 3] = images[labels == 1, 3, 2:6] = 240
        for name, array in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">{array.ndim + 1}I", 0x0800 | array.ndim, *array.shape)
            content = gzip.compress(header + array.tobytes(), mtime=0)
            (folder / "bars" / f"{split}-{name}-ubyte.gz").write_bytes(content)
    (folder / "net.json").write_text(
        '{"input": {"shape": [8, 8, 1]}, "layers": [{"kind": "Flatten"}, '
        '{"kind": "Dense", "units": 2, "activation": "softmax"}]}'
    )


def train() -> None:
    """Trains, or goes on with the run."""
    run = Path("runs/one")
    if (run / "run.json").is_file():
        from convscope.runs.folder import RunFolder
        from convscope.runs.record import read_record

        if read_record(RunFolder(run)).status != "finished":
            command("train", "--resume", "runs/one", "--json")
        return
    command(
        *("train", "bars", "--net", "net.json", "--epochs", "2", "--batch-size", "16"),
        *("--name", "one", "--json"),
    )


def weights(folder: Path) -> Any:
    """Returns the trained weights as bytes, and the names of the run's files."""
    from convscope.model_file import read_model

    run = folder / "runs" / "one"
    found = read_model(run / "model.safetensors").weights
    names = sorted(path.name for path in run.iterdir())
    return {name: tensor.tobytes() for name, tensor in found.items()}, names


def load() -> None:
    """Loads images by way of a decoded copy."""
    from convscope.data import load_data

    load_data("bars")


def loaded(folder: Path) -> Any:
    """Returns the digest of the images, read anew from the copy."""
    from convscope.data import load_data

    return load_data(folder / "bars").content_hash


def save() -> None:
    """Writes a model file over another one."""
    from convscope.architecture import load_net
    from convscope.engine.network.initialization import initial_weights
    from convscope.model_file import Model, write_model

    net = load_net("net.json")
    for seed in (0, 1):
        write_model("model.safetensors", Model(net, initial_weights(net, seed)))


def saved(folder: Path) -> Any:
    """Returns what the model file holds; the order within it is the library's."""
    from convscope.model_file import read_model

    model = read_model(folder / "model.safetensors")
    weights = sorted((name, weight.tobytes()) for name, weight in model.weights.items())
    return weights, model.architecture.to_json()


def prepare_report(folder: Path) -> None:
    """Trains a run to report on."""
    write_images(folder)
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        train()


def report() -> None:
    """Reports on the run."""
    command("report", "runs/one", "--quick")


def reported(folder: Path) -> Any:
    """Returns whether the page is whole."""
    return (folder / "runs/one/report.html").read_text("utf-8").rstrip().endswith("</html>")


def tune() -> None:
    """Searches, or goes on searching."""
    command(
        *("tune", "bars", "--net", "net.json", "--epochs", "1", "--trials", "2", "--json"),
        *("--name", "search"),
    )


def tuned(folder: Path) -> Any:
    """Returns the names of the search's files."""
    return sorted(path.name for path in (folder / "runs" / "search").iterdir())


def download() -> None:
    """Fetches files from a server on this machine, which a thread of this process is."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    from convscope.data import get, named_sets
    from convscope.data.named_sets import NamedSet, RemoteFile

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory="bars"))
    Thread(target=server.serve_forever, daemon=True).start()
    import hashlib

    files = tuple(
        RemoteFile(path.name, 9000, None, hashlib.md5(path.read_bytes()).hexdigest())
        for path in sorted(Path("bars").iterdir())
    )
    url = f"http://127.0.0.1:{server.server_port}/"
    entry = NamedSet("bars", "", (8, 8, 1), 60, 20, ("0", "1"), "", "", (url,), files)
    named_sets.NAMED_SETS["bars"] = entry
    get("bars")


def downloaded(folder: Path) -> Any:
    """Returns the files and their content."""
    return {p.name: p.read_bytes() for p in sorted((folder / "data" / "bars").iterdir())}


SCENARIOS = {
    "model file": Scenario(write_images, save, saved),
    "decoded copy": Scenario(write_images, load, loaded),
    "download": Scenario(write_images, download, downloaded),
    "training": Scenario(write_images, train, weights),
    "report": Scenario(prepare_report, report, reported),
    "search": Scenario(write_images, tune, tuned),
}


def in_child(work: Callable[[], Any], folder: Path, points: Points) -> tuple[int, int, str]:
    """Runs work in a forked process; returns exit code, points passed, and what it printed."""
    said = folder.parent / "said.txt"
    counted = folder.parent / "counted.txt"
    process = os.fork()
    if process == 0:
        code = 70
        try:
            with said.open("w") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
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
            counted.write_text(str(points.count))
            os._exit(code)
    _, status = os.waitpid(process, 0)
    count = int(counted.read_text()) if counted.is_file() else 0
    return os.waitstatus_to_exitcode(status), count, said.read_text(errors="replace")


def left_overs(folder: Path) -> list[str]:
    """Returns what somebody was writing and nobody will."""
    found = [
        path for path in folder.rglob("*") if path.name.startswith(".") or ".part" in path.name
    ]
    return sorted(str(path.relative_to(folder)) for path in found if path.name not in KEPT)


def inject(name: str, every: int, place: Path) -> dict[str, Any]:
    """Runs one scenario alone, then with every fault at every point; returns a row of the table."""
    scenario = SCENARIOS[name]
    clean = place / "clean"
    clean.mkdir()
    scenario.prepare(clean)

    def fresh() -> Path:
        folder = place / "work" / "folder"
        shutil.rmtree(place / "work", ignore_errors=True)
        shutil.copytree(clean, folder)
        return folder

    alone = fresh()
    code, num_points, said = in_child(scenario.work, alone, Points(alone, None, 1))
    if code:
        raise SystemExit(f"{name} fails without a fault: {said}")
    os.environ["CONVSCOPE_CACHE"] = str(alone / "cache")
    expected = scenario.outcome(alone)
    row: dict[str, Any] = {"scenario": name, "points": num_points, "faults": 0, "problems": []}
    for fault in FAULTS:
        for at in range(1, num_points + 1, every):
            folder = fresh()
            code, _, said = in_child(scenario.work, folder, Points(folder, fault, at))
            row["faults"] += 1
            # The last points of a command may find it past everything that matters.
            allowed = {-signal.SIGKILL} if fault == "kill" else {0, 2}
            if code not in allowed or "Traceback" in said:
                row["problems"].append(f"{fault} at {at}: code {code}: {said[-300:]}")
                continue
            code, _, said = in_child(scenario.work, folder, Points(folder, None, 0))
            os.environ["CONVSCOPE_CACHE"] = str(folder / "cache")
            if code:
                row["problems"].append(f"{fault} at {at}: not gone on with: {said[-300:]}")
            elif scenario.outcome(folder) != expected:
                row["problems"].append(f"{fault} at {at}: another end")
            elif left := left_overs(folder):
                row["problems"].append(f"{fault} at {at}: left {left}")
    return row


def table(rows: list[dict[str, Any]], every: int = 1) -> str:
    """Returns the page for the documents."""
    lines = [
        "# Faults injected",
        "",
        "`python tools/inject_faults.py` kills a command with SIGKILL, or fills its disk, at every",
        "point where it writes (a file opened for writing, a rename, a folder made, a flush), then",
        "does the same work again and compares the end with that of a command left alone. The",
        f"table is what it wrote with `--every {every}`.",
        "",
        "| what writes | write points | faults injected | same end, nothing left behind |",
        "| --- | ---: | ---: | ---: |",
    ]
    for row in rows:
        good = row["faults"] - len(row["problems"])
        lines.append(f"| {row['scenario']} | {row['points']} | {row['faults']} | {good} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Injects, prints what went wrong, writes the table; returns 1 if anything did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS), metavar="SCENARIO")
    parser.add_argument("--every", type=int, default=1, help="take every so many points")
    parser.add_argument("--table", type=Path, help="write a Markdown page to this file")
    options = parser.parse_args()
    import sklearn.metrics  # noqa: F401

    import convscope.runs.tuning_processes  # so that no child has to load torch

    assert convscope.runs.tuning_processes
    rows = []
    for name in options.scenarios:
        with tempfile.TemporaryDirectory() as place:
            rows.append(inject(name, options.every, Path(place)))
        print(table(rows).splitlines()[-1], flush=True)
        for problem in rows[-1]["problems"]:
            print(f"  {problem}", flush=True)
    if options.table:
        options.table.write_text(table(rows, options.every), "utf-8")
    return int(any(row["problems"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
