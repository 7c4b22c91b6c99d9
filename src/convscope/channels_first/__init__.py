"""Nets as most programs compute them, on (batch, channels, height, width): ours out, theirs in.

A net that leaves is a list of `Operation`s (`lowering`), which PyTorch and ONNX have each in their
own words. One that comes in is put together by a `Building`, which whoever reads a foreign net
calls, operation by operation. Nothing here knows torch or ONNX.
"""

from convscope.channels_first.building import Building, ForeignNet
from convscope.channels_first.lowering import lower
from convscope.channels_first.operations import Operation
from convscope.channels_first.values import BATCH, Value

__all__ = ["BATCH", "Building", "ForeignNet", "Operation", "Value", "lower"]
