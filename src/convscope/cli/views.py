"""The option that lets a verdict be the mean of several views of an image."""

from typing import Any

import typer

MIRRORED: Any = typer.Option(
    "--mirrored",
    help="Average the verdicts on each image and its mirror image: for things, not for letters.",
)
