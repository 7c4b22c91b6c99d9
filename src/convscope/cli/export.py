"""`convscope export`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.console import err
from convscope.cli.draw import settings_for
from convscope.cli.models import find_model
from convscope.errors import UnknownNameError


def _to_page(
    model: Path, destination: Path, language: str, images: str | None, keep_weights: bool
) -> str:
    from convscope.interchange.page import export_page

    settings = settings_for(model, language, images)
    weights = export_page(model, destination, settings, keep_weights=keep_weights)
    if weights is None:
        return ""
    return (
        f", {weights.share:.0%} of the weights as float16: probabilities of {weights.num_images} "
        f"images move by {weights.largest_move:.4f} at most"
    )


FORMATS: dict[str, Callable[[Path, Path, str, str | None, bool], str]] = {"page": _to_page}
"""What a model can be exported to."""


def export(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    destination: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    to: Annotated[str, typer.Option(help=f"What to write: {', '.join(FORMATS)}.")] = "page",
    language: Annotated[
        str, typer.Option(help="Language of the page, en or ja; without it the reader's own.")
    ] = "",
    images: Annotated[
        str | None, typer.Option(help="A data set, folder or file whose test images to offer.")
    ] = None,
    keep_weights: Annotated[
        bool,
        typer.Option(
            "--keep-weights",
            help="Never round weights; they become float16 where no probability moves by 0.001.",
        ),
    ] = False,
) -> None:
    """Write a model as something that others can open.

    A page is one HTML file that draws, judges and explains offline, on any computer or phone.

    [bold]Example[/bold]

    convscope export mnist-1 --to page digits.html
    """
    if to not in FORMATS:
        raise UnknownNameError("export format", to, FORMATS)
    told = FORMATS[to](find_model(model), destination, language, images, keep_weights)
    size = f"{destination.stat().st_size / 1e6:.2f} MB"
    err.print(f"Wrote {destination} ({size}{told})", markup=False)
