"""A run's model and data in the words of `run.json` and of the model file."""

from typing import Any

import numpy as np

from convscope.arrays import Images, Weights
from convscope.data import Split
from convscope.model_file import Model
from convscope.runs.preparation import Prepared


def to_model(prepared: Prepared, weights: Weights, epoch: int) -> Model:
    """Returns the model of an epoch (from 0) with what is known about its training."""
    data = prepared.data
    return Model(
        prepared.architecture,
        weights,
        data.class_names,
        "none",
        data.fit or "pad",
        {
            "data_set": data.name,
            "content_hash": data.content_hash,
            "num_train": len(prepared.train),
            "num_validation": len(prepared.validation),
            "epoch": epoch + 1,
            "seed": prepared.settings.seed,
        },
        {"class_means": class_means(prepared.train, data.num_classes)},
    )


def class_means(split: Split, num_classes: int, sample: int = 500) -> Images:
    """Returns the mean image of every class, uint8 (classes, height, width, channels).

    At most `sample` images of a class are read, so that large sets stay on the disk.
    """
    means = [
        split.images[np.flatnonzero(split.labels == index)[:sample]].mean(0)
        for index in range(num_classes)
    ]
    return np.round(np.nan_to_num(np.stack(means))).astype(np.uint8)


def describe_data(prepared: Prepared) -> dict[str, Any]:
    """Returns what `run.json` says about the data."""
    data = prepared.data
    return {
        "name": data.name,
        "source": data.source,
        "content_hash": data.content_hash,
        "class_names": list(data.class_names),
        "image_shape": list(data.image_shape),
        "fit": data.fit,
        "num_train": len(prepared.train),
        "num_validation": len(prepared.validation),
        "num_test": len(data.test) if data.test is not None else 0,
        "notes": list(data.notes),
        "unreadable": [f"{item.path}: {item.reason}" for item in data.unreadable],
    }
