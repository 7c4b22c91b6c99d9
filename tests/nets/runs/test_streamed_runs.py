"""Trainings on shards: streamed by one process or two, killed in mid-epoch, resumed, bounded."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from convscope import architecture as arch
from convscope.architecture import Architecture, Dense, GlobalAveragePooling2D, Input
from convscope.data import load_data
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import BATCH_SIZE, images_at_once
from convscope.engine.training.callbacks import Callback
from convscope.errors import ConvscopeError
from convscope.insight.report.context import COMPARED_BYTES, Context
from convscope.insight.report.effort import Effort
from convscope.insight.report.subject import with_bounded_training_images
from convscope.insight.report.words import Words
from convscope.model_file import read_tensors
from convscope.runs import training
from convscope.runs.choosing import prepare_chosen
from convscope.runs.evaluation import evaluate_model
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.memory_bound import MemoryWatch, with_memory
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from several_processes import start
from written_shards import picture, write_set, write_tar

EPOCHS = 3
PATIENCE_S = 600


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    """Twelve shards to train on, some of them smaller than the others."""
    sizes = [16, 16, 16, 11, 16, 16, 16, 16, 9, 16, 16, 14]
    return write_set(tmp_path / "shards", {"train": sizes, "validation": [21], "test": [17, 12]})


@pytest.fixture
def options(tmp_path: Path, shards: Path) -> list[str]:
    net = arch.Architecture(
        arch.Input((12, 12, 3)),
        (
            arch.Conv2D(5, (3, 3), activation="relu"),
            arch.MaxPooling2D(),
            arch.BatchNormalization(momentum=0.8),
            arch.Flatten(),
            arch.Dropout(0.2),
            arch.Dense(3, "softmax"),
        ),
    )
    path = tmp_path / "net.json"
    path.write_text(arch.net_to_text(net), encoding="utf-8")
    train = [str(shards), "--net", str(path), "--epochs", str(EPOCHS), "--batch-size", "24"]
    train += ["--learning-rate", "0.02", "--weight-average", "0.5", "--augment", "things"]
    return [*train, "--memory", "20kB", "--seed", "3", "--runs", str(tmp_path / "runs")]


def train(arguments: list[str], outputs: str, kill_at: int | None = None) -> None:
    """What a process does; it may kill itself in the middle of an epoch."""
    from convscope.cli import main
    from convscope.data.sources.shards import member_files
    from convscope.engine.training import dying, training_step
    from convscope.runs import checkpoints, memory_bound

    checkpoints.INTERVAL_S = 0.0  # a checkpoint after every step
    memory_bound.most_resident_bytes = lambda: 0  # Python and torch alone take more
    memory_bound.ROOM_BYTES = 0
    dying.DyingWatch.see = lambda *arguments: None  # it looks at some images more than once
    rank = os.environ.get("RANK", "0")
    file = os.open(f"{outputs}-{rank}", os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    os.dup2(file, 2)
    read: set[str] = set()
    own_read, own_step = member_files.MemberFiles.read, training_step.TrainingStep.__call__

    def noted(self, shard, place, size):
        read.add(f"{self.names[shard]} {place}")
        return own_read(self, shard, place, size)

    steps = [0]

    def counted(self, indices, epoch, step, wants_to_end):
        if kill_at is not None and steps[0] == kill_at:
            os.kill(os.getpid(), 9)
        steps[0] += 1
        if steps[0] == 1:
            read.clear()  # the one before it has been read by now
        result = own_step(self, indices, epoch, step, wants_to_end)
        if kill_at is None:
            Path(f"{outputs}-read-{rank}-{epoch}").write_text("\n".join(sorted(read)))
        return result

    member_files.MemberFiles.read = noted
    training_step.TrainingStep.__call__ = counted
    main(["train", *arguments])


def run(count: int, arguments: list[str], outputs: Path, kill_at: int | None = None) -> list[int]:
    processes = start(count, train, arguments, str(outputs), kill_at)
    for process in processes:
        process.join(PATIENCE_S)
    return [process.exitcode for process in processes]


def weights(run: Path) -> dict[str, np.ndarray]:
    return read_tensors(run / "last.checkpoint" / "state.safetensors")[0]


def without_times(run: Path) -> list[dict]:
    rows = read_history(RunFolder(run))
    return [{k: v for k, v in row.items() if k != "seconds"} for row in rows]


def shards_read(path: Path) -> set[str]:
    names = {line.split()[0] for line in path.read_text().splitlines()}
    return {name for name in names if name.startswith("train")}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_two_processes_killed_in_mid_epoch_end_like_two_left_alone(options, tmp_path):
    runs = tmp_path / "runs"
    assert run(2, [*options, "--name", "whole"], tmp_path / "whole") == [0, 0]
    said = (tmp_path / "whole-0").read_text()
    assert "read from the shards in a stream" in said
    assert "Test accuracy" in said
    own = [shards_read(tmp_path / f"whole-read-{rank}-0") for rank in range(2)]
    assert len(own[0] | own[1]) == 12
    assert len(own[0] & own[1]) <= 1, own

    num_steps = -(-178 // 24)
    assert num_steps == 8
    killed = runs / "killed"
    codes = run(2, [*options, "--name", "killed"], tmp_path / "killed", kill_at=num_steps + 5)
    assert codes == [-9, -9]
    assert len(read_history(RunFolder(killed))) == 1  # in the middle of the second epoch
    resume = ["--resume", str(killed), "--runs", str(runs)]
    assert run(2, resume, tmp_path / "resumed") == [0, 0]
    assert without_times(killed) == without_times(runs / "whole")
    expected = weights(runs / "whole")
    for name, tensor in weights(killed).items():
        np.testing.assert_array_equal(tensor, expected[name], name)
    for name in ("confusion.csv", "predictions.csv"):
        assert (killed / name).read_text() == (runs / "whole" / name).read_text()
    again = (tmp_path / "resumed-read-0-1").read_text().splitlines()
    again += (tmp_path / "resumed-read-1-1").read_text().splitlines()
    left = {line for line in again if line.startswith("train")}
    assert 0 < len(left) <= 178 - 4 * 24  # none of what was trained on is read again

    assert run(1, [*options, "--name", "alone"], tmp_path / "alone") == [0]
    for own, other in zip(
        without_times(runs / "alone"), without_times(runs / "whole"), strict=True
    ):
        assert own == pytest.approx(other, abs=1e-4)


def test_what_was_streamed_is_judged_as_in_memory(options, shards, tmp_path):
    assert run(1, [*options, "--name", "streamed"], tmp_path / "streamed") == [0]
    record = json.loads((tmp_path / "runs" / "streamed" / "run.json").read_text())
    evaluated = evaluate_model(tmp_path / "runs/streamed/model.safetensors", str(shards))
    assert evaluated.verdicts.accuracy == pytest.approx(record["results"]["test_accuracy"])
    rows = (tmp_path / "runs" / "streamed" / "predictions.csv").read_text().splitlines()
    assert len(rows) == 30
    assert rows[1].startswith("test-000000.tar/")


READING = """
import sys
from pathlib import Path
from convscope import load_data
from convscope.data.memory import most_resident_bytes
from convscope.engine.answers.examples import Examples

