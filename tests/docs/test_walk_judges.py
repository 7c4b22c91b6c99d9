"""The walk's judges find results good that are, and broken that are not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from walk.judging_pages import draws, page_is_whole, reviewed
from walk.judging_runs import keeps_budget, trained, tuned
from walk.judging_text import (
    agrees,
    ended,
    explains,
    learned,
    placeholder_in,
    prints_verdicts,
    says,
    shares_above,
    verdict_in_table,
    wrote,
)
from walk.outcome import BrokenError, Outcome, PageSeen
from walking import leave_run

from convscope.insight.report.sections import SECTIONS
from convscope.model_file import read_model


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    """A training that reached 0.95."""
    leave_run(tmp_path)
    return Outcome("convscope train my-fruits/", tmp_path, changed=("runs/fruits-1/run.json",))


def test_a_good_run_is_good(outcome):
    assert trained(0.9)(outcome).startswith("test accuracy 0.9500 ≥ 0.9")


def test_the_accuracy_of_guessing_is_broken(tmp_path):
    leave_run(tmp_path, num_right=25)
    outcome = Outcome("convscope train x", tmp_path, changed=("runs/fruits-1/run.json",))
    with pytest.raises(BrokenError, match=r"test accuracy 0\.2500, below the floor of 0\.9"):
        trained(0.9)(outcome)


@pytest.mark.parametrize("name", ["history.csv", "report.html", "predictions.csv", "confusion.csv"])
def test_a_missing_file_is_broken(outcome, name):
    (outcome.run / name).unlink()
    with pytest.raises(BrokenError, match=f"fruits-1/{name} is missing or empty"):
        trained(0.9)(outcome)


def test_a_run_that_says_it_is_still_running_is_broken(outcome):
    record = outcome.run / "run.json"
    record.write_text(record.read_text().replace('"finished"', '"running"'))
    with pytest.raises(BrokenError, match="says that the run is running"):
        trained(0.9)(outcome)


def test_weights_that_are_no_numbers_are_broken(outcome):
    path = outcome.run / "model.safetensors"
    content = path.read_bytes()
    kernel = next(iter(read_model(path).weights.values()))
    path.write_bytes(content.replace(kernel.tobytes(), np.full_like(kernel, np.nan).tobytes()))
    with pytest.raises(BrokenError, match=r"conv2d\.kernel are infinite or not a number"):
        trained(0.9)(outcome)


def test_figures_that_contradict_each_other_are_broken(outcome):
    predictions = outcome.run / "predictions.csv"
    predictions.write_text(predictions.read_text().replace("apple,pear", "apple,apple"))
    with pytest.raises(BrokenError, match=r"run\.json and predictions\.csv differ"):
        trained(0.9)(outcome)


def test_a_command_that_trained_nothing_is_broken(tmp_path):
    with pytest.raises(BrokenError, match=r"it wrote 0 run\.json, not 1"):
        trained(0.9)(Outcome("convscope train x", tmp_path))


BROKEN_TEXTS = {
    "exit code": ({"exit_code": 1, "stderr": "a bug"}, "ended with 1, not 0; it said: a bug"),
    "traceback": ({"stderr": "Traceback (most recent call last):\n"}, "showed a traceback"),
    "field": ({"stdout": "Trained {name} in 3 s"}, 'placeholder: "Trained {name} in 3 s"'),
    "none": ({"stdout": "Best epoch: None."}, "left a placeholder"),
    "nan": ({"stderr": "loss nan"}, "left a placeholder"),
}


@pytest.mark.parametrize("case", BROKEN_TEXTS)
def test_every_command_is_judged_by_how_it_ended(tmp_path, case):
    given, message = BROKEN_TEXTS[case]
    with pytest.raises(BrokenError, match=message):
        ended(Outcome("convscope train x", tmp_path, **given))


@pytest.mark.parametrize("text", ["(None, 28, 28, 1)", "banana", "Nonetheless", "{0.5, 1}"])
def test_what_only_looks_like_a_placeholder_is_none(text):
    assert placeholder_in(text) is None


def printed(folder, text, command="convscope x"):
    return Outcome(command, folder, stdout=text)


BROKEN_PRINTS = {
    "guessing": (shares_above(r"Accuracy ([\d.]+) %", 0.9), "Accuracy 10.00 %", "below the floor"),
    "no accuracy": (shares_above(r"Accuracy ([\d.]+) %", 0.9), "done", "it shows no"),
    "unsaid": (says("gradient"), "sum", 'does not say "gradient"'),
    "last epoch": (learned("accuracy", 0.9), "accuracy: 0.95\naccuracy: 0.11", "accuracy 0.11"),
    "other digit": (verdict_in_table("seven.png", "7"), " seven.png 1 99 %", "as 1, not 7"),
    "no table": (verdict_in_table("seven.png", "7"), "", "no line for seven.png"),
    "no numbers": (explains(10), "1.5 × 2.0", "2 numbers, not 10"),
    "far off": (agrees(1e-4), "conv 1.2e-07\ndense 3.0e-02", "a difference of 0.03"),
    "no trial": (tuned, "Trying", "names no best trial"),
    "sick trial": (tuned, "Best of 3 trials: 9.80 % of 5", "reached 9.80 % only"),
    "few rows": (prints_verdicts(2, str, 0.5), "image,class_name\na,a\n", "1 rows, not 2"),
    "wrong rows": (prints_verdicts(1, str, 0.5), "image,class_name\na,b\n", "0.000 of 1 verdicts"),
}


@pytest.mark.parametrize("case", BROKEN_PRINTS)
def test_what_is_printed_is_judged(tmp_path, case):
    judge, text, message = BROKEN_PRINTS[case]
    with pytest.raises(BrokenError, match=message):
        judge(printed(tmp_path, text))


def test_a_budget_that_is_exceeded_is_broken(tmp_path):
    outcome = Outcome("convscope train x --budget 1m", tmp_path, written_after_s=59.0)
    assert keeps_budget(outcome) == "last file written after 59.0 s of 60 s"
    with pytest.raises(BrokenError, match=r"its last file was written after 61\.0 s of 60 s"):
        keeps_budget(replace(outcome, written_after_s=61.0))


def test_files_have_to_be_new_and_to_open(tmp_path):
    (tmp_path / "rate.svg").write_text("<svg><path>")
    outcome = Outcome("x", tmp_path, changed=("rate.svg",))
    with pytest.raises(BrokenError, match=r"rate\.svg is no SVG"):
        wrote("rate.svg")(outcome)
    (tmp_path / "rate.svg").write_text("<svg/>")
    assert wrote("rate.svg")(outcome) == "rate.svg opened"
    with pytest.raises(BrokenError, match=r"rate\.svg was not written by this command"):
        wrote("rate.svg")(replace(outcome, changed=()))
    with pytest.raises(BrokenError, match=r"rate\.png is missing"):
        wrote("rate.png")(outcome)


WHOLE = PageSeen("A report. 95.00 %", verdict="7")

BROKEN_PAGES = {
    "console": ({"problems": ("TypeError: x",)}, "the console says: TypeError: x"),
    "request": ({"requests": ("https://else.where/",)}, "asks for https://else.where/"),
    "link": ({"broken_links": ("#classes",)}, "lacks #classes"),
    "placeholder": ({"text": "On {num_images} images"}, "shows a placeholder"),
    "undefined": ({"text": "Judged as undefined"}, "shows a placeholder"),
}


@pytest.mark.parametrize("case", BROKEN_PAGES)
def test_what_a_page_shows_is_judged(case):
    given, message = BROKEN_PAGES[case]
    assert page_is_whole(WHOLE, "page")
    with pytest.raises(BrokenError, match=message):
        page_is_whole(replace(WHOLE, **given), "page")


def test_a_page_that_misjudges_a_seven_is_broken(tmp_path):
    outcome = Outcome("convscope draw", tmp_path, served=WHOLE)
    assert draws(outcome)
    with pytest.raises(BrokenError, match="a drawn 7 was judged as 1"):
        draws(replace(outcome, served=replace(WHOLE, verdict="1")))
    with pytest.raises(BrokenError, match="served no page"):
        draws(replace(outcome, served=None))


def test_a_report_has_every_section_and_its_end(tmp_path):
    keys = [section.key for section in SECTIONS if not section.option]
    page = tmp_path / "report.html"
    whole = "".join(f'<section id="{key}"></section>' for key in keys) + "</html>"
    outcome = Outcome("convscope report x", tmp_path, changed=("report.html",), seen={page: WHOLE})
    page.write_text(whole)
    assert f"{len(keys)} sections" in reviewed("report.html")(outcome)
    page.write_text(whole.replace(f'id="{keys[3]}"', ""))
    with pytest.raises(BrokenError, match=f"lacks the section {keys[3]}"):
        reviewed("report.html")(outcome)
    page.write_text(whole.removesuffix("</html>"))
    with pytest.raises(BrokenError, match="breaks off"):
        reviewed("report.html")(outcome)
