"""Tries recipes on pictures of several kinds, by validation images; no test image is judged.

    CONVSCOPE_DATA=FOLDER python benchmarks/recipes_on_pictures.py results.jsonl [CANDIDATE@SET …]

The sets are photographs of flowers, enlarged CIFAR-10 pictures, outlines of two sets of fruits and
few turntable photographs of fruits; images to fit and to validate are drawn from their training
images. What stands in the results is not trained again; the table of all is printed at the end.
`--share 0.5` trains on so much of every recipe's samples. The time is that of the processor, so
that other programs change it little.
"""

import argparse
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageDraw

from convscope.architecture import load_net
from convscope.data import load_data, stratified_split
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.recipes import MOST_EPOCHS, recipe_called
from convscope.runs.preparation import Prepared
from convscope.runs.settings import TrainSettings
from convscope.runs.trainers import trainer_for

ROOT = Path(os.environ.get("CONVSCOPE_DATA", "data"))
MUON = OptimizerSettings("muon", {"learning_rate": 2e-2, "weight_decay": 1e-2})
ENLARGED = 96
"""Pixels per side that CIFAR-10 pictures are brought to."""


@dataclass(frozen=True)
class PictureSet:
    """Pictures of one kind.

    Attributes:
        name: What the table calls it.
        archive: A file in `$CONVSCOPE_DATA`.
        num_train: Images to fit, at most: a changed set has fewer.
        num_validation: Images to choose by.
        change: What is done to every picture first, None for nothing.
    """

    name: str
    archive: str
    num_train: int
    num_validation: int
    change: Callable[[Image.Image], Image.Image] | None = None


@dataclass(frozen=True)
class Candidate:
    """A recipe to be tried; what it does not say is as in `fast`.

    Attributes:
        name: What the table calls it.
        net: A named net.
        samples: Images to go through, repetitions counted.
        changes: Other fields of the recipe.
    """

    name: str
    net: str
    samples: int
    changes: dict[str, Any] = field(default_factory=dict)


CANDIDATES = (
    Candidate("full size", "objects", 30_000),
    Candidate("halved", "pictures", 60_000),
    Candidate("halved, Muon", "pictures", 60_000, {"optimizer": MUON}),
    Candidate("halved, turned and scaled", "pictures", 60_000, {"augmentation": "photos"}),
)


def outline(picture: Image.Image) -> Image.Image:
    """Returns the outline, one pixel wide and black, of what lies on white."""
    grey = picture.convert("RGB").resize((100, 100))
    thing = Image.fromarray((np.asarray(grey).min(2) < 240).astype(np.uint8) * 255)
    framed = Image.new("L", (102, 102))
    framed.paste(thing, (1, 1))
    ImageDraw.floodfill(framed, (0, 0), 100)
    inside = np.asarray(framed) != 100
    core = inside.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            core &= np.roll(inside, step, axis)
    drawn = np.where(inside & ~core, 0, 255).astype(np.uint8)
    return Image.fromarray(drawn[1:-1, 1:-1])


def enlarged(picture: Image.Image) -> Image.Image:
    """Returns a picture in `ENLARGED` pixels per side."""
    return picture.resize((ENLARGED, ENLARGED), Image.Resampling.BICUBIC)


SETS = (
    PictureSet("flowers", "flowers-5.zip", 1_100, 400),
    PictureSet("outlines", "fruits-4.zip", 1_000, 500, outline),
    PictureSet("CIFAR", "cifar10-jpeg.zip", 1_500, 500, enlarged),
    PictureSet("turntable", "fruits-4.zip", 100, 500),
    PictureSet("outlines-7", "fruits-7.zip", 1_000, 500),
)


def archive_of(pictures: PictureSet) -> Path:
    """Returns the archive of a set; where pictures are changed, a new one of some of them."""
    source = ROOT / pictures.archive
    if pictures.change is None:
        return source
    path = Path(tempfile.gettempdir()) / "recipes-on-pictures" / f"{pictures.name}.zip"
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".part")
    random = np.random.default_rng(0)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(unfinished, "w") as new:
        names = [n for n in old.namelist() if n.lower().startswith("train") and n[-1] != "/"]
        number = min(len(names), pictures.num_train + pictures.num_validation + 100)
        for index in sorted(random.choice(len(names), number, replace=False)):
            changed = io.BytesIO()
            pictures.change(Image.open(io.BytesIO(old.read(names[index])))).save(changed, "png")
            name = names[index].partition("/")[2].rpartition(".")[0]
            new.writestr(f"{name}.png", changed.getvalue())
    return unfinished.replace(path)


