"""Events of a run: what holds, a file that is cut short or written anew, thinning, words."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from convscope.data import Split
from convscope.runs.folder import RunFolder
from convscope.runs.live import event_file
from convscope.runs.live.event_file import EventFile, thinned
from convscope.runs.live.grid import MOST_IMAGES, MOST_SIDE, choose_grid
from convscope.runs.live.kinds import that_hold
from convscope.runs.live.reading import START, Offset, read_all, read_events
from convscope.runs.live.words import CurveWatch, Epoch


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


def steps(events: list[dict]) -> list[int]:
    return [event["step"] for event in events if event["kind"] == "step"]


def test_a_reader_follows_from_where_it_was(folder):
    assert read_events(folder) == ([], START)
    file = EventFile(folder)
    file.append({"kind": "step", "step": 1}, {"kind": "step", "step": 2})
    events, offset = read_events(folder)
    assert steps(events) == [1, 2]
    assert all(set(event) == {"kind", "at", "step"} for event in events)
    assert read_events(folder, offset) == ([], offset)
    file.append({"kind": "step", "step": 3})
    events, offset = read_events(folder, offset)
    assert (steps(events), offset.is_rewritten) == ([3], False)


def test_a_line_that_is_half_written_waits_and_damaged_ones_are_left_out(folder):
    EventFile(folder).append({"kind": "step", "step": 1})
    with folder.events.open("ab") as file:
        file.write(b'\xff\xfe\nnull\n[]\n{"kind": 3}\n{"no": "kind"}\n' + b"[" * 9000 + b"\n")
        file.write(b'{"kind": "step", "st')
    events, offset = read_events(folder)
    assert steps(events) == [1]
    assert len(events) == 1
    with folder.events.open("ab") as file:
        file.write(b'ep": 2}\n')
    assert steps(read_events(folder, offset)[0]) == [2]


def test_whoever_goes_on_writes_behind_a_torn_line(folder):
    EventFile(folder).append({"kind": "step", "step": 1})
    with folder.events.open("ab") as file:
        file.write(b'{"kind": "step", "st')
    EventFile(folder).append({"kind": "step", "step": 2})
    assert steps(read_all(folder)[0]) == [1, 2]


@pytest.mark.parametrize("content", [b"", b'{"kind": "fi'])
def test_a_file_whose_first_line_is_torn_is_begun_anew(folder, content):
    folder.events.write_bytes(content)
    assert read_events(folder) == ([], START)
    EventFile(folder).append({"kind": "step", "step": 1})
    events, offset = read_events(folder)
    assert steps(events) == [1]
    assert offset.file not in ("", "none")


def test_a_file_written_anew_is_read_from_its_start_and_said(folder, tmp_path):
    EventFile(folder).append(*({"kind": "step", "step": n} for n in range(5)))
    _, offset = read_events(folder)
    folder.events.unlink()
    assert read_events(folder, offset) == ([], Offset(is_rewritten=True))
    other = EventFile(folder)
    other.append(*({"kind": "step", "step": n} for n in range(50)))  # longer than the old one
    events, following = read_events(folder, offset)
    assert following.is_rewritten
    assert steps(events) == list(range(50))
    assert not read_events(folder, following)[1].is_rewritten


def test_what_is_read_at_once_is_bounded_and_nothing_is_lost(folder, monkeypatch):
    EventFile(folder).append(*({"kind": "step", "step": n} for n in range(99)))
    monkeypatch.setattr("convscope.runs.live.reading.MOST_AT_ONCE", 300)
    assert len(read_events(folder)[0]) < 10
    assert steps(read_all(folder)[0]) == list(range(99))


def test_a_beginning_takes_back_what_is_done_again():
    before = [{"kind": "begin", "steps_done": 0}]
    before += [{"kind": "step", "step": n} for n in (10, 20, 30)]
    before += [{"kind": "epoch", "step": 20}, {"kind": "word", "topic": "silent", "step": 30}]
    resumed = [*before, {"kind": "begin", "steps_done": 20}]
    assert steps(that_hold(resumed)) == [10, 20]
    assert [e["kind"] for e in that_hold(resumed)].count("epoch") == 1
    assert [e["kind"] for e in that_hold(resumed)].count("word") == 0
    anew = [*resumed, {"kind": "begin", "steps_done": 0}]
    assert [e["kind"] for e in that_hold(anew)] == ["begin"]


def test_of_several_looks_at_one_step_the_last_counts():
    looks = [{"kind": "maps", "layer": layer, "step": 3, "low": n} for n, layer in enumerate("aba")]
    assert [look["low"] for look in that_hold(looks)] == [1, 2]
    words = [{"kind": "word", "step": 3, "topic": topic} for topic in ("silent", "anew")]
    assert that_hold(words) == words


def test_many_steps_stay_small_evenly_spread_with_both_ends(folder):
    file = EventFile(folder)
    _, offset = read_events(folder)
    num_rewritten = 0
    for step in range(1, 10_001):
        numbers = dict.fromkeys(("epoch", "loss", "accuracy", "learning_rate"), 1234.5678)
        file.append({"kind": "step", "step": step, **numbers, "seconds_left": 1234.567})
        if step % 1000 == 0:
            file.append({"kind": "epoch", "step": step, "epoch": step // 1000})
            _, offset = read_events(folder, offset)
            num_rewritten += offset.is_rewritten
    assert folder.events.stat().st_size < 1_000_000
    assert num_rewritten > 1
    found = steps(read_all(folder)[0])
    assert found == sorted(set(found))
    assert (found[0], found[-1]) == (1, 10_000)
    assert len(found) > 1000
    assert max(after - before for before, after in pairwise(found)) <= 20
    assert [e["epoch"] for e in read_all(folder)[0] if e["kind"] == "epoch"] == [*range(1, 11)]


def test_only_the_series_that_is_too_large_is_thinned(folder, monkeypatch):
    monkeypatch.setattr(event_file, "MOST_BYTES", 3000)
    file = EventFile(folder)
    file.append(*({"kind": "maps", "layer": "a", "step": n} for n in range(20)))
    for step in range(60):
        file.append({"kind": "maps", "layer": "b", "step": step})
    found = read_all(folder)[0]
    assert sum(event["layer"] == "a" for event in found) == 20
    assert 5 < sum(event["layer"] == "b" for event in found) < 50
    assert found[-1]["step"] == 59


def test_a_file_gone_on_with_knows_its_size(folder, monkeypatch):
    monkeypatch.setattr(event_file, "MOST_BYTES", 3000)
    for step in range(300):
        EventFile(folder).append({"kind": "step", "step": step})
    assert folder.events.stat().st_size < 4000


def test_where_no_second_file_has_room_the_first_one_goes_on(folder, monkeypatch):
    from convscope.errors import ConvscopeError

    monkeypatch.setattr(event_file, "MOST_BYTES", 3000)
    calls = []

    def refuse(*_: object) -> None:
        calls.append(1)
        raise ConvscopeError("full", "", "")

    file = EventFile(folder)
    with monkeypatch.context() as patch:
        patch.setattr(event_file, "write_atomically", refuse)
        for step in range(100):
            file.append({"kind": "step", "step": step})
    assert 0 < len(calls) < 10
    assert steps(read_all(folder)[0]) == list(range(100))
    for step in range(100, 130):
        file.append({"kind": "step", "step": step})
    assert folder.events.stat().st_size < 4000


@pytest.mark.parametrize("number", [1, 2, 3, 1000])
def test_thinning_keeps_the_ends_and_at_most_half_more(number):
    kept = thinned([7 * n for n in range(number)])
    assert 7 * (number - 1) in kept
    assert len(kept) <= number / 2 + 1
    if number > 2:
        assert 0 in kept


def grid_of(labels: list[int], shape: tuple[int, ...] = (5, 7, 1)):
    images = np.zeros((len(labels), *shape), np.uint8)
    images[:, 0, 0, 0] = np.arange(len(labels))
    split = Split(images, np.array(labels, np.int64))
    return choose_grid(split), split


def test_the_grid_takes_classes_in_turn():
    grid, _ = grid_of([0, 0, 0, 2, 2, 1])
    assert grid.to_json() == {
        "count": 6,
        "columns": 6,
        "size": [5, 7],
        "labels": [0, 1, 2, 0, 2, 0],
        "images": [0, 5, 3, 1, 4, 2],
    }
    assert grid_of([])[0] is None


@pytest.mark.parametrize("num_classes", [1, 3, 10, 40, 41, 200])
def test_the_grid_is_bounded_and_spread_over_many_classes(num_classes):
    grid, _ = grid_of([n % num_classes for n in range(600)])
    assert len(grid.images) == MOST_IMAGES
    assert len(set(grid.images.tolist())) == MOST_IMAGES
    counts = np.bincount(grid.labels, minlength=num_classes)
    assert counts.max() <= -(-MOST_IMAGES // num_classes)
    assert np.flatnonzero(counts)[-1] == num_classes - 1


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_the_picture_has_every_tile_in_its_place(channels, tmp_path):
    from io import BytesIO

    from PIL import Image

    grid, split = grid_of([n % 3 for n in range(23)], (5, 7, channels))
    picture = np.asarray(Image.open(BytesIO(grid.to_png(split))))
    assert picture.shape[:2] == (3 * 5, 10 * 7)
    first = picture if picture.ndim == 2 else picture[..., 0]
    for number, image in enumerate(grid.images):
        row, column = divmod(number, 10)
        assert first[5 * row, 7 * column] == image


def test_large_images_become_small_tiles():
    grid, split = grid_of([0, 1, 2], (300, 100, 3))
    assert grid.size == (MOST_SIDE, 16)
    assert grid.to_png(split).startswith(b"\x89PNG")


def seen(watch: CurveWatch, curves: list[tuple[float, float]], noise: float, number: int = 400):
    """Lets a watch see epochs whose images' losses scatter about the validation loss."""
    random = np.random.default_rng(3)
    own = random.normal(0, 1, number)  # an image is as hard in one epoch as in the other
    words = []
    for epoch, (loss, val_loss) in enumerate(curves, 1):
        losses = val_loss + own + random.normal(0, noise, number)
        words.append(watch.see(Epoch(epoch, loss, val_loss, losses)))
    return words


