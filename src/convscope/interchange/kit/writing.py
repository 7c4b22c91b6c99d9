"""A kit put together, tried in its own folder by a process of its own, and then handed over."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from convscope.arrays import Images
from convscope.drawing.placements import find_placement, takes_drawings
from convscope.errors import ConvscopeError
from convscope.files import remove_left_overs, temporary_folder
from convscope.interchange.kit.carrying import carried
from convscope.interchange.kit.cost import KitCost, cost_of_kit
from convscope.interchange.kit.readme import Told, confusion_counts, readme
from convscope.interchange.kit.references import Reference, reference_pictures
from convscope.interchange.onnx_export import to_onnx
from convscope.interchange.page import page_bytes
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, read_model
from convscope.onnx_files.library import runtime_library
from convscope.onnx_files.self_test import TOLERANCE
from convscope.runs.folder import RunFolder
from convscope.texts import from_csv, to_json_text

PACKAGES = ("onnxruntime", "numpy", "pillow")
"""All that a kit needs."""

FORMAT = "convscope-kit-1"
"""Value of `format` in `selftest.json`."""

_LONGEST_TEST_S = 600


@dataclass(frozen=True)
class Kit:
    """A kit that is not on the disk yet.

    Attributes:
        files: Content by path, with `/`.
        cost: What it needs.
    """

    files: dict[str, bytes]
    cost: KitCost


def make_kit(
    path: Path,
    settings: PageSettings,
    images: Images | None = None,
    *,
    is_service: bool = False,
    opset: int = 17,
    keep_weights: bool = False,
) -> Kit:
    """Returns the files of a kit.

    Args:
        path: A model file; test figures by class come from the run around it.
        settings: What the page in it is told besides.
        images: uint8 (number, height, width, channels), test images for the self-test; None for
            the mean images of the classes, where they are known, and noise.
        is_service: Whether it has a program that answers HTTP.
        opset: Version of ONNX's operations.
        keep_weights: Whether the page's weights stay as they are, though float16 might do.

    Raises:
        ConvscopeError: The net takes no pictures or gives no classes; `onnx` or ONNX Runtime is
            not installed.
    """
    model = read_model(path)
    _expect_judge_of_pictures(model)
    runtime_library()  # a kit is tried before it is handed over
    is_drawn = takes_drawings(find_placement(model.placement), model.architecture.input.shape)
    references = reference_pictures(model, images, is_drawn)
    versions = {package: version(package) for package in PACKAGES}
    programs = ["predict", "selftest", *["serve"] * is_service]
    files = {
        "model.onnx": to_onnx(model, "picture", opset, images, is_judging=True),
        "page.html": page_bytes(path, settings, keep_weights=keep_weights)[0],
        "requirements.txt": "".join(f"{name}=={it}\n" for name, it in versions.items()).encode(),
        **carried(programs, "drawings" if is_drawn else "photographs"),
        **_selftest(references, versions),
    }
    cost = cost_of_kit(model, files)
    folder = RunFolder(path.parent)
    classes = []
    if folder.record.is_file() and folder.confusion.is_file():
        rows = from_csv(folder.confusion.read_bytes(), str(folder.confusion), "Evaluate anew.")
        classes = confusion_counts(rows)
    told = Told(
        settings.name,
        model,
        is_drawn,
        is_service,
        cost,
        versions,
        len(references),
        TOLERANCE,
        classes,
    )
    files = {"README.md": readme(told).encode(), **files}
    return Kit(files, cost_of_kit(model, files))


def write_kit(kit: Kit, folder: Path) -> str:
    """Writes a kit whole or not at all, after its self-test has passed.

    Args:
        kit: The kit.
        folder: Made; one that is there already has to be empty.

    Returns:
        What the self-test said.

    Raises:
        ConvscopeError: The folder is not empty or cannot be made, or the self-test fails.
    """
    folder = folder.absolute()
    expect_room(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        remove_left_overs(folder.parent, "kit")
        with temporary_folder(folder.parent, "kit") as place:
            for name, content in kit.files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content)
            told = _tried(place)
            if folder.exists():
                folder.rmdir()
            place.rename(folder)
    except OSError as error:
        raise ConvscopeError(
            f"{folder} could not be written: {error.strerror}.",
            f"Expected a writable folder with {kit.cost.num_bytes:,} bytes free.",
            "Free some space or choose another folder.",
        ) from error
    return told


def expect_room(folder: Path) -> None:
    """Checks that a folder is free, or empty.

    Raises:
        ConvscopeError: It is not.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ConvscopeError(
            f"{folder} is there already.",
            "Expected the name of a folder that is free or empty.",
            "Name another, or remove it.",
        )


def _expect_judge_of_pictures(model: Model) -> None:
    shape, outputs = model.architecture.input.shape, model.architecture.output_shape
    if len(shape) != 3 or shape[2] not in (1, 3) or len(outputs) != 1:
        raise ConvscopeError(
            f"The net takes {shape} and gives {outputs}.",
            "A kit judges pictures: (height, width, 1 or 3) in, one number for each class out.",
            "Write the net alone: --to onnx.",
        )


def _selftest(references: list[Reference], versions: dict[str, str]) -> dict[str, bytes]:
    images = [
        {
            "file": each.file,
            "shows": each.shows,
            "probabilities": [[float(f"{p:.9g}") for p in row] for row in each.probabilities],
        }
        for each in references
    ]
    told = {"format": FORMAT, "tolerance": TOLERANCE, "tried_with": versions, "images": images}
    pictures = {f"selftest/{each.file}": each.content for each in references}
    return {"selftest.json": to_json_text(told).encode(), **pictures}


def _tried(place: Path) -> str:
    """Runs a kit's self-test in its own folder; returns what it says.

    Raises:
        ConvscopeError: It fails.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [sys.executable, "selftest.py"],
        cwd=place,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_LONGEST_TEST_S,
        check=False,
    )
    shutil.rmtree(place / "__pycache__", ignore_errors=True)
    said = (ended.stdout.strip() or ended.stderr.strip() or "nothing").splitlines()
    if ended.returncode:
        raise ConvscopeError(
            f"The kit's self-test says: {said[-1] if ended.returncode != 1 else said[0]}.",
            "Expected that it answers as convscope does.",
            "Update onnxruntime, numpy and pillow, and report it.",
        )
    return said[0]
