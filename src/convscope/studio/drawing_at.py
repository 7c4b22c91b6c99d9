"""The drawing page for a run: its model, and test images to look at."""

from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.errors import ConvscopeError
from convscope.interchange.page_settings import MAX_EXAMPLES, PageSettings, choose_examples
from convscope.runs.folder import RunFolder
from convscope.shipped import shipped_model
from convscope.studio.endpoint import Asked, Download
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
    if not chosen:
        return _examples(workspace, folder).to_json()
    split = workspace.split(folder, chosen)
    images, labels = choose_examples(split.images, split.labels)
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


def offline_page(workspace: Workspace, asked: Asked) -> Download:
    """Returns a run's net as one page that works without a network."""
    from convscope.interchange.page import page_html
    from convscope.interchange.page_weights import weights_for_page

    folder = workspace.run(asked.place["run"])
    page_model(workspace, folder.name)  # says why there is none
    settings = _examples(workspace, folder)
    file = weights_for_page(folder.model, settings.images).file
    return Download(page_html(file, settings).encode(), "text/html", f"{folder.name}.html")


def _examples(workspace: Workspace, folder: RunFolder) -> PageSettings:
    """Returns the settings with test images to choose from, where these are still there."""
    try:
        split = workspace.split(folder, _judged(workspace, folder))
    except ConvscopeError:
        return PageSettings(folder.name)  # The images are gone; the net is not.
    return PageSettings(folder.name, "", *choose_examples(split.images, split.labels))


def _judged(workspace: Workspace, folder: RunFolder) -> str:
    return "validation" if workspace.prepared(folder).data.test is None else "test"


def _one(split: "Split", index: int) -> Any:
    return np.asarray(split.images[index : index + 1])
