"""One step of a net on (batch, channels, height, width), with its numbers. No arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Operation:
    """One step of a net.

    Attributes:
        what: Which, such as `"conv"`; `lowering` says what each takes.
        name: Unique in the net: the name of the layer, or one that begins with it and `__`.
        inputs: Names of what it takes in; `"input"` is what goes into the net.
        shape: Of what leaves, (channels, height, width) or (features,).
        options: Its settings, by name.
        tensors: float32 arrays by name.
    """

    what: str
    name: str
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    tensors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
