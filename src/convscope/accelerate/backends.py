"""What differs between Keras' backends: cards, logits, and the values of variables."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Backend:
    """One of Keras' backends.

    Attributes:
        name: As `keras.backend.backend()` says it.
        recovers_logits: Whether a loss finds what entered a closing softmax or sigmoid.
        reads_ahead: Whether data is fetched in a thread while a step is computed.
        has_card: Returns whether there is a graphics card that it would use.
        write: Puts an array into a variable, and returns its stamp then. It is given the variable's
            attributes.
        outside_graphs: Returns a context in which arrays are read even while a graph is traced.
        stamp: Returns what tells later whether a variable still has the value of now; None where
            nothing tells. It is given the variable's attributes.
        is_same: Returns whether a variable has the value that it had when it was stamped.
    """

    name: str
    recovers_logits: bool
    reads_ahead: bool
    has_card: Callable[[], bool]
    write: Callable[[dict[str, Any], Array], Any]
    outside_graphs: Callable[[], AbstractContextManager[Any]] = nullcontext
    stamp: Callable[[dict[str, Any]], Any] = lambda attributes: None
    is_same: Callable[[dict[str, Any], Any], bool] = lambda attributes, stamp: False

    def read(self, attributes: dict[str, Any]) -> Array:
        """Returns the values of a variable, given its attributes; they may not be changed."""
        value = attributes["_value"]
        with self.outside_graphs():
            if hasattr(value, "detach"):
                value = value.detach().cpu()
            return value.numpy() if hasattr(value, "numpy") else np.asarray(value)


def backend_called(name: str) -> Backend | None:
    """Returns a backend by its name; None where it is unknown."""
    makers = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
    return makers[name]() if name in makers else None


def _tensorflow() -> Backend:
    import tensorflow as tf  # pyright: ignore[reportMissingImports]

    nothing, read_variable = nullcontext(), tf.raw_ops.ReadVariableOp

    def outside_graphs() -> AbstractContextManager[Any]:
        return nothing if tf.executing_eagerly() else tf.init_scope()  # which takes its time

    def stamp_of(held: Any) -> Any:
        """Who holds a value has TensorFlow write the next one elsewhere: the place tells."""
        if not held.backing_device.endswith("CPU:0") or not hasattr(held, "_numpy"):
            return None
        return _place(held), held

    def write(attributes: dict[str, Any], values: Array) -> Any:
        variable = attributes["_value"]
        with outside_graphs():
            kept = np.array(values, variable.dtype.as_numpy_dtype)  # TensorFlow may keep it
            held = tf.convert_to_tensor(kept)
            tf.raw_ops.AssignVariableOp(resource=variable.handle, value=held)
        return stamp_of(held)

    def stamp(attributes: dict[str, Any]) -> Any:
        variable = attributes["_value"]
        with outside_graphs():
            return stamp_of(read_variable(resource=variable.handle, dtype=variable.dtype))

    def is_same(attributes: dict[str, Any], stamp: Any) -> bool:
        variable = attributes["_value"]
        with outside_graphs():
            held = read_variable(resource=variable.handle, dtype=variable.dtype)
        return bool(_place(held) == stamp[0])

    return Backend(
        "tensorflow",
        recovers_logits=True,
        reads_ahead=True,
        has_card=lambda: (
            len(tf.config.list_physical_devices()) > 1
            and any(d.device_type != "CPU" for d in tf.config.list_logical_devices())
        ),
        write=write,
        outside_graphs=outside_graphs,
        stamp=stamp,
        is_same=is_same,
    )


def _place(tensor: Any) -> Any:
    """Returns where a tensor of TensorFlow has its numbers in memory; a single one as it is."""
    array = tensor._numpy()
    return array.__array_interface__["data"][0] if np.ndim(array) else float(array)


def _jax() -> Backend:
    import jax  # pyright: ignore[reportMissingImports]

    def write(attributes: dict[str, Any], values: Array) -> Any:
        attributes["_value"] = jax.numpy.array(values, dtype=attributes["_value"].dtype)
        return attributes["_value"]

    return Backend(
        "jax",
        recovers_logits=False,
        reads_ahead=False,
        has_card=lambda: jax.default_backend() != "cpu",
        write=write,
        outside_graphs=jax.ensure_compile_time_eval,
        stamp=lambda attributes: attributes["_value"],  # never changed, only replaced
        is_same=lambda attributes, stamp: attributes["_value"] is stamp,
    )


def _torch() -> Backend:
    import torch

    def write(attributes: dict[str, Any], values: Array) -> None:
        with torch.no_grad():
            attributes["_value"].copy_(torch.from_numpy(np.array(values)))

    return Backend(
        "torch",
        recovers_logits=False,
        reads_ahead=False,
        has_card=lambda: torch.cuda.is_available(),
        write=write,
    )
