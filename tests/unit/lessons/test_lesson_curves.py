"""Recorded trainings: the same in Python and on the page."""

import json
from pathlib import Path

import convscope
from convscope.lessons.curves import cifar10_curves

PAGE_FILE = Path(convscope.__file__).parent / "web" / "lessons" / "curves_data.js"


def test_the_page_has_the_same_curves():
    text = PAGE_FILE.read_text(encoding="utf-8").partition("CIFAR10_CURVES = ")[2]
    assert json.loads(text.rstrip().removesuffix(";")) == cifar10_curves()


def test_every_curve_has_a_value_for_every_epoch():
    lengths = {len(values) for curves in cifar10_curves().values() for values in curves.values()}
    assert len(lengths) == 1
