"""All suspects: what another program may do otherwise, one file per group."""

from convscope.parity.suspects import drawings, endings, net, pixels, resizing, values
from convscope.parity.suspects.suspect import Suspect

SUSPECTS: tuple[Suspect, ...] = (
    *values.SUSPECTS,
    *pixels.SUSPECTS,
    *resizing.SUSPECTS,
    *drawings.SUSPECTS,
    *net.SUSPECTS,
    *endings.SUSPECTS,
)
"""Without labels in another order, which are found and not tried: see `labels`."""

__all__ = ["SUSPECTS", "Suspect"]
