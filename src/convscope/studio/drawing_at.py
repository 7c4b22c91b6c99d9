"""The drawing page for a run: its model, and test images to look at."""

from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.errors import ConvscopeError
from convscope.interchange.page_settings import MAX_EXAMPLES, PageSettings, choose_examples
from convscope.runs.folder import RunFolder
from convscope.shipped import shipped_model
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from convscope.data import Split

WITHOUT_RUN = "mnist"
"""The shipped model that is drawn at where no run is named."""


def page_settings(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    """Returns what the drawing page is told for a run.

    Args:
        workspace: The studio's.
        asked: `run`; with `split` and `index` that image is the first to choose from.

    Raises:
        ConvscopeError: There is no such run or image.
    """
    name = asked.query.get("run", "")
    if not name:
        return PageSettings(WITHOUT_RUN).to_json()
    folder = workspace.run(name)
    chosen = asked.query.get("split", "")
    try:
        split = workspace.split(folder, chosen or _judged(workspace, folder))
    except ConvscopeError:
        if chosen:
            raise
        return PageSettings(folder.name).to_json()  # The images are gone; the net is not.
    images, labels = choose_examples(split.images, split.labels)
    if chosen:
        index = asked.number("index", 0, 0, len(split) - 1)
        images = np.concatenate([_one(split, index), images])[:MAX_EXAMPLES]
        labels = np.concatenate([split.labels[index : index + 1], labels])[:MAX_EXAMPLES]
    return PageSettings(folder.name, images=images, labels=labels).to_json()


def page_model(workspace: Workspace, run: str) -> bytes:
    """Returns the model file of a run, or the shipped one.

    Raises:
        ConvscopeError: There is no such run, or it has no model yet.
    """
    if not run:
        return shipped_model(WITHOUT_RUN).read_bytes()
    folder = workspace.run(run)
    if not folder.model.is_file():
        raise ConvscopeError(
            f"{folder.name} has no model yet.",
            "Expected a run with at least one epoch.",
            "Wait for the end of its first epoch.",
        )
    return folder.model.read_bytes()


def _judged(workspace: Workspace, folder: RunFolder) -> str:
    return "validation" if workspace.prepared(folder).data.test is None else "test"


def _one(split: "Split", index: int) -> Any:
    return np.asarray(split.images[index : index + 1])
