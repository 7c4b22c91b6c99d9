"""Where initial weights, orders and dropout masks get their seeds, so that runs repeat."""

import random

import numpy as np

_generator = np.random.default_rng()


def set_random_seed(seed: int) -> None:
    """Makes everything that follows repeatable: Python's, numpy's, torch's and our own numbers.

    Args:
        seed: 0 to 2³² − 1.
    """
    import torch

    global _generator
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    _generator = np.random.default_rng(seed)


def draw_seed() -> int:
    """Returns the next seed; after `set_random_seed` always the same sequence."""
    return int(_generator.integers(2**31))
