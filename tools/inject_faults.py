"""Kills a command, or fills its disk, at every point where it writes, and looks what comes of it.

    python tools/inject_faults.py [SCENARIO …] [--every N] [--table FILE]

A write point is a file opened for writing, a rename, a folder made, or a flush to the disk. First a
scenario runs alone and its points are counted. Then it runs once per point and fault: the process
is killed there, or there is no space left there and at every later point. Both also strike in the
middle: a file opened at the point takes a few bytes, and only then the process dies or the disk
is full. After each fault, whatever has its final name has to be whole, and what was there before
intact. Then the same work is started again as a user would, and has to end as if nothing had
happened; nothing that the dead process was writing may be left. `--every 5` takes every fifth
point only.
"""

import argparse
import errno
import gzip
import os
import re
import resource
import shutil
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

FAULTS = ("kill", "full disk", "kill midway", "full midway")
MIDWAY = 20
"""Bytes that a file still takes where a fault strikes in the middle of writing."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KEPT = {".lock", ".ask.lock", ".journal.lock"}
"""Names beginning with a dot that stay: empty files that processes lock."""
LONG_S = 20
"""Time in s after which going on counts as hanging."""


class Points:
    """Counts the write points below a folder, and lets one of them fail."""

    def __init__(self, folder: Path, fault: str | None, at: int) -> None:
        self.folder, self.fault, self.at = str(folder.resolve()), fault, at
        self.passed = ""
        """A letter per point: o for a file opened, f for a flush, x for anything else."""

    def install(self) -> None:
        """Listens from now on, until the process ends."""
        sys.addaudithook(self._listen)
        fsync = os.fsync

        def flush(handle: int) -> None:
            self.reach("f")
            fsync(handle)

        os.fsync = flush

    def _listen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITING and self._is_ours(path):
                self.reach("o", 0 if flags & os.O_TRUNC else size_of(path))
        elif event in ("os.rename", "os.mkdir", "os.truncate") and self._is_ours(arguments[0]):
            self.reach("x")

    def _is_ours(self, path: object) -> bool:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100

    def reach(self, kind: str, size: int = 0) -> None:
        """Notes a point, and does there what is to be done; `size` is that of a file opened."""
        self.passed += kind
        if self.fault is None or len(self.passed) < self.at:
            return
        if self.fault.endswith("midway") and len(self.passed) == self.at:
            if self.fault == "kill midway":
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + MIDWAY, resource.RLIM_INFINITY))
            return
        if self.fault.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def size_of(path: Any) -> int:
    """Returns a file's size in bytes, 0 if it does not exist."""
    try:
        return Path(path).stat().st_size
    except FileNotFoundError:
        return 0


@dataclass(frozen=True)
class Scenario:
    """Something that writes.

    Attributes:
        prepare: Puts what is needed into an empty folder.
        work: What a user does there; called in that folder, again after a fault.
        outcome: What has come of it; equal for every way that leads to the end.
        check: Raises where a fault has left something half done or lost; called with what the
            outcome would have been.
    """

    prepare: Callable[[Path], None]
    work: Callable[[], None]
    outcome: Callable[[Path], Any]
    check: Callable[[Path, Any], None] = lambda _folder, _expected: None


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


def prepare_report(_folder: Path) -> None:
    """Trains a run, and reports on it in English, so that there is something to lose."""
    write_images(Path())
    train()
    command("report", "runs/one", "--quick")


def report() -> None:
    """Reports on the run in Japanese."""
    command("report", "runs/one", "--quick", "--language", "ja")


def page_language(folder: Path) -> str:
    """Returns a whole page's language; raises if the page is not whole."""
    page = (folder / "runs/one/report.html").read_text("utf-8")
    start, end = re.match(r'<!doctype html>\s*<html lang="(\w+)"', page, re.I), "</html>"
    assert start, f"the report begins with {page[:40]!r}"
    assert page.rstrip().endswith(end), f"the report ends with {page[-40:]!r}"
    return start[1]


def reported(folder: Path) -> Any:
    """Returns the report's language, and the content of the run's other files."""
    run = folder / "runs" / "one"
    files = {str(p.relative_to(run)): p.read_bytes() for p in visible_files(run)}
    files.pop("report.html")
    return page_language(folder), files


