"""Whoever can compute a model, by name: for proofs that all of them answer the same."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.model_file import Model

Answers = NDArray[np.float32]
"""float32 (number, outputs), or (number, height, width, channels)."""


def _numpy(model: Model, inputs: NDArray[Any]) -> Answers:
    from convscope.arithmetic import forward

    net = model.architecture
    return np.asarray(forward(net, model.weights, inputs)[net.layers[-1].name].activation)


def _engine(model: Model, inputs: NDArray[Any]) -> Answers:
    import torch

    from convscope.engine.network import build_network

    network = build_network(model.architecture, model.weights).eval()
    with torch.inference_mode():
        return network(torch.from_numpy(inputs)).numpy()


def _torch(model: Model, inputs: NDArray[Any]) -> Answers:
    import torch

    from convscope.interchange.torch_modules.writing import to_torch

    with torch.inference_mode():
        return _last(to_torch(model)(torch.from_numpy(_first(inputs))).numpy())


def _onnx(model: Model, inputs: NDArray[Any]) -> Answers:
    from convscope.onnx_files.running import Session
    from convscope.onnx_files.writing import onnx_bytes

    content = onnx_bytes(model.architecture, model.weights, {})
    return _last(Session(content, num_threads=1).run(_first(inputs)))


def _first(inputs: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(inputs.transpose(0, 3, 1, 2)) if inputs.ndim == 4 else inputs


def _last(outputs: NDArray[Any]) -> NDArray[Any]:
    return outputs.transpose(0, 2, 3, 1) if outputs.ndim == 4 else outputs


EXECUTORS: dict[str, Callable[[Model, NDArray[Any]], Answers]] = {
    "numpy": _numpy,
    "engine": _engine,
    "torch": _torch,
    "onnx": _onnx,
}
"""Each takes a model and float32 (number, height, width, channels), as the net takes them."""
