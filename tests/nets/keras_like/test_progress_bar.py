"""What a training shows: a moving bar on a terminal, one line per epoch anywhere."""

import io
import re

import pytest
from rich.console import Console

from convscope.engine.training import progress
from convscope.engine.training.progress import ProgressBar

LINE = r"Epoch 1/1 · \d+\.\d s · [\d,]+ images/s · loss \d\.\d{4} · accuracy \d\.\d{4}"


def lines_of(capsys):
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("verbose", ["auto", 1, 2])
def test_without_a_terminal_there_is_a_line_per_epoch(net, stripes, capsys, verbose):
    net.fit(*stripes, epochs=1, verbose=verbose)
    (line,) = lines_of(capsys)
    assert re.fullmatch(LINE, line)


def test_silence(net, stripes, capsys):
    net.fit(*stripes, verbose=0)
    net.evaluate(*stripes, verbose=0)
    net.predict(stripes[0])
    assert lines_of(capsys) == []


def test_evaluate_says_what_it_returns(net, stripes, capsys):
    loss, accuracy = net.evaluate(*stripes)
    assert lines_of(capsys) == [f"30 images · loss {loss:.4f} · accuracy {accuracy:.4f}"]


def train_on_terminal(net, stripes, **options):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, legacy_windows=False)
    bar = ProgressBar(30, console=console, **options)
    net.fit(*stripes, batch_size=10, epochs=2, verbose=0, validation_data=stripes, callbacks=bar)
    return screen.getvalue()


def test_on_a_terminal_a_bar_moves(net, stripes):
    shown = train_on_terminal(net, stripes)
    for part in ("/3", "loss", "accuracy", "images/s", "left", "val_loss"):
        assert part in shown
    assert "\x1b[" in shown


def test_lines_only_on_a_terminal(net, stripes):
    shown = train_on_terminal(net, stripes, live=False)
    assert "left" not in shown
    assert len(shown.splitlines()) == 2


def test_the_rate_counts_images_not_padded_batches():
    bar = ProgressBar(console=Console(file=io.StringIO()))
    bar.set_params({"epochs": 1, "steps": 4, "batch_size": 10})
    assert bar._images_per_epoch() == 40
    assert ProgressBar(33)._images_per_epoch() == 33


def test_small_values_keep_their_digits():
    screen = io.StringIO()
    bar = ProgressBar(10, console=Console(file=screen, width=120))
    bar.set_params({"epochs": 1, "steps": 1, "batch_size": 10})
    bar.on_epoch_begin(0)
    bar.on_epoch_end(0, {"loss": 0.00002, "accuracy": 1.0, "seconds": 2.0, "note": "text"})
    assert screen.getvalue().strip() == (
        "Epoch 1/1 · 2.0 s · 5 images/s · loss 2.0e-05 · accuracy 1.0000"
    )


class Resumed:
    """What a training that goes on in its third epoch is to a callback."""

    class progress:
        epoch = 2


def test_a_bar_resumed_within_an_epoch_shows_its_step_and_the_time_of_this_process():
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, legacy_windows=False)
    bar = ProgressBar(90, console=console)
    bar.set_model(Resumed)
    bar.set_params({"epochs": 3, "steps": 9, "batch_size": 10})
    bar.on_train_batch_end(4, {"loss": 1.5})
    first = screen.getvalue()
    assert "Epoch 3/3" in first
    assert "5/9" in first
    assert "loss 1.5000" in first
    assert "images/s" not in first  # one moment is no duration
    bar.on_train_batch_end(5, {"loss": 1.25})
    shown = screen.getvalue().removeprefix(first)
    assert "6/9" in shown
    assert re.search(r"loss 1\.2500 · [\d,]+ images/s · \d+:\d\d left", shown)
    bar.on_train_end()


def test_a_line_after_resuming_names_its_epoch():
    screen = io.StringIO()
    bar = ProgressBar(90, console=Console(file=screen, width=120))
    bar.set_params({"epochs": 3, "steps": 9, "batch_size": 10})
    bar.on_epoch_end(2, {"loss": 1.0, "seconds": 3.0})
    assert screen.getvalue().startswith("Epoch 3/3 · 3.0 s")


def test_into_a_log_goes_a_line_after_a_while_of_silence(net, stripes, monkeypatch):
    log = io.StringIO()
    bar = ProgressBar(console=Console(file=log, soft_wrap=True, highlight=False))
    clock = iter(range(0, 10_000, 20))  # every look at the clock finds 20 s gone
    monkeypatch.setattr(progress, "perf_counter", lambda: next(clock))
    net.fit(*stripes, batch_size=5, epochs=1, verbose=0, callbacks=bar)
    *between, last = log.getvalue().splitlines()
    assert last.startswith("Epoch 1/1")
    assert 1 <= len(between) <= 3
    for line in between:
        assert re.fullmatch(
            r"Epoch 1/1 · step \d of 6 · loss \d\.\d{4} · accuracy \d\.\d{4} · [\d:]+ left", line
        )
