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
        write: Puts an array into a variable. It is given the variable's attributes.
        outside_graphs: Returns a context in which arrays are read even while a graph is traced.
    """

    name: str
    recovers_logits: bool
    reads_ahead: bool
    has_card: Callable[[], bool]
    write: Callable[[dict[str, Any], Array], None]
    outside_graphs: Callable[[], AbstractContextManager[Any]] = nullcontext

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

    def write(attributes: dict[str, Any], values: Array) -> None:
        with tf.init_scope():
            attributes["_value"].assign(values)

    return Backend(
        "tensorflow",
        recovers_logits=True,
        reads_ahead=True,
        has_card=lambda: (
            len(tf.config.list_physical_devices()) > 1
            and any(d.device_type != "CPU" for d in tf.config.list_logical_devices())
        ),
        write=write,
        outside_graphs=tf.init_scope,
    )


def _jax() -> Backend:
    import jax  # pyright: ignore[reportMissingImports]

    def write(attributes: dict[str, Any], values: Array) -> None:
        attributes["_value"] = jax.numpy.array(values, dtype=attributes["_value"].dtype)

    return Backend(
        "jax",
        recovers_logits=False,
        reads_ahead=False,
        has_card=lambda: jax.default_backend() != "cpu",
        write=write,
        outside_graphs=jax.ensure_compile_time_eval,
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
