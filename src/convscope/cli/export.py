"""`convscope export`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.console import err
from convscope.cli.draw import settings_for, test_images, training_images
from convscope.cli.models import find_model
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.texts import counted, quoted

if TYPE_CHECKING:
    from convscope.arrays import Images
    from convscope.c_header import Cost
    from convscope.interchange.c_export import ExportedC
    from convscope.interchange.kit import Kit
    from convscope.interchange.tfjs_export import ExportedTfjs
    from convscope.model_file import Model


@dataclass(frozen=True)
class Wanted:
    """What was asked for, beside the model and the file.

    Attributes:
        language: Of a page; empty for the reader's own.
        images: Whose test images to take; None for those of the model's own data.
        keep_weights: Whether no weight of a page may be rounded.
        takes: What an ONNX file takes.
        opset: Version of ONNX's operations.
        in_bytes: Whether a C header computes in bytes.
        is_service: Whether a kit has a program that answers HTTP.
    """

    language: str
    images: str | None
    keep_weights: bool
    takes: str
    opset: int
    in_bytes: bool
    is_service: bool


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


def _to_c(model: Path, destination: Path, wanted: Wanted) -> str:
    told = _in_c(model, destination, wanted)
    return f"; {_cost(told.cost)}{_agreement(told)}"


def _to_tfjs(model: Path, destination: Path, wanted: Wanted) -> str:
    told = _in_tfjs(model, destination, wanted)
    return (
        f"; {_files(told)}; self-test inside: read back, {told.num_images} images answered within "
        f"{told.largest_difference:.1e} of ours"
    )


def _to_litert(model: Path, destination: Path, wanted: Wanted) -> str:
    from convscope.interchange.litert import export_litert
    from convscope.model_file import read_model

    found = read_model(model)
    told = export_litert(found, destination, test_images(found, wanted.images))
    return (
        f"; a file of {told.model_bytes:,} bytes; self-test inside: LiteRT answers "
        f"{counted(told.num_images, 'image')} within {told.largest_difference:.1e} of ours"
    )


def _in_tfjs(model: Path, destination: Path | None, wanted: Wanted) -> "ExportedTfjs":
    from convscope.interchange.tfjs_export import export_tfjs
    from convscope.model_file import read_model

    found = read_model(model)
    images = test_images(found, wanted.images) if destination else None
    return export_tfjs(found, destination, images)


def _files(told: "ExportedTfjs") -> str:
    files = counted(told.num_files, "file")
    return f"{told.num_layers} layers, {told.weight_bytes:,} bytes of weights in {files}"


def _in_c(model: Path, destination: Path | None, wanted: Wanted) -> "ExportedC":
    from convscope.interchange.c_export import export_c
    from convscope.model_file import read_model

    found = read_model(model)
    calibrating = _calibrating(model, found, wanted.images) if wanted.in_bytes else None
    images = test_images(found, wanted.images) if destination else None
    return export_c(found, destination, calibrating, images)


def _cost(cost: "Cost") -> str:
    return (
        f"{cost.constant_bytes:,} bytes of constants (flash), {cost.arena_bytes:,} bytes of "
        f"results (RAM; {cost.peak_bytes:,} needed at one moment), "
        f"{cost.multiply_adds:,} multiply-adds"
    )


def _agreement(told: "ExportedC") -> str:
    if not told.num_images:
        return ""
    images = counted(told.num_images, "training image")
    return f"; scales from {images}, {told.same_class:.1%} of which keep their class"


def _to_kit(model: Path, destination: Path, wanted: Wanted) -> str:
    from convscope.interchange.kit import expect_room, write_kit

    expect_room(destination)
    return f"; self-test: {write_kit(_kit(model, wanted), destination)}"


def _kit(model: Path, wanted: Wanted) -> "Kit":
    from convscope.interchange.kit import make_kit
    from convscope.model_file import read_model

    return make_kit(
        model,
        settings_for(model, wanted.language, wanted.images),
        test_images(read_model(model), wanted.images),
        is_service=wanted.is_service,
        opset=wanted.opset,
        keep_weights=wanted.keep_weights,
    )


def _needed_by_c(model: Path, wanted: Wanted) -> str:
    told = _in_c(model, None, wanted)
    return f"The net in C needs {_cost(told.cost)}{_agreement(told)}"


def _needed_by_tfjs(model: Path, wanted: Wanted) -> str:
    cost = _in_c(model, None, wanted).cost
    return (
        f"The net in TensorFlow.js needs {_files(_in_tfjs(model, None, wanted))}, "
        f"{cost.peak_bytes:,} bytes of results at one moment, "
        f"{cost.multiply_adds:,} multiply-adds"
    )


def _needed_by_kit(model: Path, wanted: Wanted) -> str:
    kit = _kit(model, wanted)
    cost = kit.cost
    return (
        f"The kit needs {cost.num_bytes:,} bytes in {len(kit.files)} files, {cost.model_bytes:,} "
        f"of them the net, {cost.peak_bytes:,} bytes of results (float32) at one moment, and "
        f"{cost.multiply_adds:,} multiply-adds for a picture"
    )


FORMATS: dict[str, Callable[[Path, Path, Wanted], str]] = {
    "page": _to_page,
    "onnx": _to_onnx,
    "c": _to_c,
    "tfjs": _to_tfjs,
    "litert": _to_litert,
    "kit": _to_kit,
}
"""What a model can be exported to."""

_EXAMPLES = {
    "page": "net.html",
    "onnx": "net.onnx",
    "c": "net.h",
    "tfjs": "net",
    "litert": "net-litert",
    "kit": "net-kit/",
}

_NEEDS: dict[str, Callable[[Path, Wanted], str]] = {
    "tfjs": _needed_by_tfjs,
    "kit": _needed_by_kit,
}
"""What a model needs where it is exported to; elsewhere it is told of C."""


def _calibrating(path: Path, model: "Model", images: str | None) -> "Images":
    """Returns images like those that a model was trained on."""
    from convscope.runs.folder import RunFolder
    from convscope.runs.reopening import prepare_again

    folder = RunFolder(path.parent)
    if images is None and folder.record.is_file():
        return prepare_again(folder).train.images
    found = training_images(model, images)
    if found is None:
        raise ConvscopeError(
            "The images that the model was trained on are not here.",
            "For bytes the range of every result has to be seen on images like those.",
            "Give some with --images: a data set, folder or file.",
        )
    return found


def export(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    destination: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE|FOLDER", help="The file to write; for tfjs, litert and a kit the folder."
        ),
    ] = None,
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
    int8: Annotated[
        bool,
        typer.Option(
            "--int8",
            help="A C header that computes in bytes; their scales come from training images.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Write nothing; say what the net needs in C, in TensorFlow.js with --to tfjs, or "
            "in a kit with --to kit: bytes, results, multiply-adds.",
        ),
    ] = False,
    service: Annotated[
        bool,
        typer.Option("--service", help="A kit with a program that judges pictures sent by HTTP."),
    ] = False,
) -> None:
    """Write a model as something that others can open.

    A page is one HTML file that draws, judges and explains offline, on any computer or phone. An
    ONNX file is run by other programs; it has a self-test inside. A C header (--to c) needs a
    compiler alone. A folder for TensorFlow.js (--to tfjs) is opened by tf.loadLayersModel, one for
    LiteRT (--to litert) by phones and boards. A kit (--to kit) is a folder that judges picture
    files with onnxruntime, numpy and pillow, says what goes in and how good the net was, and tests
    itself.

    [bold]Examples[/bold]

    convscope export mnist-1 --to page digits.html

    convscope export drawn-digits --to c digits.h

    convscope export mnist-1 --to kit digits-kit/
    """
    if to not in FORMATS:
        raise UnknownNameError("export format", to, FORMATS)
    if int8 and to != "c":
        raise ConvscopeError(
            f"--int8 was given with --to {to}.",
            "Only C headers are written in bytes.",
            "Add --to c, or leave --int8 out.",
        )
    if service and to != "kit":
        raise ConvscopeError(
            f"--service was given with --to {to}.",
            "Only a kit has a service.",
            "Add --to kit, or leave --service out.",
        )
    wanted = Wanted(language, images, keep_weights, takes, opset, int8, service)
    if dry_run:
        needed = _NEEDS.get(to, _needed_by_c)
        err.print(needed(find_model(model), wanted), markup=False)
        return
    if destination is None:
        raise ConvscopeError(
            "Nothing to write to was given.",
            "Expected the name of a file, or of a folder for tfjs, litert and a kit, behind the "
            "model's.",
            f"For example: convscope export {quoted(model)} --to {to} {_EXAMPLES[to]}",
        )
    told = FORMATS[to](find_model(model), destination, wanted)
    size = f"{_bytes_of(destination) / 1e6:.2f} MB"
    err.print(f"Wrote {destination} ({size}{told})", markup=False)


def _bytes_of(written: Path) -> int:
    files = [file for file in written.rglob("*") if file.is_file()] if written.is_dir() else []
    return sum(file.stat().st_size for file in files or [written])