def prepared_for(candidate: Candidate, pictures: PictureSet, share: float, seed: int) -> Prepared:
    """Returns a candidate on a set, with images to fit and to choose by from its training images.

    Args:
        candidate: The recipe.
        pictures: The set.
        share: Of the recipe's samples.
        seed: Of the training; the images are the same for all.
    """
    path = str(archive_of(pictures))
    data = load_data(path)
    wanted = pictures.num_train + pictures.num_validation
    rest = data.train
    if len(rest) > wanted:
        _, rest = stratified_split(rest, wanted / len(rest), 0)
    train, validation = stratified_split(rest, pictures.num_validation / len(rest), 0)
    samples = candidate.samples * share
    epochs = max(1, min(MOST_EPOCHS, round(samples / len(train))))
    recipe = replace(
        recipe_called("fast").suited_to((128, 128, 3), len(train)),
        **{"augmentation": "things", "epochs": epochs, **candidate.changes},
    )
    settings = TrainSettings(data=path, seed=seed)
    net = load_net(candidate.net, data.image_shape, data.num_classes)
    return Prepared(settings, data, net, recipe, train, validation)


def train(candidate: Candidate, pictures: PictureSet, share: float, seed: int) -> dict[str, Any]:
    """Trains; returns what is kept of it."""
    prepared = prepared_for(candidate, pictures, share, seed)
    best = prepared.recipe.best_weights()
    trainer = trainer_for(prepared, [best])
    begin = process_time()
    history = trainer.fit()
    return {
        "candidate": candidate.name,
        "set": pictures.name,
        "share": share,
        "seed": seed,
        "shape": prepared.data.image_shape,
        "train": len(prepared.train),
        "validation": len(prepared.validation),
        "epochs": prepared.recipe.epochs,
        "kept": history[best.epoch]["val_accuracy"],
        "last": history[-1]["val_accuracy"],
        "train_accuracy": history[-1]["accuracy"],
        "seconds": process_time() - begin,
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Returns the validation accuracy of every candidate on every set, with the time it took."""
    names = list(dict.fromkeys((row["candidate"], row["share"]) for row in rows))
    sets = [each.name for each in SETS if any(row["set"] == each.name for row in rows)]
    lines = [f"| recipe | share | {' | '.join(sets)} |", "| --- |" + " ---: |" * (len(sets) + 1)]
    for name, share in names:
        cells = []
        for each in sets:
            own = [r for r in rows if (r["candidate"], r["share"], r["set"]) == (name, share, each)]
            kept = ", ".join(f"{row['kept']:.3f}" for row in own)
            cells.append(f"{kept} ({np.mean([r['seconds'] for r in own]):.0f} s)" if own else "")
        lines.append(f"| {name} | {share:g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Trains what is asked for and missing, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("pairs", nargs="*", help="CANDIDATE@SET; all by default")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_intermixed_args()
    torch.set_num_threads(1)
    lines = given.results.read_text().splitlines() if given.results.exists() else []
    rows = [json.loads(line) for line in lines]
    pairs = given.pairs or [f"{c.name}@{s.name}" for c in CANDIDATES for s in SETS]
    for pair in pairs:
        name, _, own = pair.partition("@")
        candidate = next(each for each in CANDIDATES if each.name == name)
        pictures = next(each for each in SETS if each.name == own)
        wanted = (name, own, given.share, given.seed)
        if any(tuple(r[k] for k in ("candidate", "set", "share", "seed")) == wanted for r in rows):
            continue
        rows.append(train(candidate, pictures, given.share, given.seed))
        with given.results.open("a") as file:
            file.write(json.dumps(rows[-1]) + "\n")
    print(table(rows))


if __name__ == "__main__":
    main()
