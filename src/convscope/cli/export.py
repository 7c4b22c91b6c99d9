"""`convscope export`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.console import err
from convscope.cli.draw import settings_for, test_images
from convscope.cli.models import find_model
from convscope.errors import UnknownNameError


@dataclass(frozen=True)
class Wanted:
    """What was asked for, beside the model and the file.

    Attributes:
        language: Of a page; empty for the reader's own.
        images: Whose test images to take; None for those of the model's own data.
        keep_weights: Whether no weight of a page may be rounded.
        takes: What an ONNX file takes.
        opset: Version of ONNX's operations.
    """

    language: str
    images: str | None
    keep_weights: bool
    takes: str
    opset: int


def _to_page(model: Path, destination: Path, wanted: Wanted) -> str:
    from convscope.interchange.page import export_page

    settings = settings_for(model, wanted.language, wanted.images)
    weights = export_page(model, destination, settings, keep_weights=wanted.keep_weights)
    if weights is None:
        return ""
    return (
        f", {weights.share:.0%} of the weights as float16: probabilities of {weights.num_images} "
        f"images move by {weights.largest_move:.4f} at most"
    )


def _to_onnx(model: Path, destination: Path, wanted: Wanted) -> str:
    from convscope.interchange.onnx_export import export_onnx
    from convscope.model_file import read_model

    found = read_model(model)
    images = test_images(found, wanted.images)
    told = export_onnx(found, destination, wanted.takes, wanted.opset, images)
    if told.largest_difference is None:
        return "; not run: ONNX Runtime is not installed"
    return (
        f"; self-test inside: ONNX Runtime answers {told.num_images} images within "
        f"{told.largest_difference:.1e} of ours"
    )


FORMATS: dict[str, Callable[[Path, Path, Wanted], str]] = {"page": _to_page, "onnx": _to_onnx}
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
    takes: Annotated[
        str,
        typer.Option(
            help="What an ONNX file takes: values (as the net does), pixels (0-255) or picture "
            "(uint8, height x width x channels)."
        ),
    ] = "values",
    opset: Annotated[int, typer.Option(help="Version of ONNX's operations, 17 to 24.")] = 17,
) -> None:
    """Write a model as something that others can open.

    A page is one HTML file that draws, judges and explains offline, on any computer or phone. An
    ONNX file is run by other programs; it has a self-test inside.

    [bold]Example[/bold]

    convscope export mnist-1 --to page digits.html
    """
    if to not in FORMATS:
        raise UnknownNameError("export format", to, FORMATS)
    wanted = Wanted(language, images, keep_weights, takes, opset)
    told = FORMATS[to](find_model(model), destination, wanted)
    size = f"{destination.stat().st_size / 1e6:.2f} MB"
    err.print(f"Wrote {destination} ({size}{told})", markup=False)
