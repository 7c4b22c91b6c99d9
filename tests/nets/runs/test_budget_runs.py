"""A whole run in a given time, on a clock that only the run moves."""

from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

import pytest
from PIL import Image

from convscope.data.images import progress
from convscope.engine.processes.workers import Workers
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.time_budget import MARGIN, TimeBudget
from convscope.errors import ConvscopeError
from convscope.runs import preparation, rehearsal
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.plots import learning_curves
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.record import read_record
from convscope.runs.settings import TrainSettings
from convscope.runs.training import RunInterrupted, resume_run, start_run

WRITING_S, STEP_S, JUDGING_S = 5.0, 1.0, 0.15
END_S = WRITING_S + JUDGING_S * (40 + 135 + 15) / 15  # test images, and a sample of the others


class Clock(Callback):
    """Time that goes by with steps and judging; `interrupt_at` does what Ctrl-C does."""

    def __init__(self, now: float = 10.0, interrupt_at: int | None = None) -> None:
        self.now, self.num_steps, self.interrupt_at = now, 0, interrupt_at

    def __call__(self) -> float:
        return self.now

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.now += STEP_S
        self.num_steps += 1
        self.model.interrupted = self.num_steps == self.interrupt_at

    def on_test_begin(self, logs: dict | None = None) -> None:
        self.now += JUDGING_S


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return use(Clock(), monkeypatch)


