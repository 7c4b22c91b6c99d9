"""`convscope draw`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.both_pages import SIMPLEST, drawing_first
from convscope.cli.serving import serve_page
from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    from convscope.arrays import Images, Labels
    from convscope.interchange.page_settings import PageSettings
    from convscope.model_file import Model

SUREST = "drawn-digits"
"""The one that knows more ways of writing, and more of what is no digit."""


def draw(
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL|RUN]", help="A model file or a run.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open no browser.")
    ] = False,
    language: Annotated[
        str, typer.Option(help="Language of the page, en or ja; without it the browser's.")
    ] = "",
    images: Annotated[
        str | None, typer.Option(help="A data set, folder or file whose test images to offer.")
    ] = None,
) -> None:
    """Draw at a net with mouse, pen or finger, and see every number it computes.

    [bold]Examples[/bold]

    convscope draw

    convscope draw drawn-digits

    convscope draw mnist-1

    convscope draw mnist-1 --images mnist --language ja
    """
    path = find_drawable(model)
    routes = drawing_first(path, settings_for(path, language, images))
    note = "" if model else f"The simplest net. More ways of writing: convscope draw {SUREST}"
    serve_page(routes, port, invitation="Draw at", note=note, no_browser=no_browser)


def find_drawable(model: str | None) -> Path:
    """Returns the model file that `model` means, the shipped one for None.

    Raises:
        ConvscopeError: There is none.
    """
    from convscope.cli.models import find_model
    from convscope.shipped import shipped_model

    path = find_model(model) if model else shipped_model(SIMPLEST)
    if not path.exists():
        raise ConvscopeError(
            "No model was given, and this copy of convscope comes without one.",
            "Expected a model file, a run folder or a run's name.",
            "Train one with: convscope train mnist",
        )
    return path


def settings_for(path: Path, language: str, images: str | None) -> "PageSettings":
    """Returns what a page for a model is told.

    Args:
        path: The model file.
        language: Of the page; empty for the reader's own.
        images: Whose test images to offer; None offers those of the model's own data set where
            they need no download.

    Raises:
        ConvscopeError: The model or the images cannot be used.
    """
    from convscope.interchange.page_settings import PageSettings, choose_examples
    from convscope.model_file import read_model

    model = read_model(path)
    name = path.parent.resolve().name if path.stem == "model" else path.stem
    source = images or _own_data(model.trained_on.get("data_set"))
    test = source and _test_images(source, model.architecture.input.shape, model.fit)
    if not test:
        return PageSettings(name, language)
    return PageSettings(name, language, *choose_examples(*test))


def test_images(model: "Model", images: str | None) -> "Images | None":
    """Returns test images of a model's shape; None where there are none here.

    Args:
        model: The model.
        images: Whose; None for the model's own data set, where that needs no download.

    Raises:
        ConvscopeError: They cannot be used.
    """
    source = images or _own_data(model.trained_on.get("data_set"))
    return _test_images(source, model.architecture.input.shape, model.fit)[0] if source else None


def training_images(model: "Model", images: str | None) -> "Images | None":
    """Returns images of a model's shape to learn from; None where there are none here.

    Args:
        model: The model.
        images: Whose; None for the model's own data set, where that needs no download.

    Raises:
        ConvscopeError: They cannot be used.
    """
    source = images or _own_data(model.trained_on.get("data_set"))
    shape = model.architecture.input.shape
    return _images(source, shape, model.fit, "train")[0] if source else None


def _own_data(name: object) -> str | None:
    """Returns the data set that a model was trained on, if it is here and has a name."""
    from convscope.data import available

    return next((info.name for info in available() if info.name == name and info.is_present), None)


def _test_images(source: str, shape: tuple[int, ...], fit: str) -> "tuple[Images, Labels]":
    """Returns test images of the net's shape."""
    return _images(source, shape, fit, "test")


def _images(source: str, shape: tuple[int, ...], fit: str, which: str) -> "tuple[Images, Labels]":
    """Returns the images of a split in the net's shape."""
    from convscope.data import load_data

    if len(shape) != 3:
        raise ConvscopeError(
            f"--images {source}: the net takes in {shape[0]} features.",
            "Expected a net that takes in pictures.",
            "Leave --images out.",
        )
    height, width, channels = shape
    color = "grey" if channels == 1 else "rgb"
    data = load_data(source, size=(height, width), fit=fit, color=color)
    found = data.splits.get(which)
    if found is None or found.images.shape[1:] != shape:
        raise ConvscopeError(
            f"--images {source}: the {which} images are not {shape}.",
            "Expected images of the net's input shape.",
            "Give the data set that the net was trained on, or leave --images out.",
        )
    return found.images, found.labels
