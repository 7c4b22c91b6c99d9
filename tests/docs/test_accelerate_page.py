"""`docs/accelerate.md` names every layer that is taken, and no other."""

import re
from pathlib import Path

from convscope.keras_config.layers import LAYERS, LEADING

PAGE = (Path(__file__).parents[2] / "docs" / "accelerate.md").read_text("utf-8")


def test_the_page_names_the_layers_of_the_tables():
    begin, end = "* whose layers are among", "* before which Keras"
    taken = PAGE[PAGE.index(begin) : PAGE.index(end)]
    assert set(re.findall(r"`(\w+)`", taken)) == set(LAYERS)
    before = PAGE[PAGE.index(end) : PAGE.index("* compiled with")]
    assert set(re.findall(r"`(\w+)`", before)) == set(LEADING)
