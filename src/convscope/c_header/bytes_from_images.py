"""The scale of every result, from images; and the net in bytes as NumPy computes it.

A real value is scale · (byte − zero). Kernels have a scale for every output channel and zero 0.

Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference", 2018.
"""

from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import INPUT, Shape
from convscope.c_header.arena import is_view
from convscope.c_header.folding import count_takers
from convscope.c_header.running import Values, apply, compute, convolve, window_sums
from convscope.channels_first import Operation
from convscope.errors import ConvscopeError

IN_BYTES = {
    "activate",
    "affine",
    "average_pool",
    "conv",
    "flatten",
    "global_average_pool",
    "global_max_pool",
    "join",
    "linear",
    "max_pool",
    "nothing",
    "pad",
    "ramp",
    "reshape",
    "resize",
}
"""Operations that work well in bytes."""

KEEPS_SCALE = {"max_pool", "global_max_pool", "pad", "resize"}
"""Operations whose values are those that they take in."""

CLIPPED = {"conv", "linear", "affine", "join"}
"""Operations whose result may be cut off at 0 for nothing: below lies the smallest byte."""

LARGEST_SUM = 2**31 - 1
MOST_ADDED = LARGEST_SUM // 2 // (256 * 128)
"""Products in a sum, half of which is kept for the bias."""

CHUNK = 32


@dataclass(frozen=True)
class Scale:
    """What the bytes of a result mean.

    Attributes:
        step: How much one more is.
        zero: The byte that means 0.
    """

    step: float
    zero: int

    @property
    def per_unit(self) -> np.float32:
        """One by the step, as C multiplies."""
        return np.float32(1 / self.step)

    def real(self, values: Values) -> NDArray[np.float32]:
        """Returns what bytes mean."""
        return (values - self.zero).astype(np.float32) * np.float32(self.step)


@dataclass(frozen=True)
class Kernel:
    """Weights of a layer in bytes.

    Attributes:
        kernel: int8, as the layer's.
        bias: int32 (out,), in steps of the sums.
        factors: float32 (out,): from a sum to the value that it means.
    """

    kernel: NDArray[np.int8]
    bias: NDArray[np.int32]
    factors: NDArray[np.float32]


@dataclass(frozen=True)
class Calibrated:
    """A net that can be written in bytes.

    Attributes:
        body: Operations on bytes, in order; the option `clip` says which ramp is part of one.
        tail: An activation function that is computed in float at the end, or none.
        scales: Of each result, by name.
        kernels: Weights by the operation's name.
        num_images: How many the scales come from.
        shapes: Of each result, by name.
    """

    body: list[Operation]
    tail: Operation | None
    scales: dict[str, Scale]
    kernels: dict[str, Kernel]
    num_images: int
    shapes: dict[str, Shape]

    def run(self, inputs: Values) -> NDArray[np.float32]:
        """Returns what the net in C answers, byte by byte the same.

        Args:
            inputs: float32 (images, channels, height, width), or (images, features).
        """
        return np.concatenate(
            [self._run(inputs[i : i + CHUNK]) for i in range(0, len(inputs), CHUNK)]
        )

    def _run(self, inputs: Values) -> NDArray[np.float32]:
        values: dict[str, Values] = {INPUT: to_bytes(inputs, self.scales[INPUT])}
        for op in self.body[:-1]:
            values[op.name] = self._step(op, [values[name] for name in op.inputs])
        last = self.body[-1]
        taken = [values[name] for name in last.inputs]
        if last.what == "linear":
            found = self._sums(last, taken[0]) * self.kernels[last.name].factors
        else:
            found = self.scales[last.name].real(self._step(last, taken))
        if self.tail is not None:
            found = apply(self.tail.options["function"], found)
        return found.astype(np.float32)

    def _step(self, op: Operation, taken: list[Values]) -> Values:
        before, scale = self.scales[op.inputs[0]], self.scales[op.name]
        if is_view(op) or op.what in {"flatten", "reshape", "max_pool", "global_max_pool"}:
            return compute(op, taken)
        if op.what in {"pad", "resize"}:
            return compute(replace(op, options={**op.options, "value": before.zero}), taken)
        if op.what in {"conv", "linear"}:
            factors = self.kernels[op.name].factors
            factors = factors.reshape(-1, *(1,) * (len(op.shape) - 1))
            return to_bytes(self._sums(op, taken[0]) * factors, scale)
        if op.what == "average_pool":
            sums, counts = window_sums(op, taken[0] - before.zero)
            return to_bytes(_mean(sums, counts, before), scale)
        if op.what == "global_average_pool":
            places = taken[0].reshape(*taken[0].shape[:2], -1) - before.zero
            found = _mean(places.sum(axis=2), np.array(places.shape[2], float), before)
            return to_bytes(found.reshape(len(found), *op.shape), scale)
        real = [self.scales[n].real(v) for n, v in zip(op.inputs, taken, strict=True)]
        return to_bytes(compute(op, real).astype(np.float32), scale)

    def _sums(self, op: Operation, taken: Values) -> NDArray[np.float32]:
        kernel = self.kernels[op.name]
        tensors = {"kernel": kernel.kernel, "bias": kernel.bias}
        whole = replace(op, tensors={n: t.astype(np.float64) for n, t in tensors.items()})
        inputs = taken - self.scales[op.inputs[0]].zero
        found = convolve(whole, inputs) if op.what == "conv" else compute(whole, [inputs])
        return found.astype(np.float32)


