"""`convscope parity`."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.common_options import Json
from convscope.cli.console import EXIT_DIFFERENT, err, out, print_json, print_next, print_table
from convscope.errors import ConvscopeError
from convscope.texts import quoted

if TYPE_CHECKING:
    from convscope.arrays import Image, Images, Probabilities
    from convscope.model_file import Model
    from convscope.onnx_files.self_test import SelfTest as OnnxSelfTest
    from convscope.tfjs_files import SelfTest as TfjsSelfTest

MOST_IMAGES = 100
"""That are compared; further ones are left out, which is said."""


@dataclass
class Gathered:
    """Pictures to compare answers on.

    Attributes:
        images: uint8 (number, height, width, channels), as the model wants them.
        names: Of the pictures.
        pictures: uint8 (height, width, channels) each, in their own sizes.
        is_placed: Whether any was placed as a drawing.
        promised: float32 (number, outputs), where the model's file has answers for them.
        notes: What is to be said of them.
    """

    images: "Images"
    names: tuple[str, ...]
    pictures: "list[Image]" = field(default_factory=list)
    is_placed: bool = False
    promised: "Probabilities | None" = None
    notes: list[str] = field(default_factory=list)


def parity(
    model: Annotated[
        str, typer.Argument(metavar="MODEL|RUN", help="A model file, a run or a shipped model.")
    ],
    images: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[IMAGE…|FOLDER]",
            help="Images, a folder, a zip or a data set; default: the model file's self-test, "
            "test images of its own data, or generated ones.",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="What another program says of the images: file names, and a probability for "
            "each class, or a class with its probability.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Compare who computes a model, or find out why another program answers differently.

    Exit code 3 where the answers differ.

    [bold]Examples[/bold]

    convscope parity drawn-digits

    convscope parity drawn-digits scans/ --answers theirs.csv
    """
    from convscope.cli.models import find_model
    from convscope.model_file import read_model

    path = find_model(model)
    opened = read_model(path)
    net = opened.architecture
    if len(net.input.shape) != 3 or len(net.output_shape) != 1:
        raise ConvscopeError(
            f"{model} makes {net.output_shape} of {net.input.shape}.",
            "Expected a net that names the class of an image (height, width, channels).",
            "Take another model.",
        )
    if answers is None:
        agrees = _compare_executors(path, opened, images or [], json)
        if agrees and not json:
            command = f"convscope parity {quoted(model)} IMAGES --answers theirs.csv"
            print_next(command, "says why another program answers differently")
    elif not images:
        raise ConvscopeError(
            "--answers was given without images.",
            "Expected the images that the other program was asked about.",
            f"Give them: convscope parity {quoted(model)} IMAGES --answers {quoted(str(answers))}",
        )
    else:
        agrees = _explain_answers(opened, images, answers, json)
    if not agrees:
        raise typer.Exit(EXIT_DIFFERENT)


def _compare_executors(path: Path, model: "Model", sources: list[str], json: bool) -> bool:
    from convscope.parity.executors_table import TOLERANCE, compare_executors

    given = _gather(model, sources) if sources else _own_images(path, model)
    _cut(given)
    rows = compare_executors(model, given.images, given.promised)
    agrees = all(row.agrees for row in rows)
    if json:
        print_json(
            {
                "num_images": len(given.images),
                "tolerance": TOLERANCE,
                "agrees": agrees,
                "executors": [asdict(row) for row in rows],
                "notes": given.notes,
            }
        )
        return agrees
    for note in given.notes:
        err.print(f"  {note}", style="dim", markup=False)
    number = len(given.images)
    print_table(
        ("Executor", "Largest difference", "Same class", "Note"),
        [
            (row.executor, "", "", row.refused)
            if row.largest is None
            else (row.executor, f"{row.largest:.1e}", f"{row.num_same} of {number}", "")
            for row in rows
        ],
    )
    verdict = "All that ran agree" if agrees else "They do not agree"
    out().print(f"{verdict}: probabilities within {TOLERANCE:g} of the engine's are the same.")
    return agrees


