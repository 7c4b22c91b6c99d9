"""Names for the arrays that cross borders between rooms: axes, dtype, range. No logic."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""uint8 (height, width, channels), 0–255; 1 channel is grey with ink or light as 255, 3 is RGB."""

Images: TypeAlias = NDArray[np.uint8]
"""uint8 (number, height, width, channels), 0–255."""

Labels: TypeAlias = NDArray[np.int64]
"""int64 (number,), class indices from 0."""

InputBatch: TypeAlias = NDArray[np.floating[Any]]
"""float32 (batch, height, width, channels), in the range that the net expects."""

Activations: TypeAlias = NDArray[np.floating[Any]]
"""float32 or float64, (batch, height, width, channels) or (batch, features)."""

Probabilities: TypeAlias = NDArray[np.float32]
"""float32 (number, classes), each row 0–1 with sum 1."""

Numbers: TypeAlias = NDArray[np.floating[Any]]
"""float32 as a rule, float64 where a formula widens it; the docstring names the axes."""

Weights: TypeAlias = dict[str, NDArray[np.float32]]
"""Tensors by `<layer>.<tensor>`; kernels are (height, width, in, out), dense kernels (in, out)."""

Shape3: TypeAlias = tuple[int, int, int]
"""(height, width, channels)."""
