"""Files of ONNX: written from a net, and read as data, without running anything in them.

The library `onnx` comes with the extra `convscope[onnx]`; nothing here needs torch.
"""

from convscope.onnx_files.reading import ReadOnnx, is_onnx_file, read_onnx

__all__ = ["ReadOnnx", "is_onnx_file", "read_onnx"]
