"""Arrays as Keras hands them out: with the `.numpy()` that programs call on them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Numbers(np.ndarray):
    """An array that has `.numpy()`."""

    def numpy(self) -> NDArray[Any]:
        """Returns the plain array."""
        return np.asarray(self)
