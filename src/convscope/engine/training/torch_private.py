"""The only place that calls functions of torch without a promise: their names begin with `_`.

`pyproject.toml` says up to which version of torch they have been tested. Each does to a list of
tensors at once what a loop would do, at a fraction of a loop's cost for small tensors.
"""

from typing import Any

import torch

add_to_each: Any = torch._foreach_add_
"""Adds to every tensor of a list a number, or the one at its place in another, times `alpha`."""

multiply_each: Any = torch._foreach_mul_
"""Multiplies every tensor of a list by a number."""

move_each_towards: Any = torch._foreach_lerp_
"""Moves every tensor of a list towards the one at its place in another list, by a share."""

fused_adamw: Any = torch._fused_adamw_
"""One step of AdamW for a list of tensors in one pass over the memory."""
