"""Images as kernels take them: channels innermost, one row behind the other."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


def in_rows(images: Tensor) -> NDArray[np.float32]:
    """Returns (number, height, width, channels), C-contiguous; a view where that is the memory.

    Args:
        images: float32 (number, channels, height, width), on the CPU.
    """
    return images.detach().permute(0, 2, 3, 1).contiguous().numpy()
