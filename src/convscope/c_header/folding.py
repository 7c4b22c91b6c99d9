"""Fewer operations that compute the same: what acts in training alone goes, scalings are folded."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import INPUT
from convscope.channels_first import Operation
from convscope.errors import ConvscopeError

PASSES_ON = {"dropout", "nothing"}
"""Operations that change nothing when a net judges."""


def fold(operations: list[Operation]) -> list[Operation]:
    """Returns operations without dropout; batch normalization is a scaling, and one with a kernel.

    Args:
        operations: Those of a net, in order.

    Raises:
        ConvscopeError: A number is infinite or none.
    """
    found = _without_passing(operations)
    found = [_as_affine(op) if op.what == "batch_norm" else op for op in found]
    found = _merged([_plain(op) for op in found])
    for op in found:
        if not all(np.isfinite(tensor).all() for tensor in op.tensors.values()):
            raise ConvscopeError(
                f'The layer "{op.name}" has weights that are no finite numbers.',
                "C has no way to write them.",
                "Train the model again with a smaller learning rate.",
            )
    return found


def _without_passing(operations: list[Operation]) -> list[Operation]:
    """Returns the operations that do something; one that does nothing where there is no other."""
    found: list[Operation] = []
    ends: dict[str, str] = {}
    for op in operations:
        inputs = tuple(ends.get(name, name) for name in op.inputs)
        if op.what in PASSES_ON or op.options.get("function") == "linear":
            ends[op.name] = inputs[0]
        else:
            found.append(replace(op, inputs=inputs))
    return found or [replace(operations[-1], what="nothing", inputs=(INPUT,))]


def _as_affine(op: Operation) -> Operation:
    """Returns a batch normalization as scale and offset: y = gamma (x - mean) / spread + beta."""
    wide = {name: tensor.astype(np.float64) for name, tensor in op.tensors.items()}
    scale = wide.get("gamma", 1.0) / np.sqrt(wide["variance"] + op.options["epsilon"])
    offset = wide.get("beta", 0.0) - wide["mean"] * scale
    tensors = {"scale": scale.astype(np.float32), "offset": offset.astype(np.float32)}
    return replace(op, what="affine", options={}, tensors=tensors)


def _plain(op: Operation) -> Operation:
    """Returns a ramp that is one of the activation functions as that."""
    if op.what != "ramp" or op.options["threshold"] or op.options["negative_slope"]:
        return op
    names = {None: "relu", 6: "relu6"}
    if op.options["max_value"] not in names:
        return op
    return replace(op, what="activate", options={"function": names[op.options["max_value"]]})


def _merged(operations: list[Operation]) -> list[Operation]:
    """Returns the operations with scalings in the kernels right before them."""
    found: list[Operation] = []
    ends: dict[str, str] = {}
    takers = count_takers(operations)
    for op in operations:
        inputs = tuple(ends.get(name, name) for name in op.inputs)
        op = replace(op, inputs=inputs)
        last = found[-1] if found else None
        if (
            op.what == "affine"
            and last is not None
            and last.what in {"conv", "linear"}
            and inputs == (last.name,)
            and takers[last.name] == 1
        ):
            found[-1] = _scaled(last, op)
            ends[op.name] = last.name
        else:
            found.append(op)
        takers.setdefault(op.name, 0)
    return found


def count_takers(operations: list[Operation]) -> dict[str, int]:
    """Returns how many times each result is taken in, the net's own output included."""
    found = {operations[-1].name: 1}
    for op in operations:
        for name in op.inputs:
            found[name] = found.get(name, 0) + 1
    return found


def _scaled(op: Operation, scaling: Operation) -> Operation:
    """Returns a weighted sum that is scaled and shifted afterwards, as one."""
    kernel = op.tensors["kernel"].astype(np.float64)
    scale, offset = (
        np.broadcast_to(scaling.tensors[name].astype(np.float64), len(kernel))
        for name in ("scale", "offset")
    )
    bias = _bias(op).astype(np.float64) * scale + offset
    kernel = kernel * scale.reshape(-1, *(1,) * (kernel.ndim - 1))
    tensors = {"kernel": kernel.astype(np.float32), "bias": bias.astype(np.float32)}
    return replace(op, tensors=tensors)


def _bias(op: Operation) -> NDArray[np.float32]:
    kernel = op.tensors["kernel"]
    return op.tensors.get("bias", np.zeros(len(kernel), np.float32))
