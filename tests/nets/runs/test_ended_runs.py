"""Runs that were ended, damaged or died while they began: each is told, and can be gone on with."""

import contextlib
import json
import os
import signal
from importlib import import_module
from pathlib import Path

import pytest

from convscope.cli import main
from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder, create_run, list_runs
from convscope.runs.history import read_history
from convscope.runs.record import read_record
from convscope.runs.results import read_verdicts
from forked_commands import convscope
from several_processes import PROCESSES


def stop_at(module: str, name: str, number: int) -> None:
    """Sends this process a signal when it comes to a function of `convscope.runs`."""
    place = import_module(f"convscope.runs.{module}")
    original = getattr(place, name)

    def stop(*arguments: object, **options: object) -> object:
        os.kill(os.getpid(), number)
        return original(*arguments, **options)

    setattr(place, name, stop)


def options(bars_file: Path, small_net: Path, *more: str) -> list[str]:
    return ["train", str(bars_file), "--net", str(small_net), "--epochs", "2", *more]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "where",
    [
        ("training", "rewrite_history"),
        ("training", "write_results"),
        ("training", "write_overview"),
    ],
    ids=["training", "judging", "drawing"],
)
def test_a_signal_saves_says_so_and_is_gone_on_with(bars_file, small_net, tmp_path, number, where):
    arguments = options(bars_file, small_net, "--name", "my-run")
    done = convscope(*arguments, cwd=tmp_path, before=stop_at, given=(*where, number))
    assert done.returncode == 128 + number, done.stderr
    assert "convscope train --resume runs/my-run" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_record(RunFolder(tmp_path / "runs/my-run")).status == "interrupted"
    resumed = convscope("train", "--resume", "runs/my-run", cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert read_record(RunFolder(tmp_path / "runs/my-run")).status == "finished"


def test_a_resumed_run_elsewhere_names_its_own_report(
    bars_file, small_net, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    arguments = options(bars_file, small_net, "--name", "x", "--runs", "other runs")
    at = ("training", "write_results", signal.SIGTERM)
    assert convscope(*arguments, cwd=tmp_path, before=stop_at, given=at).returncode
    with pytest.raises(SystemExit) as ending:
        main(["train", "--resume", "other runs/x"])
    assert ending.value.code == 0
    said = capsys.readouterr()
    report = said.out.partition("Report")[2].split("\n")[0].strip()
    assert Path(report).is_file()
    assert "convscope report 'other runs/x'" in said.err.replace("\n", " ")


def _fill_and_die(folder: RunFolder, name: str) -> None:
    folder.record.write_text("{")
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_run_that_dies_while_it_begins_leaves_nothing(tmp_path):
    process = PROCESSES.Process(target=create_run, args=(tmp_path, "one", "x", _fill_and_die))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert not (tmp_path / "one").exists()
    create_run(tmp_path, "one", "x", lambda folder, name: folder.record.write_text(name) and None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one"]


def test_what_older_versions_left_of_a_start_is_taken_over(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / ".lock").touch()
    folder = create_run(
        tmp_path, "one", "x", lambda new, name: new.record.write_text(name) and None
    )
    assert folder.record.read_text() == "one"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    done = convscope("train", "digits", "--epochs", "1", "--name", "good", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "good"


def changed(record: dict, place: str, value: object) -> str:
    *groups, last = place.split(".")
    content = record
    for group in groups:
        content = content[group]
    content[last] = value
    return json.dumps(record)


WRONG = [3, None, [], {}, "x", True, [[]], {"a": {}}, "x" * 10**6]
PLACES = ["name", "status", "settings", "settings.epochs", "settings.size", "data", "data.name"]
PLACES += ["data.class_names", "data.num_test", "net", "net.parameters", "recipe", "recipe.name"]
PLACES += ["timings", "timings.total_seconds", "results", "results.val_accuracy", "error", "budget"]


@pytest.mark.parametrize("place", PLACES)
def test_a_damaged_run_is_listed_as_damaged_and_hides_no_other(
    finished, tmp_path, monkeypatch, capsys, place
):
    monkeypatch.chdir(tmp_path)
    record = json.loads((finished / "run.json").read_text())
    for name, text in [("good", json.dumps(record))]:
        Path("runs", name).mkdir(parents=True)
        Path("runs", name, "run.json").write_text(text)
    num_damaged = 0
    for number, value in enumerate(WRONG):
        Path(f"runs/bad-{number}").mkdir()
        text = changed(json.loads(json.dumps(record)), place, value)
        Path(f"runs/bad-{number}/run.json").write_text(text)
    with pytest.raises(SystemExit) as ending:
        main(["runs", "--json"])
    assert ending.value.code == 0
    rows = {row["run"]: row["status"] for row in json.loads(capsys.readouterr().out)}
    assert rows.pop("good") == "finished"
    num_damaged = list(rows.values()).count("damaged")
    assert num_damaged >= (5 if place not in ("name", "data.name", "recipe.name") else 4)
    with pytest.raises(SystemExit) as ending:
        main(["runs"])
    assert ending.value.code == 0
    assert "can be removed if nothing in it matters" in capsys.readouterr().err.replace("\n", " ")


LONG = {
    "a format": json.dumps({"format": [1] * 9000}).encode(),
    "a name": json.dumps({"format": 1, "x" * 9000: 1}).encode(),
}


@pytest.mark.parametrize("content", LONG.values(), ids=LONG)
def test_what_a_record_holds_is_told_in_short(tmp_path, content):
    (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(ConvscopeError) as caught:
        read_record(RunFolder(tmp_path))
    assert len(str(caught.value)) < 1000 + len(str(tmp_path))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 9000, b"9" * 5000, b"null"])
def test_a_record_that_is_none_is_damaged(tmp_path, content):
    (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(ConvscopeError, match="cannot be read as a run of format 1"):
        read_record(RunFolder(tmp_path))


def test_a_run_whose_process_was_killed_is_not_running(finished, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    record = json.loads((finished / "run.json").read_text())
    Path("runs/one").mkdir(parents=True)
    Path("runs/one/run.json").write_text(json.dumps({**record, "status": "running"}))
    for expected in ("killed", "running"):
        folder = RunFolder(Path("runs/one"))
        writing = folder.locked() if expected == "running" else contextlib.nullcontext()
        with writing, pytest.raises(SystemExit):
            main(["runs", "--json"])
        assert json.loads(capsys.readouterr().out)[0]["status"] == expected
    assert [folder.name for folder in list_runs(Path("runs"))] == ["one"]


TABLES = [b"\xff\xfe", b"a,b\n1,2\n", b"epoch,loss\nx,y\n", b"epoch,loss\n2,0.5\n"]
TABLES += [b"image,true_class,class_name,probability,a,b\n1,z,a,0.5,0.5,0.5\n"]
TABLES += [b"image,true_class,class_name,probability,a,b\n1,a,a,0.5,nan,0.5\n", b"\n\n\n"]


@pytest.mark.parametrize("content", TABLES)
def test_damaged_tables_are_said(tmp_path, content):
    folder = RunFolder(tmp_path)
    folder.history.write_bytes(content)
    folder.predictions.write_bytes(content)
    with pytest.raises(ConvscopeError, match=r"history\.csv.*(Train anew|Expected)"):
        read_history(folder)
    with pytest.raises(ConvscopeError, match=r"predictions\.csv.*convscope evaluate"):
        read_verdicts(folder)


@pytest.mark.parametrize("content", [b"", b"epo", b"epoch,loss,val_lo"])
def test_a_head_that_was_cut_short_is_a_history_without_epochs(tmp_path, content):
    folder = RunFolder(tmp_path)
    folder.history.write_bytes(content)
    assert read_history(folder) == []


def test_a_last_row_that_was_cut_short_is_left_out(tmp_path):
    folder = RunFolder(tmp_path)
    folder.history.write_text("epoch,loss,val_loss\n1,0.5,0.6\n2,0.4")
    assert read_history(folder) == [{"epoch": 1, "loss": 0.5, "val_loss": 0.6}]
