"""Measures the shipped models on what they were neither trained on nor chosen by.

Run: python benchmarks/shipped_models.py [model] ...   (names or files; all shipped ones by default)

Prints, from `$CONVSCOPE_DATA`, MNIST's test images and, where there, `drawn-digits-1000.zip`; then
digits written by the tests' pens (`tests/written_digits`), way by way: the share right, the share
called unfamiliar, and among 1s and 7s whether the net is as often right as it is sure.
"""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from convscope.arithmetic import preprocess
from convscope.arithmetic.familiarity import distances_to_training
from convscope.cli.models import open_model
from convscope.data import load_data
from convscope.data.roots import data_root
from convscope.drawing import place_image
from convscope.engine.network import build_network
from convscope.shipped import SHIPPED_MODELS

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from written_digits.pens import BETWEEN, ONES, OTHER_DIGITS, SEVENS, WAYS, write

NUM_PER_WAY, SEED = 150, 7


def main() -> None:
    sets = list(measured_sets())
    for name in sys.argv[1:] or SHIPPED_MODELS:
        print(f"\n# {name}")
        model = open_model(name)
        network = build_network(model.architecture, model.weights).eval()
        written = {}
        for title, images, labels in sets:
            with torch.inference_mode():
                scores = network.scores(torch.from_numpy(preprocess(images, model.architecture)))
            probabilities = scores.softmax(1).numpy()
            is_right = probabilities.argmax(1) == labels
            is_unfamiliar = distances_to_training(model.about, scores.numpy()) > 1
            print(f"{title}: {is_right.mean():.4f} right, {is_unfamiliar.mean():.4f} unfamiliar")
            written[title] = probabilities.max(1), is_right
            if title in BETWEEN:
                surer = (probabilities.max(1) > 0.9).mean()
                one, seven = probabilities[:, [1, 7]].mean(0)
                print(f"  mean 1: {one:.2f}, mean 7: {seven:.2f}, surer than 0.9: {surer:.3f}")
        for title, ways in (("1s", ONES), ("7s", SEVENS), ("other digits", OTHER_DIGITS)):
            is_right = np.concatenate([written[way][1] for way in ways])
            print(f"{len(is_right):,} {title}: {is_right.mean():.4f} right")
        print_sureness([written[way] for way in ONES | SEVENS])


def measured_sets():
    """Titles, images uint8 (number, 28, 28, 1), labels."""
    data = load_data("mnist", download=False, progress=False)
    assert data.test is not None
    yield "MNIST test images", data.test.images, data.test.labels
    path = data_root() / "drawn-digits-1000.zip"
    if path.is_file():
        lying, placed, labels = drawn_digits(path)
        yield "1,000 drawings, as they lie", lying, labels
        yield "1,000 drawings, placed", placed, labels
    for way in WAYS:
        yield way, write(way, NUM_PER_WAY, SEED), np.full(NUM_PER_WAY, int(way[0]))


def drawn_digits(path):
    lying, placed, labels = [], [], []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".png"):
                image = np.asarray(Image.open(BytesIO(archive.read(name))).convert("L"))
                lying.append(image)
                found = place_image(image, "mnist")
                assert found is not None  # every drawing has ink
                placed.append(found.image)
                labels.append(int(Path(name).parent.name))
    return np.stack(lying)[..., None], np.stack(placed)[..., None], np.array(labels)


def print_sureness(parts):
    surest, is_right = (np.concatenate(values) for values in zip(*parts, strict=True))
    for low, high in ((0.4, 0.6), (0.6, 0.9), (0.9, 1.0)):
        among = (surest > low) & (surest <= high)
        print(
            f"{among.sum()} 1s and 7s sure in {low}-{high}: {surest[among].mean():.3f} sure, "
            f"{is_right[among].mean():.3f} right"
        )


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