folder, allowed = sys.argv[1], int(sys.argv[2])
load_data(folder, max_memory_bytes=allowed, progress=False)
Path("/proc/self/clear_refs").write_text("5")
before = most_resident_bytes()
data = load_data(folder, max_memory_bytes=allowed, progress=False)
assert data.train.images.nbytes >= 8 * allowed, data.train.images.nbytes
examples, seen = Examples(data.train.images, data.train.labels), 0
batches = examples.batches(16, 0, 0, True)
for number, batch in enumerate(batches):
    for following in batches[number + 1 : number + 2]:
        examples.announce(following)
    seen += len(examples.images.take(batch.numpy()))
assert seen == len(data.train)
print(most_resident_bytes() - before)
"""


def test_images_eight_times_the_memory_allowed_take_no_more_than_it(tmp_path):
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("needs Linux, which tells what a process has taken")
    allowed = 32 * 10**6
    pictures = [picture(label, 0, 256, "JPEG") for label in range(3)]
    for shard in range(4):
        members = []
        for number in range(330):
            members += [
                (f"{number}.jpg", pictures[number % 3]),
                (f"{number}.cls", b"%d" % (number % 3)),
            ]
        write_tar(tmp_path / "large" / f"train-{shard}.tar", members)
    write_tar(tmp_path / "large" / "test-0.tar", members[:6])
    ran = subprocess.run(
        [sys.executable, "-c", READING, str(tmp_path / "large"), str(allowed)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert 0 < int(ran.stdout) <= allowed, ran.stdout


WHOLE_COMMAND = """
import sys
from convscope.cli import main
from convscope.data.memory import most_resident_bytes

try:
    main(["train", *sys.argv[1:]])
finally:
    print("peak", most_resident_bytes())
