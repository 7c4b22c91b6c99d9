"""A net as one C99 header without dependencies, in float or in bytes.

`folding` makes a net's operations fewer, `arena` says where each result lies, `float_calls` and
`byte_calls` say each operation as a call of a function whose text stands in `float_kernels` or
`byte_kernels`; `bytes_from_images` finds the scales of bytes. `writing` puts the file together.
"""

from convscope.c_header.bytes_from_images import Calibrated, calibrate
from convscope.c_header.folding import fold
from convscope.c_header.writing import Cost, Facts, Written, cost_of, write_header

__all__ = [
    "Calibrated",
    "Cost",
    "Facts",
    "Written",
    "calibrate",
    "cost_of",
    "fold",
    "write_header",
]
