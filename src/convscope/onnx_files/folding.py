"""Operations on numbers alone, which an ONNX file computes with: shapes, mostly."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture.bounds import MAX_PARAMETERS
from convscope.errors import ConvscopeError
from convscope.onnx_files.step import Step

Array = NDArray[Any]

_KINDS = {1: np.float32, 6: np.int32, 7: np.int64, 9: np.bool_, 10: np.float16, 11: np.float64}


def _bounded(array: Any) -> Array:
    found = np.asarray(array)
    if found.size > MAX_PARAMETERS:
        raise ConvscopeError(
            f"it makes {found.size:,} numbers.",
            f"Expected at most {MAX_PARAMETERS:,}.",
            "Take another file.",
        )
    return found


def _expect_small(shape: Any) -> list[int]:
    sizes = [int(size) for size in np.asarray(shape).ravel()]
    if min(sizes, default=0) < 0 or prod(sizes) > MAX_PARAMETERS:
        raise ConvscopeError(
            f"it makes numbers of shape {sizes[:8]}.",
            f"Expected at most {MAX_PARAMETERS:,}.",
            "Take another file.",
        )
    return sizes


def _of_two(function: Callable[[Array, Array], Any]) -> Callable[..., Array]:
    def fold(step: Step, first: Array, second: Array) -> Array:
        _expect_small(np.broadcast_shapes(first.shape, second.shape))
        with np.errstate(all="ignore"):
            found = np.asarray(function(first, second))
        return found if found.dtype == bool else found.astype(first.dtype)

    return fold


def _divide(first: Array, second: Array) -> Any:
    if first.dtype.kind in "iu":
        if not np.all(second):
            raise ConvscopeError("it divides by 0.", "Expected another number.", "Take another.")
        return first // second
    return first / second


def _of_one(function: Callable[[Array], Any]) -> Callable[..., Array]:
    def fold(step: Step, array: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(function(array)).astype(array.dtype)

    return fold


def _constant(step: Step) -> Array:
    for name in ("value", "value_float", "value_int", "value_floats", "value_ints"):
        if name in step.attributes:
            found = step.attributes[name]
            if isinstance(found, np.ndarray):
                return found
            return np.array(found, np.float32 if "float" in name else np.int64)
    raise ConvscopeError("it has no numbers.", "Expected a value.", "Export it again.")


def _shape(step: Step, array: Array) -> Array:
    sizes = np.array(array.shape, np.int64)
    return sizes[step.attributes.get("start", 0) : step.attributes.get("end")]


def _gather(step: Step, array: Array, places: Array) -> Array:
    axis = step.whole("axis", 0)
    _expect_small([*places.shape, *np.delete(array.shape, axis)])
    return np.take(array, places.astype(np.int64), axis=axis)


def _concat(step: Step, *arrays: Array) -> Array:
    return _bounded(np.concatenate(arrays, axis=step.whole("axis", 0)))


def _unsqueeze(step: Step, array: Array, axes: Array | None = None) -> Array:
    found = step.wholes("axes", axes, [0])
    num = array.ndim + len(found)
    return np.expand_dims(array, tuple(axis % num for axis in found))


def _squeeze(step: Step, array: Array, axes: Array | None = None) -> Array:
    found = step.wholes("axes", axes)
    return np.squeeze(array, None if found is None else tuple(found))


def _reshape(step: Step, array: Array, shape: Array | None = None) -> Array:
    sizes = step.wholes("shape", shape, [-1])
    if not step.whole("allowzero", 0):
        sizes = [array.shape[i] if n == 0 else n for i, n in enumerate(sizes)]
    return array.reshape(sizes)


def _cast(step: Step, array: Array) -> Array:
    kind = step.whole("to", 1)
    if kind not in _KINDS:
        raise ConvscopeError(
            f"it makes numbers of kind {kind}.", "Expected float or int.", "Export it again."
        )
    with np.errstate(all="ignore"):
        return array.astype(_KINDS[kind])


def _constant_of_shape(step: Step, shape: Array) -> Array:
    value = step.attributes.get("value", np.zeros(1, np.float32))
    return np.full(_expect_small(shape), value.ravel()[0], value.dtype)


def _expand(step: Step, array: Array, shape: Array) -> Array:
    sizes = np.broadcast_shapes(array.shape, tuple(_expect_small(shape)))
    _expect_small(sizes)
    return np.broadcast_to(array, sizes).copy()


def _slice(step: Step, array: Array, *given: Array | None) -> Array:
    starts, ends, axes, steps = slice_numbers(step, given, array.ndim)
    parts = [slice(None)] * array.ndim
    for start, end, axis, by in zip(starts, ends, axes, steps, strict=True):
        parts[axis] = slice(start, end if by > 0 or end >= 0 else None, by)
    return array[tuple(parts)]


def slice_numbers(
    step: Step, given: tuple[Array | None, ...], num_axes: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Returns (starts, ends, axes, steps) of a slice, from inputs or, in old files, attributes.

    Args:
        step: Where it stands.
        given: The inputs behind the first; None for one that is left out.
        num_axes: Of what is cut.
    """
    starts, ends, axes, steps = (*given, None, None, None, None)[:4]
    begin = step.wholes("starts", starts, [])
    count = len(begin)
    return (
        begin,
        step.wholes("ends", ends, []),
        [axis % num_axes for axis in step.wholes("axes", axes, range(count))],
        step.wholes("steps", steps, [1] * count),
    )


def _transpose(step: Step, array: Array) -> Array:
    return np.transpose(array, step.list("perm"))


def _range(step: Step, start: Array, limit: Array, delta: Array) -> Array:
    first, last, by = (each.ravel()[0] for each in (start, limit, delta))
    _expect_small([abs(int((last - first) / by)) + 1])
    return np.arange(first, last, by).astype(start.dtype)


def _reduce_prod(step: Step, array: Array, axes: Array | None = None) -> Array:
    found = step.wholes("axes", axes)
    axis = None if found is None else tuple(found)
    return np.prod(array, axis=axis, keepdims=bool(step.whole("keepdims", 1))).astype(array.dtype)


def _where(step: Step, condition: Array, first: Array, second: Array) -> Array:
    _expect_small(np.broadcast_shapes(condition.shape, first.shape, second.shape))
    return np.where(condition, first, second)


def _same(step: Step, array: Array, *_: Any) -> Array:
    return array


FOLDED: dict[str, Callable[..., Array]] = {
    "Add": _of_two(np.add),
    "Cast": _cast,
    "Ceil": _of_one(np.ceil),
    "Concat": _concat,
    "Constant": _constant,
    "ConstantOfShape": _constant_of_shape,
    "Div": _of_two(_divide),
    "Equal": _of_two(np.equal),
    "Exp": _of_one(np.exp),
    "Expand": _expand,
    "Floor": _of_one(np.floor),
    "Gather": _gather,
    "Identity": _same,
    "Max": _of_two(np.maximum),
    "Min": _of_two(np.minimum),
    "Mul": _of_two(np.multiply),
    "Neg": _of_one(np.negative),
    "Range": _range,
    "Reciprocal": _of_one(np.reciprocal),
    "ReduceProd": _reduce_prod,
    "Reshape": _reshape,
    "Shape": _shape,
    "Slice": _slice,
    "Sqrt": _of_one(np.sqrt),
    "Squeeze": _squeeze,
    "Sub": _of_two(np.subtract),
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
    "Where": _where,
}
"""What is done, by operation; each takes the step and arrays."""
