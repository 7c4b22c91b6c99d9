"""`docs/accelerate.md` names every layer, optimizer and loss that is taken, and no other."""

import re
from pathlib import Path

from convscope.keras_config.kinds import KINDS
from convscope.keras_config.losses import LOSSES
from convscope.keras_config.optimizers import LIMITS, OPTIMIZERS

PAGE = (Path(__file__).parents[2] / "docs" / "accelerate.md").read_text("utf-8")


def test_the_page_names_the_layers_of_the_tables():
    begin, end = "* whose layers are among", "* before which Keras"
    taken = PAGE[PAGE.index(begin) : PAGE.index(end)]
    assert set(re.findall(r"`(\w+)`", taken)) == set(KINDS)
    before = PAGE[PAGE.index(end) : PAGE.index("* some of which")]
    assert set(re.findall(r"`(\w+)`", before)) == {
        name for name, entry in KINDS.items() if entry.prepares
    }


def test_the_page_names_the_optimizers_and_losses_of_the_tables():
    begin, end = "* compiled with", "* and with one of the losses"
    optimizers = set(re.findall(r"`(\w+)`", PAGE[PAGE.index(begin) : PAGE.index(end)]))
    options = {*LIMITS, "weight_decay", "amsgrad", "use_ema"}
    assert optimizers == {*OPTIMIZERS, *options}
    losses = PAGE[PAGE.index(end) : PAGE.index("\n\n", PAGE.index(end))]
    assert set(re.findall(r"`(\w+)`", losses)) == set(LOSSES)
