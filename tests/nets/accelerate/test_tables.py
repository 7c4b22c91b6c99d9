"""What the tables of Keras' optimizers and losses name is there in the engine."""

import pytest
import torch

from convscope.engine.answers.losses import Loss
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.keras_config import (
    OPTIMIZERS,
    loss_from_config,
    loss_from_function,
    optimizer_from_config,
)
from convscope.keras_config.losses import LOSSES
from convscope.keras_config.optimizers import AVERAGES


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_slot_is_something_that_our_rule_remembers(name):
    entry = OPTIMIZERS[name]
    given = {"momentum": 0.9} if "momentum" in entry.taken else {}
    given |= {"centered": True} if "centered" in entry.taken else {}
    given |= {"amsgrad": True} if "amsgrad" in entry.taken else {}
    options = optimizer_from_config(name, {**given, "use_ema": True})
    rule = OptimizerSettings(entry.name, options).build([])
    remembered = rule.begun(torch.zeros(3))
    counted = {"step"} if entry.counts_steps else set()
    assert remembered.keys() == {*entry.slots, *entry.single, *AVERAGES, *counted}


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_one_of_the_engine_with_its_options(name):
    ours, taken = LOSSES[name]
    assert loss_from_function(ours) == {"name": ours}
    options = loss_from_config(name, dict.fromkeys(taken, 0.25))
    assert Loss(**options).name == ours
