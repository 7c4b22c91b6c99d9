"""What is interrupted: commands that write, what they need, and what has to come of them."""

import gzip
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np


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


def ask() -> None:
    """Asks for two trainings and takes the first one back, as far as that is not done."""
    from convscope.runs.queue import add_training, read_queue, remove
    from convscope.runs.settings import TrainSettings

    runs = Path("runs")
    asked = {entry.name: entry for entry in read_queue(runs)}
    for name in ("first", "second"):
        asked[name] = asked.get(name) or add_training(runs, TrainSettings(data="bars"), name)
    if asked["first"].state == "waiting":
        remove(runs, asked["first"].id)


def asked_for(folder: Path) -> Any:
    """Returns what the queue holds."""
    from convscope.runs.queue import read_queue

    return [(e.id, e.name, e.state, e.error) for e in read_queue(folder / "runs")]


def check_queue(folder: Path, _expected: Any) -> None:
    """Asserts that every entry is whole."""
    for number, (own, name, state, _) in enumerate(asked_for(folder)):
        assert own == f"{number + 1:04d}", f"entry {own} is number {number + 1}"
        assert name == ("first", "second")[number], f"entry {own} is called {name}"
        assert state in ("waiting", "removed"), f"entry {own} is {state}"


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
    "queue": Scenario(lambda _folder: None, ask, asked_for, check_queue),
}