def _mean(sums: Values, counts: Values, before: Scale) -> NDArray[np.float32]:
    return sums.astype(np.float32) / counts.astype(np.float32) * np.float32(before.step)


def to_bytes(values: Values, scale: Scale) -> Values:
    """Returns the bytes, −128 to 127 as float64, that mean real values."""
    steps = values.astype(np.float32) * scale.per_unit
    nearest = np.trunc(np.clip(steps, -512, 512) + np.where(steps < 0, -0.5, 0.5).astype("f4"))
    return np.clip(nearest.astype(np.float64) + scale.zero, -128, 127)


def calibrate(operations: list[Operation], inputs: Values) -> Calibrated:
    """Returns a net in bytes.

    Args:
        operations: Folded ones, in order.
        inputs: float32 (images, channels, height, width), or (images, features): the scales reach
            as far as what is computed for these.

    Raises:
        ConvscopeError: A layer does not work well in bytes.
    """
    shapes = {INPUT: tuple(inputs.shape[1:])} | {op.name: op.shape for op in operations}
    fused = _fused(operations)
    tail = fused[-1] if len(fused) > 1 and fused[-1].what == "activate" else None
    body = fused[:-1] if tail is not None else fused
    for op in body:
        _expect_bytes(op, shapes)
    if len(body[-1].shape) != 1:
        raise _refused(body[-1], "puts out a picture")
    ranges = _ranges(body, inputs)
    scales: dict[str, Scale] = {INPUT: _scale(*ranges[INPUT])}
    for op in body:
        keeps = op.what in KEEPS_SCALE or op.what in {"flatten", "reshape", "nothing"}
        scales[op.name] = scales[op.inputs[0]] if keeps else _scale(*ranges[op.name])
    kernels = {
        op.name: _kernel(op, scales[op.inputs[0]]) for op in body if op.what in {"conv", "linear"}
    }
    return Calibrated(body, tail, scales, kernels, len(inputs), shapes)


def _refused(op: Operation, why: str) -> ConvscopeError:
    return ConvscopeError(
        f'The layer "{op.name}" {why}.',
        "In bytes convolutions, dense layers, poolings, joins, scalings and activation functions "
        "of single values work well.",
        "Export without --int8.",
    )


def _expect_bytes(op: Operation, shapes: dict[str, Shape]) -> None:
    if op.what not in IN_BYTES:
        raise _refused(op, f"computes {op.what}, which does not work well in bytes")
    if op.what == "activate" and op.options["function"] == "softmax":
        raise _refused(op, "computes softmax before the end, which does not work well in bytes")
    if op.what == "resize" and op.options["mode"] != "nearest":
        raise _refused(op, "mixes neighbouring pixels, which does not work well in bytes")
    if op.what == "pad" and op.options["value"]:
        raise _refused(op, "puts values other than 0 around a picture")
    if "kernel" in op.tensors and prod(op.tensors["kernel"].shape[1:]) > MOST_ADDED:
        raise _refused(op, "adds up too many values for a sum of 32 bits")


def _fused(operations: list[Operation]) -> list[Operation]:
    """Returns operations with ramps that follow them as their option `clip`."""
    takers = count_takers(operations)
    found: list[Operation] = []
    ends: dict[str, str] = {}
    for op in operations:
        op = replace(op, inputs=tuple(ends.get(name, name) for name in op.inputs))
        last = found[-1] if found else None
        if (
            op is not operations[-1]
            and op.options.get("function") in {"relu", "relu6"}
            and last is not None
            and last.what in CLIPPED
            and op.inputs == (last.name,)
            and takers[last.name] == 1
            and "clip" not in last.options
        ):
            clip = {**last.options, "clip": op.options["function"]}
            found[-1] = replace(last, options=clip)
            ends[op.name] = last.name
            takers[last.name] = takers[op.name]
        else:
            found.append(op)
    return found


def _ranges(body: list[Operation], inputs: Values) -> dict[str, tuple[float, float]]:
    """Returns the smallest and largest value of each result; 0 lies in between."""
    found = dict.fromkeys([INPUT, *(op.name for op in body)], (0.0, 0.0))
    for begin in range(0, len(inputs), CHUNK):
        values = {INPUT: inputs[begin : begin + CHUNK]}
        for op in body:
            made = compute(op, [values[name] for name in op.inputs])
            clip = op.options.get("clip")
            values[op.name] = apply(clip, made) if clip else made
        for name, made in values.items():
            low, high = found[name]
            found[name] = (min(low, float(made.min())), max(high, float(made.max())))
    return found


def _scale(low: float, high: float) -> Scale:
    step = float(np.float32((high - low) / 255 or 1.0))
    return Scale(step, int(np.clip(round(-128 - low / step), -128, 127)))


def _kernel(op: Operation, before: Scale) -> Kernel:
    kernel = op.tensors["kernel"].astype(np.float64)
    bias = op.tensors.get("bias", np.zeros(len(kernel), np.float32)).astype(np.float64)
    largest = np.abs(kernel.reshape(len(kernel), -1)).max(axis=1)
    # A bias that is large beside the weights would not fit into its half of the sum.
    steps = np.maximum(largest / 127, np.abs(bias) / (before.step * LARGEST_SUM / 2))
    steps = np.where(steps > 0, steps, 1.0)
    apart = steps.reshape(-1, *(1,) * (kernel.ndim - 1))
    factors = (steps * before.step).astype(np.float32)
    return Kernel(
        np.round(kernel / apart).astype(np.int8),
        np.round(bias / factors.astype(np.float64)).astype(np.int32),
        factors,
    )
