"""Programs that do one or two things wrong around trained nets: what `parity` says of each.

    python benchmarks/wrong_pipelines.py mnist=runs/mnist=mnist flowers=runs/flowers=flowers-5.zip

Each program is written out by hand in `tests/nets/interchange`, with nothing of the suspects' code.
It judges test images of the data as files, in the size in which they come; --resized
lays several beside each other first, so that they have to be brought to the input's size. A fault
counts as named where it alone makes both agree; as listed, where others do as well, which is said.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nets" / "interchange"))

from other_programs import Program, write_answers
from wrong_programs import both, wrong_programs

from convscope.data import Unreadable, each_image, load_data, read_images
from convscope.model_file import Model, read_model
from convscope.parity.answers import matched, read_answers
from convscope.parity.pipeline import Case
from convscope.parity.search import Finding, search
from convscope.parity.suspects.resizing import own_fit
from convscope.parity.telling import fault_names

PAIRS = (
    ("BGR", "softmax missing"),
    ("BGR", "mean and deviation of ImageNet"),
    ("not divided by 255", "inverted"),
    ("divided by 255", "BGR"),
    ("divided by 127.5, less 1", "labels in another order"),
    ("inverted", "softmax twice"),
    ("bilinear filter", "BGR"),
    ("crop", "mean and deviation of ImageNet"),
    ("mean and deviation of MNIST", "softmax missing"),
    ("rows read as columns", "labels in another order"),
)


def files_of(data: str, model: Model, number: int, is_resized: bool, folder: Path) -> list[Path]:
    """Writes test images; returns their files."""
    height, width = model.architecture.input.shape[:2]
    split = load_data(data, size=(height, width)).test
    assert split is not None
    images = split.images
    chosen = images[np.linspace(0, len(images) - 1, number).astype(int)]
    if is_resized:  # three beside each other, in two rows, cut to odd sizes
        others = [np.roll(chosen, -shift, axis=0) for shift in range(6)]
        rows = [np.concatenate(others[i : i + 3], axis=2) for i in (0, 3)]
        height, width = chosen.shape[1:3]
        chosen = np.concatenate(rows, axis=1)[:, : height * 2 - 3, : width * 3 - 8]
    files = []
    for index, image in enumerate(chosen):
        files.append(folder / f"{index:03}.png")
        Image.fromarray(image[..., 0] if image.shape[2] == 1 else image).save(files[-1])
    return files


def finding_of(model: Model, case: Case, names: tuple[str, ...], path: Path) -> Finding:
    """Returns what is found of a file of answers."""
    theirs = read_answers(path, model.names)
    return search(case, theirs.of([row for _, row in matched(names, theirs)]))


def verdict(finding: Finding, wanted: set[str]) -> str:
    """Returns whether the wanted faults are named."""
    if not wanted:
        return "acquitted" if finding.agrees else f"ACCUSED {told(finding)}"
    if finding.agrees:
        return f"not seen ({finding.plain.largest:.1e})"
    sets = [set(fault_names(reason)) for reason in finding.reasons]
    if wanted not in sets:
        return f"MISSED: {told(finding)}"
    others = [" + ".join(names) for names in map(sorted, sets) if set(names) != wanted]
    return f"listed with {'; '.join(others)}" if others else "named"


def told(finding: Finding) -> str:
    """Returns what was found, in short."""
    reasons = finding.reasons or ((finding.nearest,) if finding.nearest else ())
    head = "" if finding.reasons else "nothing; nearest "
    found = [f"{' + '.join(fault_names(r))} ({r.distance.largest:.1e})" for r in reasons]
    return head + "; ".join(found)


def main() -> None:
    """Prints a table for each net."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", metavar="NAME=RUN=DATA")
    parser.add_argument("--images", type=int, default=40)
    parser.add_argument("--resized", action="store_true")
    given = parser.parse_args()
    for name, run, data in (each.split("=") for each in given.runs):
        model = read_model(Path(run) / "model.safetensors")
        shape = model.architecture.input.shape
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            files = files_of(data, model, given.images, given.resized, folder)
            sources = [str(file) for file in files]
            found = [picture for _, picture in each_image(sources, channels=shape[2])]
            pictures = [picture for picture in found if not isinstance(picture, Unreadable)]
            images, names, _ = read_images(sources, shape, fit=model.fit)
            case = Case(model, images, pictures, own_fit(model.fit))
            wrong = wrong_programs(model, len(files), given.resized)
            programs = {(): Program(), **{(fault,): program for fault, program in wrong.items()}}
            programs |= {
                pair: both(wrong[pair[0]], wrong[pair[1]])
                for pair in PAIRS
                if all(fault in wrong for fault in pair)
            }
            print(f"\n{name}: {len(files)} pictures, {shape}, {model.fit}")
            for faults, program in programs.items():
                path = write_answers(
                    folder / "a.csv", files, program.answers(model, files), model.names
                )
                begin = perf_counter()
                finding = finding_of(model, case, names, path)
                seconds = perf_counter() - begin
                said = verdict(finding, set(faults))
                print(f"| {' and '.join(faults) or 'right'} | {said} | {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