def check_run(folder: Path, expected: Any) -> None:
    """Asserts that a run is whole: one of the two reports, other files as they were or will be."""
    from convscope.runs.folder import list_runs
    from convscope.runs.record import read_record

    _, files = reported(folder)
    assert set(files) == set(expected[1]), f"lost or unknown: {set(files) ^ set(expected[1])}"
    changed = [name for name, content in files.items() if content != expected[1][name]]
    assert not changed, f"not whole: {changed}"
    (run,) = list_runs(folder / "runs")
    assert read_record(run).status == "finished"


def prepare_search(_folder: Path) -> None:
    """Writes images, and lets a decoded copy of them be made."""
    write_images(Path())
    load()


def prepare_trial(folder: Path) -> None:
    """Searches until there is a trial to lose."""
    prepare_search(folder)
    tune(1)


def tune(num_trials: int = 3) -> None:
    """Searches, or goes on searching."""
    command(
        *("tune", "bars", "--net", "net.json", "--epochs", "1", "--trials", str(num_trials)),
        *("--name", "search", "--json"),
    )


def trials(folder: Path) -> list[Any]:
    """Returns what the finished trials chose and reached, as Optuna itself reads the file."""
    from optuna import load_study
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend
    from optuna.trial import TrialState

    journal = folder / "runs" / "search" / "trials.journal"
    if not journal.is_file() or b'"study_name"' not in journal.read_bytes():
        return []
    storage = JournalStorage(JournalFileBackend(str(journal)))
    study = load_study(study_name="convscope", storage=storage)
    finished = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))
    return [(t.user_attrs["is_recipe"], t.user_attrs["chosen"], t.value) for t in finished]


def tuned(folder: Path) -> Any:
    """Returns the trials, and the names of the search's files."""
    search = folder / "runs" / "search"
    assert (search / "trials.journal").read_bytes().endswith(b"\n"), "a line is not whole"
    return trials(folder), sorted(path.name for path in search.iterdir())


def check_search(folder: Path, expected: Any, num_before: int = 0) -> None:
    """Asserts that the finished trials are there, as they were; the last line may be torn."""
    found = trials(folder)
    assert len(found) >= num_before, f"{len(found)} trials of {num_before}"
    assert found == expected[0][: len(found)], f"other trials: {found}"
    search = folder / "runs" / "search"
    names = {path.name for path in search.iterdir()} if search.is_dir() else set()
    assert names <= set(expected[1]), f"unknown {names - set(expected[1])}"