def _explain_answers(model: "Model", sources: list[str], path: Path, json: bool) -> bool:
    from convscope.parity.answers import matched, read_answers
    from convscope.parity.pipeline import Case
    from convscope.parity.search import TOLERANCE, search
    from convscope.parity.suspects.resizing import own_fit
    from convscope.parity.telling import fault_names, fault_sentences, told

    theirs = read_answers(path, model.names)
    given = _gather(model, sources)
    pairs = matched(given.names, theirs)
    if not pairs:
        raise ConvscopeError(
            f"{path}: no name in it is that of an image, such as {given.names[0]}.",
            "Expected the names of the image files.",
            "Write the file's name beside each answer.",
        )
    missing = len(given.names) - len(pairs)
    if missing:
        given.notes.append(f"{missing} of {len(given.names)} images have no answer in {path}.")
    if len(theirs.names) > len(pairs):
        more = len(theirs.names) - len(pairs)
        given.notes.append(f"{more} lines of {path} belong to no image, or to one told before.")
    if theirs.is_by_order:
        given.notes.append(f"{path} names no class: its columns are taken in the model's order.")
    if len(pairs) > MOST_IMAGES:
        given.notes.append(f"The first {MOST_IMAGES} of {len(pairs)} answers are compared.")
    chosen = pairs[:MOST_IMAGES]
    which, theirs = [image for image, _ in chosen], theirs.of([row for _, row in chosen])
    fit = None if given.is_placed else own_fit(model.fit)
    pictures = [given.pictures[i] for i in which]
    finding = search(Case(model, given.images[which], pictures, fit), theirs)
    sentences = told(finding, theirs, model.names)
    if json:
        explained = [
            {
                "faults": fault_names(reason),
                "says": fault_sentences(reason, model.names),
                "largest_difference": reason.distance.largest,
                "num_same": reason.distance.num_same,
            }
            for reason in (finding.reasons or ([finding.nearest] if finding.nearest else []))
        ]
        print_json(
            {
                "num_images": len(which),
                "tolerance": TOLERANCE,
                "agrees": finding.agrees,
                "largest_difference": finding.plain.largest,
                "num_same": finding.plain.num_same,
                "num_tried": finding.num_tried,
                "reasons": explained if finding.reasons else [],
                "unseen": [fault.name for fault in finding.unseen],
                "nearest": explained[0] if explained and not finding.reasons else None,
                "says": sentences,
                "notes": given.notes,
            }
        )
        return finding.agrees
    for note in given.notes:
        err.print(f"  {note}", style="dim", markup=False)
    for sentence in sentences:
        out().print(sentence, markup=False)
    return finding.agrees


def _gather(model: "Model", sources: list[str]) -> Gathered:
    """Returns pictures as `predict` brings them to the model, and as they are."""
    import numpy as np

    from convscope.cli.drawings import place_drawings, takes_drawings
    from convscope.data import Unreadable, each_image, read_images

    shape = model.architecture.input.shape
    pictures = {
        name: picture
        for name, picture in each_image(sources, channels=shape[2])
        if not isinstance(picture, Unreadable)
    }
    if not takes_drawings(model):
        images, names, unreadable = read_images(sources, shape, fit=model.fit)
        notes = [f"{item.path} could not be read: {item.reason}" for item in unreadable]
        return Gathered(images, names, [pictures[name] for name in names], notes=notes)
    found, unreadable = place_drawings(model, sources, all_sizes=False)
    notes = [f"{item.path} could not be read: {item.reason}" for item in unreadable]
    single = [each for each in found if each.image is not None and each.num_characters in (None, 1)]
    if left_out := len({each.name for each in found}) - len(single):
        notes.append(f"{left_out} pictures hold no character or several, and are left out.")
    if not single:
        raise ConvscopeError(
            f"{', '.join(sources[:3])}: no picture holds one character.",
            "Expected pictures of one character each.",
            "Give other pictures.",
        )
    is_placed = any(each.num_characters is not None for each in single)
    if is_placed:
        notes.append("Pictures were placed as drawings: ink found, scaled, centred.")
    images = np.stack([each.image for each in single if each.image is not None])[..., None]
    names = tuple(each.name for each in single)
    return Gathered(images, names, [pictures[name] for name in names], is_placed, notes=notes)


def _own_images(path: Path, model: "Model") -> Gathered:
    """Returns the images of the file's self-test, of the model's own data, or generated ones."""
    from convscope.cli.draw import test_images
    from convscope.interchange.reference_images import reference_images

    shape = model.architecture.input.shape
    test = _self_test(path)
    if test is not None and test.images.shape[1:] == shape:
        number = len(test.images)
        note = f"Images: the {number} of the self-test in {path}."
        return Gathered(test.images, ("",) * number, promised=test.expected, notes=[note])
    images = test_images(model, None)
    if images is not None:
        chosen = images[:MOST_IMAGES]
        note = f"Images: the first {len(chosen)} test images of {model.trained_on['data_set']}."
        return Gathered(chosen, ("",) * len(chosen), notes=[note])
    chosen = reference_images(model, None)
    has_means = "class_means" in model.about
    kind = "mean images of classes, and noise" if has_means else "noise"
    note = f"Images: {len(chosen)} generated ones ({kind}); give real ones to be surer."
    return Gathered(chosen, ("",) * len(chosen), notes=[note])


def _self_test(path: Path) -> "OnnxSelfTest | TfjsSelfTest | None":
    """Returns the images and answers that a model's file promises, where it does."""
    from convscope.onnx_files import is_onnx_file, read_onnx
    from convscope.tfjs_files import is_tfjs_model, read_self_test

    if is_onnx_file(path):
        from convscope.onnx_files.self_test import NAME, SelfTest

        facts = read_onnx(path).metadata
        return SelfTest.from_text(facts[NAME]) if NAME in facts else None
    return read_self_test(path) if is_tfjs_model(path) else None


def _cut(given: Gathered) -> None:
    if len(given.images) > MOST_IMAGES:
        given.notes.append(f"The first {MOST_IMAGES} of {len(given.images)} images are compared.")
        given.images = given.images[:MOST_IMAGES]
