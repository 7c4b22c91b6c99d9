"""The key to a chart's lines lies where no line can run through it."""

from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import convscope
from convscope.charts.learning_curves import ENGLISH, learning_curves_figure

LONG = ENGLISH | {"kept": "a much longer name for the epoch that was kept"}


def epoch(number, loss, accuracy, val_loss, val_accuracy):
    values = {"loss": loss, "accuracy": accuracy, "auc": accuracy}
    values |= {"val_loss": val_loss, "val_accuracy": val_accuracy, "val_auc": val_accuracy}
    return {"epoch": number, **values}


FALLING = [epoch(1, 1.55, 0.54, 0.97, 0.67), epoch(2, 1.17, 0.72, 0.78, 0.76)]
CROSSING = [epoch(n, 2 - n / 9, n / 20, 0.2 + n / 9, 1 - n / 20) for n in range(1, 16)]
WITHOUT_AUC = [{k: v for k, v in row.items() if "auc" not in k} for row in CROSSING]


@pytest.mark.parametrize("words", [ENGLISH, LONG], ids=["short", "long"])
@pytest.mark.parametrize("history", [FALLING, CROSSING, WITHOUT_AUC], ids=["two", "many", "no auc"])
def test_no_line_runs_through_the_key(history, words):
    figure = learning_curves_figure(history, len(history), words)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    [key] = figure.legends
    box = key.get_window_extent()
    assert [text.get_text() for text in key.get_texts()] == [
        words[name] for name in ("training", "validation", "kept")
    ]
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.x1
    assert box.y1 <= figure.bbox.y1
    for axis in figure.axes:
        assert not axis.get_legend()
        assert not box.overlaps(axis.get_tightbbox())


def test_every_chart_has_its_key_from_the_same_place():
    root = Path(convscope.__file__).parent
    with_keys = [path for path in root.rglob("*.py") if ".legend(" in path.read_text("utf-8")]
    assert [path.relative_to(root).as_posix() for path in with_keys] == ["charts/canvas.py"]
