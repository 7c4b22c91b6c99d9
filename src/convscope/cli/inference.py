"""What a model answers to images, from the executor that is done first: NumPy or the engine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convscope.errors import UnknownNameError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convscope.arrays import Images, Probabilities
    from convscope.model_file import Model

ENGINE_PAYS_FROM = 10_000_000_000
"""Multiply-adds from which on the engine is done before NumPy.

Loading torch takes about as long as NumPy needs for this many: see `pays_for_engine`.
"""


@dataclass(frozen=True)
class Answers:
    """What a model says about images.

    Attributes:
        probabilities: float32 (number, classes), 0–1.
        distances: How far from the training images, float64 (number,): up to 1 is familiar. None
            for a model that does not know what is familiar to it.
    """

    probabilities: "Probabilities"
    distances: "NDArray[np.float64] | None"


EXECUTORS = ("auto", "numpy", "engine", "onnx")
"""Who may compute: `auto` takes NumPy or the engine, whichever is done first."""


def answer(
    model: "Model", images: "Images", mirrored: bool = False, executor: str = "auto"
) -> Answers:
    """Returns what a model says about images.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), at least one, in the shape of its input.
        mirrored: Whether probabilities are the mean of those of the image and its mirror image.
            What is familiar is asked of the image alone.
        executor: One of `EXECUTORS`.

    Raises:
        UnknownNameError: There is no such executor.
        ConvscopeError: ONNX Runtime was asked for and is not installed.
    """
    if executor not in EXECUTORS:
        raise UnknownNameError("executor", executor, EXECUTORS)
    if mirrored:
        import numpy as np

        as_given = answer(model, images, executor=executor)
        of_mirror_image = answer(model, images[:, :, ::-1], executor=executor)
        mean = (as_given.probabilities + of_mirror_image.probabilities) * np.float32(0.5)
        return Answers(mean, as_given.distances)
    from convscope.arithmetic.answers import probabilities_of_logits
    from convscope.arithmetic.familiarity import distances_to_training, knows_familiarity

    net = model.architecture
    found = _logits(model, images, executor)
    distances = (
        distances_to_training(model.about, found) if knows_familiarity(model.about) else None
    )
    return Answers(probabilities_of_logits(net, found), distances)


def _logits(model: "Model", images: "Images", executor: str) -> "NDArray[np.float32]":
    """Returns what enters a closing softmax or sigmoid, float32 (number, outputs)."""
    net = model.architecture
    if executor == "onnx":
        from convscope.interchange.onnx_answers import onnx_logits

        return onnx_logits(model, images)
    is_engine = executor == "auto" and pays_for_engine(len(images), net.multiply_adds)
    if is_engine or executor == "engine":
        from convscope.engine.answers.logits import logits as engine_logits

        return engine_logits(model, images)
    from convscope.arithmetic.answers import logits

    return logits(net, model.weights, images)


def pays_for_engine(num_images: int, multiply_adds: int) -> bool:
    """Returns whether the engine is done first, loading it included.

    Measured on 2 cores of an Intel Xeon with NumPy 2.4 and torch 2.13: NumPy computes 5 to 9
    thousand million multiply-adds per second, the engine 18 to 48, after 1.5 s of loading.

    Args:
        num_images: Images to judge.
        multiply_adds: Of the net, for one image.

    Example:
        >>> pays_for_engine(1, 2_300_000), pays_for_engine(10_000, 2_300_000)
        (False, True)
    """
    return num_images * multiply_adds >= ENGINE_PAYS_FROM
