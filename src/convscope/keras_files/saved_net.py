"""What a Keras file holds, in convscope's own words."""

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Weights


@dataclass(frozen=True)
class SavedNet:
    """A net with its weights and what its file says besides.

    Attributes:
        architecture: The net; nets inside of nets are written out, so that it is one list.
        weights: float32 by `<layer>.<tensor>`, kernels (height, width, in, out).
        compiled: How it was compiled, as `keras_like` keeps it in a model file: `optimizer`,
            `loss`, `metrics`; None where the file does not say, or says what convscope lacks.
        facts: What convscope itself has written beside the net, by the names of `model_file.Model`;
            empty in files of others.
        about: Tensors that describe the training data, as `model_file.Model` has them.
        class_names: Of a list that came with the file; empty where there is none that fits.
        is_teachable_machine: Whether it is what Teachable Machine exports: a large net that looks
            and a small one that decides, inside of a third.
    """

    architecture: Architecture
    weights: Weights
    compiled: dict[str, Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    about: dict[str, NDArray[Any]] = field(default_factory=dict)
    class_names: tuple[str, ...] = ()
    is_teachable_machine: bool = False