"""


def test_the_whole_command_keeps_the_bound_from_the_first_image_to_the_report(tmp_path):
    if not Path("/proc/self/status").exists():
        pytest.skip("needs Linux, which tells what a process has taken")
    allowed, side, num_test = 600 * 10**6, 160, 4_100
    assert num_test * side**2 * 3 > allowed / 2  # so that images are streamed
    assert num_test * side**2 * 3 * 4 > 2 * allowed  # all of them as numbers
    pictures = [picture(label, 0, 12, "JPEG") for label in range(3)]
    for split, count in (("train", 240), ("validation", 60), ("test", num_test)):
        members = [
            member
            for number in range(count)
            for member in (
                (f"{number}.jpg", pictures[number % 3]),
                (f"{number}.cls", b"%d" % (number % 3)),
            )
        ]
        write_tar(tmp_path / "large" / f"{split}-0.tar", members)
    net = arch.Architecture(
        arch.Input((side, side, 3)),
        (
            arch.Conv2D(4, (4, 4), strides=(4, 4), activation="relu"),
            arch.GlobalAveragePooling2D(),
            arch.Dense(3, "softmax"),
        ),
    )
    (tmp_path / "net.json").write_text(arch.net_to_text(net), encoding="utf-8")
    options = [str(tmp_path / "large"), "--net", str(tmp_path / "net.json"), "--epochs", "1"]
    options += ["--size", str(side), "--memory", "600MB", "--runs", str(tmp_path / "runs")]
    ran = subprocess.run(
        [sys.executable, "-c", WHOLE_COMMAND, *options, "--name", "whole"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert "read from the shards in a stream" in " ".join(ran.stderr.split())
    assert (tmp_path / "runs" / "whole" / "report.html").is_file()
    peak = int(ran.stdout.rpartition("peak ")[2])
    assert 0 < peak <= allowed, peak


def test_an_excess_after_the_training_is_told_and_the_run_is_whole(options, tmp_path, monkeypatch):
    written: list[bool] = []

    class Teller(Callback):
        def tell(self, sentence, is_warning=False):
            written.append((tmp_path / "runs" / "told" / "report.html").is_file())
            said.append(sentence)

    said: list[str] = []
    monkeypatch.setattr("convscope.runs.memory_bound.most_resident_bytes", lambda: 0)
    monkeypatch.setattr("convscope.runs.memory_bound.ROOM_BYTES", 0)
    prepared = prepare(TrainSettings(data=options[0], net=options[2], epochs=1, memory=20_000))
    judge = training.write_results

    def judged(*arguments):
        monkeypatch.setattr("convscope.runs.memory_bound.most_resident_bytes", lambda: 10**9)
        return judge(*arguments)

    monkeypatch.setattr(training, "write_results", judged)
    record = training.start_run(prepared, [Teller()], "told", tmp_path / "runs")
    assert record.status == "finished"
    assert "took 1,000 MB, --memory allows 0 MB" in said[-1]
    assert written[-1]


def test_a_bound_that_is_too_small_is_said_at_once(tmp_path):
    with pytest.raises(ConvscopeError, match=r"Python and torch take [\d,]+ MB before the first"):
        prepare_chosen(TrainSettings(data="digits", memory=10**7))
    assert with_memory(TrainSettings(data="digits")).memory is None


def test_a_process_that_takes_more_than_allowed_is_ended(monkeypatch):
    monkeypatch.setattr("convscope.runs.memory_bound.most_resident_bytes", lambda: 700 * 10**6)
    MemoryWatch(701 * 10**6).on_train_batch_end(0)
    with pytest.raises(ConvscopeError, match=r"has taken 700 MB, --memory allows 600 MB"):
        MemoryWatch(600 * 10**6).on_train_batch_end(0)


def test_a_report_looks_at_a_sample_of_streamed_training_images_and_says_so(shards):
    prepared = prepare(TrainSettings(data=str(shards), memory=20_000))
    sampled = with_bounded_training_images(prepared, 50)
    assert len(sampled.train) == len(sampled.train.images) == 50
    table = sampled.train.images.table
    np.testing.assert_array_equal(sampled.train.labels, table.labels[sampled.train.images.rows])
    assert "of 178 training images this report looks at 50" in sampled.data.notes[-1]
    assert len(sampled.validation) == 21
    assert with_bounded_training_images(prepared, 178) is prepared


@pytest.mark.parametrize("memory", [16 * 4 * COMPARED_BYTES, None])
def test_a_review_compares_as_many_streamed_images_as_there_is_room_for(shards, memory):
    small = memory is not None
    images = prepare(TrainSettings(data=str(shards), memory=20_000 if small else None))
    prepared = replace(images, settings=replace(images.settings, memory=memory))
    subject = SimpleNamespace(prepared=prepared)
    compared = Context(subject, Words("en"), Effort()).compared
    found = {name: (len(part.split), part.num_images) for name, part in compared.items()}
    looked = (8, 4, 4) if small else (178, 21, 29)
    assert list(found.values()) == list(zip(looked, (178, 21, 29), strict=True))


def test_few_streamed_images_are_judged_at_a_time_where_they_are_large(tmp_path):
    folder = write_set(tmp_path / "large", {"train": [9], "test": [6]}, 3, 256)
    net = Architecture(Input((256, 256, 3)), (GlobalAveragePooling2D(), Dense(2)))
    for allowed, wanted in ((1, 2**24 // (4 * 256 * 256 * 3)), (10**8, BATCH_SIZE)):
        data = load_data(folder, max_memory_bytes=allowed, progress=False)
        examples = Examples(data.train.images, data.train.labels)
        assert images_at_once(net, examples) == wanted


def test_shards_settle_the_memory_once_so_that_a_resumed_run_reads_as_before(shards):
    assert with_memory(TrainSettings(data=str(shards))).memory is not None