RISING = [(1 / n, 0.5 + 0.1 * abs(n - 3)) for n in range(1, 10)]


def test_over_fitting_is_told_once_with_its_numbers():
    words = [word for word in seen(CurveWatch(), RISING, 0.3) if word]
    assert words == [
        {
            "topic": "over-fitting",
            "best_epoch": 3,
            "best_loss": 1 / 3,
            "best_val_loss": 0.5,
            "loss": 1 / 6,
            "val_loss": 0.8,
        }
    ]
    assert not any(seen(CurveWatch(["over-fitting"]), RISING, 0.3))


def test_nothing_is_told_of_what_chance_explains():
    assert not any(seen(CurveWatch(), RISING, 20.0))
    assert not any(seen(CurveWatch(), RISING, 0.3, number=1))


def test_a_rise_of_both_losses_is_no_over_fitting():
    assert not any(seen(CurveWatch(), [(val, val) for _, val in RISING], 0.3))


def test_of_nets_that_stay_as_they_are_chance_tells_one_in_a_hundred_at_most():
    told = 0
    for seed in range(200):
        random, watch = np.random.default_rng(seed), CurveWatch()
        for epoch in range(1, 21):
            losses = random.normal(1, 0.5, 50)
            told += watch.see(Epoch(epoch, 1 / epoch, float(losses.mean()), losses)) is not None
    assert told <= 5


FALLING = [(1 / n, 1 / n) for n in range(1, 8)]


def test_still_learning_is_told_where_both_curves_fall():
    watch = CurveWatch()
    assert not any(seen(watch, FALLING, 0.1))
    assert watch.at_the_end() == {
        "topic": "still-learning",
        "since_epoch": 4,
        "earlier_loss": 1 / 4,
        "earlier_val_loss": 1 / 4,
        "loss": 1 / 7,
        "val_loss": 1 / 7,
    }


@pytest.mark.parametrize(
    ("curves", "noise"),
    [
        (FALLING[:3], 0.1),
        (FALLING, 20.0),
        ([(loss, 0.3) for loss, _ in FALLING], 0.1),
        ([(0.3, val) for _, val in FALLING], 0.1),
        ([*FALLING, (0.1, 0.2)], 0.1),
    ],
    ids=["too short", "by chance", "validation stands", "training stands", "the last is worse"],
)
def test_still_learning_is_not_told_else(curves, noise):
    watch = CurveWatch()
    seen(watch, curves, noise)
    assert watch.at_the_end() is None
