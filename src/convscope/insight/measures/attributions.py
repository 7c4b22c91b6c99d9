"""Which pixels a verdict rests on."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from convscope.arrays import Images, Labels
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight.measures.attribution_methods import (
    METHODS,
    Question,
    occlusion_window,
)
from convscope.insight.measures.cam_layer import choose_cam_layer
from convscope.insight.measures.classifier import Classifier


@dataclass(frozen=True)
class Heatmaps:
    """One method's answer.

    Attributes:
        method: Its name.
        title: What people call it.
        is_signed: Whether negative values speak against the class.
        values: float32 (number, height, width); without a unit, comparable within one image.
        caption: What to see, with the resolution where it is coarser than the image.
    """

    method: str
    title: str
    is_signed: bool
    values: NDArray[np.float32]
    caption: str


@dataclass(frozen=True)
class Attributions:
    """Which pixels speak for a class, by several methods.

    Attributes:
        images: uint8 (number, height, width, channels), 0–255.
        targets: int64 (number,): the class whose evidence is shown, image by image.
        probabilities: float32 (number,): how probable the net finds it, 0–1.
        class_names: One name per class.
        cam_layer: The layer behind Grad-CAM; None without one.
        maps: One per method that could be computed.
        notes: What cannot be shown, and what the values are compared with.
    """

    images: Images
    targets: Labels
    probabilities: NDArray[np.float32]
    class_names: tuple[str, ...]
    cam_layer: str | None
    maps: tuple[Heatmaps, ...]
    notes: tuple[str, ...]


def attribute(
    classifier: Classifier,
    images: Images,
    targets: Sequence[int] | Labels | None = None,
    methods: Sequence[str] | None = None,
) -> Attributions:
    """Returns which pixels speak for a class.

    Args:
        classifier: The classifier.
        images: uint8 (number, height, width, channels), 0–255.
        targets: The classes to ask for, one per image; None asks for the net's verdicts.
        methods: Names of `METHODS`; None takes all.

    Raises:
        UnknownNameError: There is no such method.
        ConvscopeError: The images have another shape, or a target is not a class.
    """
    names = list(METHODS) if methods is None else list(methods)
    for name in names:
        if name not in METHODS:
            raise UnknownNameError("method", name, METHODS)
    probabilities = classifier.probabilities(images)
    wanted = probabilities.argmax(1) if targets is None else _checked(targets, probabilities.shape)
    question = Question(
        classifier,
        classifier.to_inputs(images),
        torch.from_numpy(wanted).to(classifier.device),
        choose_cam_layer(classifier),
    )
    maps, notes = [], list(classifier.notes)
    for name in names:
        answer = _ask(name, question)
        if isinstance(answer, str):
            notes.append(answer)
        else:
            maps.append(answer)
    notes += [note for heat in maps if (note := _silence(heat))]
    notes.append("Background is the colour of each image's border.")
    if "guided_grad_cam" in names and not _has_relu(classifier):
        notes.append(
            "Guided Grad-CAM: the net has no ReLU modules to guide; its fine lines are plain "
            "gradients."
        )
    return Attributions(
        images,
        wanted,
        probabilities[np.arange(len(wanted)), wanted],
        classifier.class_names,
        question.cam_layer.name if question.cam_layer else None,
        tuple(maps),
        tuple(notes),
    )


def _ask(name: str, question: Question) -> "Heatmaps | str":
    """Returns the method's answer, or why there is none."""
    method = METHODS[name]
    if method.needs_cam_layer and question.cam_layer is None:
        return f"{method.title}: the net has no layer of feature maps to look at."
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="captum")
            warnings.filterwarnings("ignore", "Setting backward hooks on ReLU")
            warnings.filterwarnings("ignore", "Input Tensor .* did not already require gradients")
            values = method.compute(question)
    except (RuntimeError, AssertionError, TypeError, ValueError, IndexError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        return f"{method.title} could not be computed on this net: {reason}"
    array = values.detach().float().cpu().numpy()
    return Heatmaps(name, method.title, method.is_signed, array, _caption(name, question))


def _silence(heat: Heatmaps) -> str:
    """Returns for how many images a method found nothing, or nothing to say."""
    empty = int((np.abs(heat.values).max((1, 2)) == 0).sum())
    if not empty:
        return ""
    where = f"{empty} of {len(heat.values)} images"
    return f"{heat.title} is empty for {where}: no cell speaks for the class."


def _caption(name: str, question: Question) -> str:
    method = METHODS[name]
    height, width = question.inputs.shape[2:]
    if method.needs_cam_layer and question.cam_layer is not None:
        rows, columns = question.cam_layer.output_shape[:2]
        return (
            f"{method.meaning} Layer {question.cam_layer.name}: the heat map has {rows}×{columns} "
            f"cells on {height}×{width} pixels."
        )
    if name == "occlusion":
        rows, columns = occlusion_window(height, width)
        return f"{method.meaning} The window has {rows}×{columns} of {height}×{width} pixels."
    return method.meaning


def _checked(targets: Sequence[int] | Labels, shape: tuple[int, ...]) -> Labels:
    wanted = np.asarray(targets, np.int64).reshape(-1)
    number, classes = shape
    if len(wanted) != number or (wanted < 0).any() or (wanted >= classes).any():
        raise ConvscopeError(
            f"Received the targets {wanted.tolist()[:8]} for {number} images.",
            f"Expected one class from 0 to {classes - 1} per image.",
            "Leave the targets out to ask for the net's own verdicts.",
        )
    return wanted


def _has_relu(classifier: Classifier) -> bool:
    return any(isinstance(part, nn.ReLU) for part in classifier.module.modules())