def use(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Makes budgets look at a clock, which 10 s after the start begins to train."""
    monkeypatch.setattr(rehearsal, "TimeBudget", partial(TimeBudget, clock=clock))
    monkeypatch.setattr(rehearsal, "rehearse_results", lambda _: WRITING_S)
    monkeypatch.setattr(rehearsal, "rehearse_judging", lambda _prepared: JUDGING_S / 15)
    monkeypatch.setattr(preparation, "perf_counter", lambda: 0.0)
    return clock


@pytest.fixture
def prepared(bars_file: Path, small_net: Path) -> Prepared:
    settings = TrainSettings(
        data=str(bars_file), net=str(small_net), recipe="classic", batch_size=16, budget=60.0
    )
    return replace(prepare(settings), started=0.0, loading_s=0.0)


def test_a_run_ends_in_time_and_says_so(prepared: Prepared, clock: Clock, tmp_path: Path):
    record = start_run(prepared, [clock], name="one", root=tmp_path)
    folder = RunFolder(tmp_path / "one")
    assert clock.now + END_S <= 60
    assert clock.now + END_S >= 60 - MARGIN * (END_S + JUDGING_S) - JUDGING_S - 2 * STEP_S
    assert record.budget == {
        "seconds": 60.0,
        "used_seconds": clock.now,
        "trained_seconds": pytest.approx(clock.num_steps * STEP_S),
        "includes": "loading modules and data, training, validation, test, writing the results",
        "is_reproducible": False,
    }
    assert read_record(folder) == record
    assert record.recipe["schedule"] == "one_cycle"
    shares = [row["epoch_share"] for row in read_history(folder)]
    assert shares[:-1] == [1.0] * (len(shares) - 1)
    assert sum(shares) == pytest.approx(clock.num_steps / 9, abs=0.07)
    assert folder.report.is_file()


def test_a_resumed_run_has_the_time_that_is_left(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    first = use(Clock(interrupt_at=13), monkeypatch)
    with pytest.raises(RunInterrupted):
        start_run(prepared, [first], name="one", root=tmp_path)
    assert read_record(RunFolder(tmp_path / "one")).budget["used_seconds"] == first.now
    second = use(Clock(now=4.0), monkeypatch)
    record = resume_run("one", [second], root=tmp_path, started=0.0)
    used = first.now + second.now
    assert record.budget["used_seconds"] == used
    num_timed = first.num_steps + second.num_steps - 1  # nobody saw the first one of a part begin
    assert record.budget["trained_seconds"] == pytest.approx(num_timed * STEP_S)
    assert 60 - 7 <= used + END_S <= 60
    assert record.status == "finished"


def test_a_time_that_is_too_short_is_refused_before_anything_is_written(
    prepared: Prepared, clock: Clock, tmp_path: Path
):
    short = replace(prepared, settings=replace(prepared.settings, budget=12.0))
    expected = (
        r"--budget 12s: here, starting took 10\.0 s, and writing the results takes about 5\.0 s\. "
        r"Expected time to train as well\. Give --budget 30s or more\."
    )
    with pytest.raises(ConvscopeError, match=expected):
        start_run(short, [clock], name="one", root=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_one_step_is_taken_even_if_it_makes_the_run_late(
    prepared: Prepared, clock: Clock, tmp_path: Path
):
    short = replace(prepared, settings=replace(prepared.settings, budget=15.5))
    record = start_run(short, [clock], name="one", root=tmp_path)
    assert clock.num_steps == 1
    assert record.results["epochs"] == 1
    assert record.budget["used_seconds"] == 11.15


def test_what_contradicts_a_budget(prepared: Prepared, tmp_path: Path):
    with pytest.raises(ConvscopeError, match=r"both --epochs 3 and --budget 60s.*Leave one out"):
        prepare(replace(prepared.settings, epochs=3))
    with pytest.raises(ConvscopeError, match=r"--budget for 2 processes.*Give --epochs instead"):
        start_run(prepared, root=tmp_path, workers=Workers(0, 2))


def test_a_schedule_that_is_named_stays(prepared: Prepared):
    constant = prepare(replace(prepared.settings, schedule="constant"))
    assert constant.recipe.schedule == "constant"


def test_the_rehearsal_draws_and_measures(prepared: Prepared):
    moments = iter([3.0, 7.5])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearsal, "perf_counter", lambda: next(moments))
        assert rehearsal.rehearse_results(prepared) == 4.5
    reserved = rehearsal.plan_budget(replace(prepared, loading_s=100.0)).reserved_s
    assert reserved > 100 * rehearsal.EXIT_SHARE


def test_curves_show_a_part_of_an_epoch_where_it_ended():
    row = {"loss": 1.0, "accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.5}
    whole = [{"epoch": number, **row} for number in (1, 2, 3)]
    part = [{**r, "epoch_share": 0.5 if r["epoch"] == 3 else 1.0} for r in whole]
    assert last_marker(part) != last_marker(whole)
    two = [{"epoch": 1, **row}, {"epoch": 2, **row}]
    assert last_marker([{**r, "epoch_share": 1.0} for r in two]) == last_marker(two)


def last_marker(history: list[dict]) -> list[float]:
    """Returns where the markers of the first line lie, as shares of the way."""
    root = ElementTree.fromstring(learning_curves(history, len(history)))
    use_tag = "{http://www.w3.org/2000/svg}use"
    line = root.find(".//*[@id='line2d_1']/..")
    assert line is not None
    groups = [g for g in root.iter() if g.get("id", "").startswith("line2d")]
    uses = next(
        u
        for u in ([float(e.get("x")) for e in g.iter(use_tag)] for g in groups)
        if len(u) >= len(history)
    )
    return [round((x - uses[0]) / (uses[1] - uses[0]), 2) for x in uses]


def test_loading_stops_when_the_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Not only after all images are decoded, long after the time that was given."""
    for number in range(300):
        place = tmp_path / "photos" / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (4, 4), number % 256).save(place)
    now = perf_counter()
    times = (now + 30 * number for number in count())
    monkeypatch.setattr(progress, "perf_counter", lambda: next(times))
    settings = TrainSettings(data=str(tmp_path / "photos"), budget=20.0)
    expected = r"--budget 20s is over: Decoding images, \d+ of 300 so far.*--budget 40s or more"
    with pytest.raises(ConvscopeError, match=expected):
        prepare(settings, now)
    assert prepare(replace(settings, budget=None)).data.image_shape == (4, 4, 1)
