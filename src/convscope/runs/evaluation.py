"""Measuring a model file on a data set."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import Architecture
from convscope.data import DataSet, Split, load_data
from convscope.data.dataset import WHOLE as WHOLE_NOTE
from convscope.data.dataset import names_at
from convscope.data.picked_images import pick_images
from convscope.engine.answers.metrics import auc
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.model_file import Model, read_model
from convscope.runs.class_alignment import align_classes
from convscope.runs.record import read_record
from convscope.runs.results import RunFolder, Verdicts, judge
from convscope.runs.settings import TrainSettings
from convscope.texts import quoted

WHOLE = "all"
"""What is judged where the data have no splits."""


@dataclass(frozen=True)
class Evaluation:
    """How good a model is on some images.

    Attributes:
        verdicts: Its answers.
        values: `accuracy`, `auc` (0–1), `loss`, and `recall` by name of the classes that have
            images.
        split: `train`, `validation`, `test`, or `all` where everything that was given was judged.
        notes: What was left out or assumed, in words.
    """

    verdicts: Verdicts
    values: dict[str, Any]
    split: str
    notes: tuple[str, ...]


def evaluate_model(
    path: Path, data: str | None = None, split: str | None = None, mirrored: bool = False
) -> Evaluation:
    """Judges images with a model.

    Args:
        path: The model file.
        data: Data set, folder or file; None takes the data of the run that the file lies in.
        split: `train`, `validation` or `test`; None takes the test images, or, where data that
            are named have none, all of them.
        mirrored: Whether each verdict is the mean of those on the image and its mirror image.

    Raises:
        ConvscopeError: The data does not fit the model, or has no such split.
    """
    model = read_model(path)
    settings = _settings_for(path, data, model.architecture, model.fit)
    is_whole = data is not None and split is None
    images = load_data(
        settings.data,
        size=settings.size,
        fit=settings.fit,
        color=settings.color,
        seed=settings.seed,
        strict=settings.strict,
        test_split=0 if is_whole else 0.2,
    )
    if images.image_shape != model.architecture.input.shape:
        raise ConvscopeError(
            f"{settings.data}: the images are {images.image_shape}.",
            f"The model needs {model.architecture.input.shape}.",
            "Evaluate on images of that shape, or on image files, which are brought to it.",
        )
    chosen, name = _choose(images, split)
    notes = [note for note in images.notes if note != WHOLE_NOTE]
    if name == WHOLE:
        notes.append(f"The data have no test images of their own: all {len(chosen):,} are judged.")
        notes += _trained_on_note(path, settings.data)
    return _measure(model, chosen, images, name, notes, mirrored, settings.data)


def _choose(images: DataSet, split: str | None) -> tuple[Split, str]:
    """Returns the images to judge, and what they are called."""
    if split is not None:
        if split not in images.splits:
            raise UnknownNameError("split", split, images.splits)
        return images.splits[split], split
    if not images.is_whole:
        return images.splits["test"], "test"
    parts = list(images.splits.values())
    if len(parts) == 1:
        return parts[0], WHOLE
    files = [part.files for part in parts]
    return Split(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
        None if None in files else tuple(f for each in files for f in each or ()),
    ), WHOLE


def _measure(
    model: Model,
    split: Split,
    images: DataSet,
    name: str,
    notes: list[str],
    mirrored: bool,
    source: str,
) -> Evaluation:
    alignment = align_classes(source, images.class_names, model.class_names)
    labels = alignment.places[split.labels]
    known = np.flatnonzero(labels >= 0)
    if not len(known):
        raise ConvscopeError(
            f"{source}: none of the {len(labels):,} images is of a class that the model knows.",
            f"The model knows {', '.join(model.class_names[:8])}.",
            "Give images of these classes.",
        )
    if len(known) < len(labels):
        files = None if split.files is None else names_at(split.files, known)
        split = Split(pick_images(split.images, known), labels[known], files)
    else:
        split = replace(split, labels=labels)
    network = build_network(model.architecture, model.weights)
    verdicts = judge(network, split, model.class_names, mirrored)
    numbers = np.arange(len(verdicts.labels))
    of_right = verdicts.probabilities[numbers, verdicts.labels]
    confusion = verdicts.confusion
    totals = confusion.sum(1)
    recall = {
        class_name: float(confusion[i, i] / totals[i])
        for i, class_name in enumerate(model.class_names)
        if totals[i]
    }
    values = {
        "accuracy": verdicts.accuracy,
        "loss": float(-np.log(np.clip(of_right, 1e-7, 1)).mean()),
        "auc": auc(verdicts.probabilities, verdicts.labels),
        "recall": recall,
    }
    return Evaluation(verdicts, values, name, (*notes, *alignment.notes))


def _trained_on_note(path: Path, data: str) -> list[str]:
    """Returns a warning if the run that a model lies in was trained on the very same data."""
    folder = RunFolder(path.parent)
    if not folder.record.is_file():
        return []
    own = str(read_record(folder).settings.get("data", ""))
    try:
        is_same = own == data or Path(own).resolve() == Path(data).resolve()
    except (OSError, ValueError):
        is_same = False
    if not is_same:
        return []
    return [
        "The model was trained on most of these images, so this says nothing about new ones; its "
        f"own test images alone: convscope evaluate {path.parent}"
    ]


def _settings_for(
    path: Path, data: str | None, architecture: Architecture, fit: str
) -> TrainSettings:
    """Returns how the data is to be read: as the run did, or so that it fits the model."""
    folder = RunFolder(path.parent)
    if data is None:
        if not folder.record.is_file():
            raise ConvscopeError(
                f"{path}: received no data to evaluate on.",
                "A model file outside a run folder does not know its data.",
                f"Name it: convscope evaluate {quoted(path)} mnist",
            )
        return TrainSettings.from_json(read_record(folder).settings)
    height, width, channels = architecture.input.shape
    color = "grey" if channels == 1 else "rgb"
    return TrainSettings(data=data, size=(height, width), fit=fit, color=color)
