"""How a head is trained on features, and how borrowed layers are trained on.

Chosen by validation images; docs/decisions/0013 has the figures.
"""

from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.recipes import Recipe

STEPS_AN_EPOCH = 16
"""Steps of an epoch at least, where there are so many rows: few images need many steps as well."""

HEAD = Recipe(
    "head",
    "a layer on features that stay as they are: seconds",
    OptimizerSettings("adamw", {"learning_rate": 2e-3, "weight_decay": 0.1}),
    batch_size=64,
    epochs=60,
    schedule="one_cycle_linear",
    net="backbone",
)

UNFROZEN = Recipe(
    "unfrozen",
    "borrowed layers trained on, the early ones at small rates: a minute",
    OptimizerSettings("adamw", {"learning_rate": 1e-4, "weight_decay": 1e-2}),
    batch_size=16,
    epochs=2,
    schedule="one_cycle_linear",
    net="backbone",
)

SLOWEST = 0.3
"""Rate of the first borrowed layer beside the head's; in between it grows by equal factors."""

ENOUGH_A_CLASS = 40
"""Photographs of each class from which `--backbone auto` tries to train borrowed layers, too."""


def head_recipe(num_rows: int) -> Recipe:
    """Returns the recipe for so many rows of features: few of them come in small batches."""
    return HEAD.changed(batch_size=max(4, min(HEAD.batch_size, num_rows // STEPS_AN_EPOCH)))
