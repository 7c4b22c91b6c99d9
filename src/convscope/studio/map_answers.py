"""A map of a data set: images that are found alike lie together."""

from typing import Any

import numpy as np

from convscope.data.corrections import image_names
from convscope.data.dataset import Split
from convscope.errors import ConvscopeError
from convscope.studio.data_answers import source_of, split_of
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace

MOST_IMAGES = 1000
"""Images on a map; more take longer than a reader waits."""

NUM_NEIGHBOURS = 10
"""Images around one that say which class it lies among."""


def map_images(workspace: Workspace, asked: Asked) -> Any:
    """Returns where images lie: by what a run's net makes of them, or by edges and colours."""
    data = workspace.data_set(source_of(asked.query.get("source", "")))
    name = asked.query.get("split", "train")
    split = split_of(data, name)
    run = asked.query.get("run", "")
    if len(split) < 3:
        raise ConvscopeError(
            f"{name}: received {len(split)} images.",
            "Expected at least 3 for a map.",
            "Choose another split.",
        )
    chosen = np.sort(np.random.default_rng(0x3A9).permutation(len(split))[:MOST_IMAGES])
    files = None if split.files is None else tuple(split.files[i] for i in chosen)
    shown = Split(np.asarray(split.images[chosen]), split.labels[chosen], files)
    points, method, layer = _places(workspace, shown, run)
    span = np.maximum(np.ptp(points, 0), 1e-9)
    scaled = (points - points.min(0)) / span
    return {
        "method": method,
        "layer": layer,
        "total": len(split),
        "classes": list(data.class_names),
        "index": chosen.tolist(),
        "name": list(image_names(shown)),
        "label": shown.labels.tolist(),
        "x": np.round(scaled[:, 0], 4).tolist(),
        "y": np.round(scaled[:, 1], 4).tolist(),
        "among": _among(points, shown.labels, data.num_classes).tolist(),
    }


def _places(workspace: Workspace, shown: Split, run: str) -> tuple[Any, str, str]:
    """Returns places on a plane, how they were found, and the layer whose output they are of."""
    from convscope.insight.measures.embedding_map import flattened

    if run:
        from convscope.insight.measures.embeddings import embed
        from convscope.insight.measures.model_classifier import from_model
        from convscope.model_file import read_model

        model = read_model(workspace.run(run).model)
        if model.architecture.input.shape == shown.images.shape[1:]:
            answers = embed(from_model(model), shown.images)
            return *flattened(answers.vectors), answers.layer
    from convscope.data.quality.features import appearance

    return *flattened(np.asarray(appearance(shown.images), np.float32)), ""


def _among(points: Any, labels: Any, num_classes: int) -> Any:
    """Returns the class of most images around each, int64 (images,)."""
    from scipy.spatial import KDTree

    count = min(NUM_NEIGHBOURS + 1, len(points))
    around = np.asarray(KDTree(points).query(points, count)[1])
    votes = np.zeros((len(points), num_classes), np.int64)
    for column in range(1, count):
        np.add.at(votes, (np.arange(len(points)), labels[around[:, column]]), 1)
    return votes.argmax(1)
