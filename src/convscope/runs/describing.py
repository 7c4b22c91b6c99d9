"""A run's model and data in the words of `run.json` and of the model file."""

from typing import Any

from convscope.arrays import Weights
from convscope.model_file import Model
from convscope.runs.preparation import Prepared


def to_model(prepared: Prepared, weights: Weights, epoch: int) -> Model:
    """Returns the model of an epoch (from 0) with what is known about its training.

    Args:
        prepared: What was trained.
        weights: Of the epoch, float32 by tensor name in Keras' axis order.
        epoch: From 0; the model tells it from 1.
    """
    data, borrowing = prepared.data, prepared.borrowing
    if borrowing is not None:
        weights = borrowing.whole(weights)
    return Model(
        prepared.architecture,
        weights,
        data.class_names,
        prepared.placement,
        data.fit or "pad",
        {
            "data_set": data.name,
            "content_hash": data.content_hash,
            "num_train": len(prepared.train),
            "num_validation": len(prepared.validation),
            "epoch": epoch + 1,
            "seed": prepared.settings.seed,
            **describe_borrowing(prepared),
        },
        {"class_means": prepared.class_means},
    )


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


def describe_borrowing(prepared: Prepared) -> dict[str, Any]:
    """Returns what a run and its model file say of what is borrowed; nothing without."""
    facts: dict[str, Any] = {}
    if prepared.borrowing is not None:
        facts["borrowed"] = prepared.borrowing.facts
    if prepared.teaching is not None:
        facts["teacher"] = prepared.teaching.facts
    return facts
