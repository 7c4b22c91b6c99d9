"""ONNX files run by ONNX Runtime."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, what_it_says
from convscope.onnx_files.library import runtime_library


class Session:
    """An ONNX file that answers.

    Args:
        content: Bytes of the file.
        num_threads: How many threads compute; 0 for as many as ONNX Runtime likes.

    Raises:
        ConvscopeError: It cannot be run, or ONNX Runtime is not installed.
    """

    def __init__(self, content: bytes, num_threads: int = 0) -> None:
        runtime = runtime_library()
        options = runtime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = num_threads
        try:
            self._session: Any = runtime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors have no common class that could be named
            raise ConvscopeError(
                f"ONNX Runtime refuses the file: {what_it_says(error)}.",
                "Expected a file that it can run.",
                "Update it: pip install --upgrade onnxruntime.",
            ) from error

    @property
    def metadata(self) -> dict[str, str]:
        """Texts by name, as the file has them."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    def run(self, images: NDArray[Any]) -> NDArray[np.float32]:
        """Returns what the file puts out first, for what it takes first."""
        name = self._session.get_inputs()[0].name
        return self._session.run(None, {name: images})[0]
