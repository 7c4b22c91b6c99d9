"""What a report is refused for, and what to do about it."""

import json
import shutil

import numpy as np
import pytest

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight.report import report


@pytest.fixture
def copied(bars_run, tmp_path):
    """A copy of the run whose record may be changed."""
    return shutil.copytree(bars_run, tmp_path / "runs" / "bars")


def change(folder, **changes):
    path = folder / "run.json"
    record = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")
    return record


@pytest.mark.parametrize(
    ("status", "words"),
    [("running", "is still running, or ended without a word"), ("interrupted", "was interrupted")],
)
def test_an_unfinished_run_says_how_to_go_on(copied, status, words):
    change(copied, status=status)
    expected = (
        rf"The run .*bars {words}. A report needs a finished run. Go on with: convscope train"
    )
    with pytest.raises(ConvscopeError, match=expected) as raised:
        report(copied)
    assert raised.value.fix == f"Go on with: convscope train --resume {copied}"


def test_a_failed_run_says_why_and_how_to_go_on(copied):
    error = {"error": "The loss is not finite.", "expected": "A number.", "fix": "Learn slower."}
    change(copied, status="failed", error=error)
    with pytest.raises(ConvscopeError, match=r"bars failed: The loss is not finite.") as raised:
        report(copied)
    assert raised.value.fix == f"Learn slower. Then: convscope train --resume {copied}"


def test_an_unknown_run_suggests_the_nearest(copied):
    with pytest.raises(UnknownNameError, match=r'Unknown run "bras".*Did you mean "bars"'):
        report("bras", runs=copied.parent)


def test_an_unknown_language_is_refused_before_anything_is_loaded(tmp_path):
    expected = 'Unknown language "de". Known: en, ja. Give --language en or ja.'
    with pytest.raises(UnknownNameError, match=expected):
        report(tmp_path / "nowhere", language="de")


def test_missing_images_say_where_they_were_looked_for(copied):
    record = change(copied)
    gone = "gone/bars.npz"
    change(copied, settings={**record["settings"], "data": gone})
    expected = (
        "The images of .*bars cannot be loaded from .*bars.npz: .*Paths count from the folder"
    )
    with pytest.raises(ConvscopeError, match=expected):
        report(copied)


def test_changed_images_are_not_judged(copied, tmp_path):
    record = change(copied)
    with np.load(record["data"]["source"], allow_pickle=False) as arrays:
        changed = {**arrays, "x_test": arrays["x_test"] // 2}
    data = tmp_path / "bars.npz"
    np.savez(data, **changed)
    change(copied, settings={**record["settings"], "data": str(data)})
    with pytest.raises(ConvscopeError, match=r"the images have changed since .*bars was trained"):
        report(copied)


def test_a_folder_that_does_not_exist_is_no_place_for_a_report(bars_run, tmp_path):
    with pytest.raises(ConvscopeError, match="could not be written: No such file"):
        report(bars_run, output=tmp_path / "nowhere" / "report.html", quick=True)
