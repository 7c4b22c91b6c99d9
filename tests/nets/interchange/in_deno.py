"""Nets computed by the page's modules, in Deno: many in one process."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from deno import find_deno_bin
from numpy.typing import NDArray

from convscope.model_file import Model, write_model

PROGRAM = Path(__file__).parents[2] / "page" / "net" / "compute_files.js"

WAYS = {"JavaScript, kernel": ".page", "JavaScript alone": ".script"}
"""What the program computes with, and how its files end."""

Case = tuple[Model, NDArray[np.float32]]
"""A model, and what goes in: float32 (number, height, width, channels)."""


def computed_in_deno(
    cases: Mapping[str, Case], folder: Path
) -> dict[str, dict[str, NDArray[np.float32]]]:
    """Returns float32 (number, outputs) of each case, by way.

    Args:
        cases: By names that may stand in a path.
        folder: For the files.
    """
    for name, (model, inputs) in cases.items():
        write_model(folder / f"{name}.safetensors", model)
        inputs.astype("<f4").tofile(folder / f"{name}.inputs")
    allowed = [f"--allow-{what}={folder}" for what in ("read", "write")]
    command = [find_deno_bin(), "run", "--no-check", "--no-lock", *allowed, str(PROGRAM), folder]
    subprocess.run(command, check=True)
    return {
        way: {
            name: np.fromfile(folder / f"{name}{ending}", "<f4").reshape(len(inputs), -1)
            for name, (_, inputs) in cases.items()
        }
        for way, ending in WAYS.items()
    }