def visible_files(folder: Path) -> list[Path]:
    """Returns the files with final names below a folder."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    ]


def download() -> None:
    """Fetches files from a server on this machine, which a thread of this process is."""
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
    "report": Scenario(prepare_report, report, reported, check_run),
    "search": Scenario(prepare_search, tune, tuned, check_search),
    "search gone on with": Scenario(
        prepare_trial, tune, tuned, partial(check_search, num_before=1)
    ),
}


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


def left_overs(folder: Path) -> list[str]:
    """Returns what somebody was writing and nobody will."""
    found = [
        path for path in folder.rglob("*") if path.name.startswith(".") or ".part" in path.name
    ]
    return sorted(str(path.relative_to(folder)) for path in found if path.name not in KEPT)


def inject(name: str, every: int, place: Path) -> dict[str, Any]:
    """Runs one scenario alone, then with every fault at every point; returns a row of the table."""
    scenario = SCENARIOS[name]
    clean, folder = place / "clean", place / "work" / "folder"
    folder.mkdir(parents=True)
    code, _, said = in_child(lambda: scenario.prepare(folder), folder, Points(folder, None, 0))
    if code:
        raise SystemExit(f"{name} cannot be prepared: {said}")
    folder.rename(clean)

    def run(fault: str | None, at: int) -> tuple[int, str, str]:
        return in_child(scenario.work, folder, Points(folder, fault, at))

    def renew() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(
            clean, folder
        )  # to where it was made: a decoded copy knows its images' path

    def note(fault: str, at: int, problem: str) -> None:
        row["problems"].append(f"{fault} at {at}: {problem}")
        print(f"  {row['problems'][-1]}", flush=True)

    renew()
    code, kinds, said = run(None, 1)
    if code:
        raise SystemExit(f"{name} fails without a fault: {said}")
    os.environ["CONVSCOPE_CACHE"] = str(folder / "cache")
    expected = scenario.outcome(folder)
    row: dict[str, Any] = {"scenario": name, "points": len(kinds), "faults": 0, "problems": []}
    for fault in FAULTS:
        for at in range(1, len(kinds) + 1, every):
            if fault.endswith("midway") and kinds[at - 1] != "o":
                continue
            renew()
            row["faults"] += 1
            code, _, said = run(fault, at)
            if problem := problem_of(scenario, folder, fault, code, said, expected):
                note(fault, at, problem)
                continue
            started = monotonic()
            code, _, said = run(None, 0)
            if code:
                problem = f"not gone on with: {said[-300:]}"
            elif scenario.outcome(folder) != expected:
                problem = "another end"
            elif left := left_overs(folder):
                problem = f"left {left}"
            elif (seconds := monotonic() - started) > LONG_S:
                problem = f"took {seconds:.0f} s to go on"
            if problem:
                note(fault, at, problem)
    return row


def problem_of(
    scenario: Scenario, folder: Path, fault: str, code: int, said: str, expected: Any
) -> str:
    """Returns what is wrong right after a fault; nothing if all is well."""
    # The last points of a command may find it past everything that matters, and what is opened
    # may take fewer bytes than it is given.
    allowed = {0, 2} if fault.startswith("full") else {-signal.SIGKILL}
    if fault == "kill midway":
        allowed |= {0, -signal.SIGXFSZ}
    if code not in allowed or "Traceback" in said:
        return f"code {code}: {said[-300:]}"
    try:
        scenario.check(folder, expected)
    except Exception as error:
        return f"left {type(error).__name__}: {error}"
    return ""


def table(rows: list[dict[str, Any]], every: int = 1, before: str = "") -> str:
    """Returns the page for the documents; rows of other scenarios are kept from the page before."""
    lines = [
        "# Faults injected",
        "",
        "`python tools/inject_faults.py` kills a command, or fills its disk, at every point where",
        "it writes (a file opened for writing, a rename, a folder made, a flush), and in the midst",
        f"of what it writes ({MIDWAY} bytes into a file just opened). It looks whether everything",
        "with a final name is whole and what was there before intact, then does the same work",
        "again and compares the end with that of a command left alone. The table is what it wrote;",
        "with `--every 5` it takes every fifth point.",
        "",
        "| what writes | write points | `--every` | faults injected | no problem |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    kept = {line.split(" | ")[0][2:]: line for line in before.splitlines() if line.count("|") == 6}
    for row in rows:
        good = row["faults"] - len(row["problems"])
        kept[row["scenario"]] = (
            f"| {row['scenario']} | {row['points']} | {every} | {row['faults']} | {good} |"
        )
    lines += [kept[name] for name in SCENARIOS if name in kept]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Injects, prints what went wrong, writes the table; returns 1 if anything did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS), metavar="SCENARIO")
    parser.add_argument("--every", type=int, default=1, help="take every so many points")
    parser.add_argument("--table", type=Path, help="put the rows into this Markdown page")
    options = parser.parse_args()
    import sklearn.metrics  # noqa: F401

    import convscope.runs.tuning_processes  # so that no child has to load torch

    assert convscope.runs.tuning_processes
    if "report" in options.scenarios:
        import matplotlib.pyplot

        import convscope.insight.report

        assert convscope.insight.report
        assert matplotlib.pyplot
    rows = []
    for name in options.scenarios:
        with tempfile.TemporaryDirectory() as place:
            rows.append(inject(name, options.every, Path(place)))
        print(table(rows[-1:], options.every).splitlines()[-1], flush=True)
    if options.table:
        before = options.table.read_text("utf-8") if options.table.is_file() else ""
        options.table.write_text(table(rows, options.every, before), "utf-8")
    return int(any(row["problems"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
