"""The names inside Keras that are needed and that it does not promise, in one place."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from convscope.accelerate.backends import Backend, backend_called
from convscope.keras_config import NotOursError


@dataclass(frozen=True)
class InsideKeras:
    """What is used of the Keras that is installed.

    Attributes:
        keras: The package.
        backend: What computes for it.
        epoch_iterator: Takes data of every form and yields batches.
        split: Sets the last part of arrays aside for validation.
        unpack: Takes (x, y, weights) apart.
        class_weights: Turns the weights of classes into weights of examples.
        as_numbers: Turns logs into plain numbers.
        model_types: Exact types of models that may be taken.
    """

    keras: Any
    backend: Backend
    epoch_iterator: type
    split: Any
    unpack: Any
    class_weights: Any
    as_numbers: Any
    model_types: tuple[type, ...]


@cache
def inside_keras() -> InsideKeras:
    """Returns what is used inside of Keras.

    Raises:
        NotOursError: This version of Keras lacks some of it, or its backend is unknown.
    """
    keras = import_module("keras")
    backend = backend_called(keras.backend.backend())
    if backend is None:
        raise NotOursError(
            f"Keras computes with {keras.backend.backend()}.",
            "Expected TensorFlow, JAX or PyTorch.",
            "Set KERAS_BACKEND.",
        )
    adapters = "keras.src.trainers.data_adapters"
    try:
        utils = import_module(f"{adapters}.data_adapter_utils")
        return InsideKeras(
            keras,
            backend,
            import_module("keras.src.trainers.epoch_iterator").EpochIterator,
            import_module(f"{adapters}.array_slicing").train_validation_split,
            utils.unpack_x_y_sample_weight,
            utils.class_weight_to_sample_weights,
            import_module("keras.src.utils.python_utils").pythonify_logs,
            (
                import_module("keras.src.models.functional").Functional,
                import_module("keras.src.models.sequential").Sequential,
            ),
        )
    except (ImportError, AttributeError) as error:
        raise NotOursError(
            f"Keras {keras.__version__} is made otherwise inside ({error}).",
            "Expected Keras 3.",
            "Update Keras, or convscope.",
        ) from error
