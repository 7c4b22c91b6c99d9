"""Measuring a model file on a data set."""

from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import Architecture
from convscope.data import Split, load_data
from convscope.engine.answers.metrics import auc
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.model_file import Model, read_model
from convscope.runs.record import read_record
from convscope.runs.results import RunFolder, Verdicts, judge
from convscope.runs.settings import TrainSettings
from convscope.texts import quoted


def evaluate_model(
    path: Path, data: str | None = None, split: str = "test", mirrored: bool = False
) -> tuple[Verdicts, dict[str, Any]]:
    """Judges the images of a split with a model.

    Args:
        path: The model file.
        data: Data set, folder or file; None takes the data of the run that the file lies in.
        split: `train`, `validation` or `test`.
        mirrored: Whether each verdict is the mean of those on the image and its mirror image.

    Returns:
        The verdicts, and `accuracy`, `auc` (0–1), `loss`, and `recall` by class name.

    Raises:
        ConvscopeError: The data does not fit the model, or has no such split.
    """
    model = read_model(path)
    settings = _settings_for(path, data, model.architecture, model.fit)
    images = load_data(
        settings.data,
        size=settings.size,
        fit=settings.fit,
        color=settings.color,
        seed=settings.seed,
        strict=settings.strict,
    )
    if split not in images.splits:
        raise UnknownNameError("split", split, images.splits)
    if images.image_shape != model.architecture.input.shape:
        raise ConvscopeError(
            f"{settings.data}: the images are {images.image_shape}.",
            f"The model needs {model.architecture.input.shape}.",
            "Evaluate on images of that shape, or on a folder, which is brought to it.",
        )
    if images.class_names != model.class_names:
        raise ConvscopeError(
            f"{settings.data}: the classes are {', '.join(images.class_names[:8])}.",
            f"The model knows {', '.join(model.class_names[:8])}.",
            "Evaluate on data with the same classes in the same order.",
        )
    return _measure(model, images.splits[split], images.class_names, mirrored)


def _measure(model: Model, split: Split, class_names: tuple[str, ...], mirrored: bool) -> Any:
    network = build_network(model.architecture, model.weights)
    verdicts = judge(network, split, class_names, mirrored)
    numbers = np.arange(len(verdicts.labels))
    of_right = verdicts.probabilities[numbers, verdicts.labels]
    confusion = verdicts.confusion
    recall = confusion.diagonal() / np.maximum(confusion.sum(1), 1)
    return verdicts, {
        "accuracy": verdicts.accuracy,
        "loss": float(-np.log(np.clip(of_right, 1e-7, 1)).mean()),
        "auc": auc(verdicts.probabilities, verdicts.labels),
        "recall": dict(zip(class_names, map(float, recall), strict=True)),
    }


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
