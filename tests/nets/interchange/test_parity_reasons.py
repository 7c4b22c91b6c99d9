"""Why another program answers otherwise: each fault named, a right one acquitted, two at once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from other_programs import (
    NAMES,
    SIZE,
    answers_of,
    color_model,
    logits_of,
    ours,
    padded,
    write_answers,
    write_photographs,
)
from PIL import Image

from convscope.arithmetic import forward
from convscope.arithmetic.activations import softmax
from convscope.data import each_image, read_images
from convscope.parity.answers import matched, read_answers
from convscope.parity.pipeline import Case
from convscope.parity.search import Finding, search
from convscope.parity.suspects import SUSPECTS
from convscope.parity.suspects.resizing import FITS
from convscope.parity.telling import fault_names, told

MODEL = color_model()
MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    return sorted(write_photographs(tmp_path_factory.mktemp("parity") / "photos").iterdir())


def case_of(files, model=MODEL):
    shape, sources = model.architecture.input.shape, [str(file) for file in files]
    pictures = [picture for _, picture in each_image(sources, channels=shape[2])]
    images, names, _ = read_images(sources, shape, fit=model.fit)
    return Case(model, images, pictures, FITS[model.fit]), names


def found_by(files, answers, folder, model=MODEL, suspects=SUSPECTS) -> Finding:
    """Writes, reads and matches answers, then searches."""
    case, names = case_of(files, model)
    theirs = read_answers(write_answers(folder / "a.csv", files, answers, model.names), model.names)
    pairs = matched(names, theirs)
    assert len(pairs) == len(files)
    return search(case, theirs.of([row for _, row in pairs]), suspects)


def named(finding: Finding) -> list[list[str]]:
    return [fault_names(reason) for reason in finding.reasons]


def filtered(filter):
    return lambda picture: np.asarray(padded(picture, filter), np.float64)


def cropped(picture):
    side = min(picture.size)
    left, _top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.resize((round(picture.width * SIZE / side), SIZE), Image.Resampling.BICUBIC)
    left = (square.width - SIZE) // 2
    return np.asarray(square.crop((left, 0, left + SIZE, SIZE)), np.float64)


def stretched(picture):
    return np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC), np.float64)


def without_antialias(picture):
    """As cv2.resize and torch do it: four neighbours, however much a picture shrinks."""
    scale = SIZE / max(picture.size)
    width, height = (round(side * scale) for side in picture.size)
    pixels = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].double()
    small = torch.nn.functional.interpolate(pixels, (height, width), mode="bilinear")
    found, top = np.zeros((SIZE, SIZE, 3)), (SIZE - height + 1) // 2
    found[top : top + height] = small[0].permute(1, 2, 0).round().numpy()
    return found


def as_read_wrongly(picture):
    return ours(picture).reshape(3, SIZE, SIZE).transpose(1, 2, 0)


def in_training(number):
    """Normalization by the statistics of `number` images at a time, in NumPy."""

    def end_of(model, files):
        x = np.stack([ours(Image.open(file)) for file in files]) / 255
        net, w = model.architecture, dict(model.weights)
        norm = net.layers[1].name
        parts = []
        for start in range(0, len(x), number):
            part = x[start : start + number].astype(np.float32)
            before = forward(net, w, part)[net.layers[0].name].activation
            statistics = {
                f"{norm}.moving_mean": before.mean((0, 1, 2)),
                f"{norm}.moving_variance": before.var((0, 1, 2)),
            }
            parts.append(logits_of(replace(model, weights={**w, **statistics}), part))
        return softmax(np.concatenate(parts))

    return end_of


WRONG = {
    "not divided by 255": {"scale": lambda a: a},
    "divided by 127.5, less 1": {"scale": lambda a: a / 127.5 - 1},
    "mean and deviation of ImageNet": {"scale": lambda a: (a / 255 - MEAN) / DEVIATION},
    "BGR": {"read": lambda picture: ours(picture)[..., ::-1]},
    "channels last read as first": {"read": as_read_wrongly},
    "nearest filter": {"read": filtered(Image.Resampling.NEAREST)},
    "bilinear filter": {"read": filtered(Image.Resampling.BILINEAR)},
    "bilinear without antialiasing filter": {"read": without_antialias},
    "pad, odd line below": {
        "read": lambda picture: np.asarray(padded(picture, Image.Resampling.BICUBIC, 0), np.float64)
    },
    "crop": {"read": cropped},
    "stretch": {"read": stretched},
    "inverted": {"read": lambda picture: 255 - ours(picture)},
    "softmax missing": {"end": lambda z: z},
    "softmax twice": {"end": lambda z: softmax(softmax(z))},
    "labels in another order": {"order": (0, 2, 1, 4, 3)},
    "int8 without scale": {"scale": lambda a: a - 128},
    "int8 without zero point": {"scale": lambda a: (a - 128) / 255},
    "bytes read as signed": {"scale": lambda a: a.astype(np.uint8).view(np.int8) / 255},
}
"""What a program does wrong, by the name that it must get."""

ALSO = {"int8 without scale": [["mean of ImageNet"]]}
"""What these pictures cannot tell from a fault: with such large numbers all answers are 0 or 1."""


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_is_named(name, files, tmp_path):
    finding = found_by(files, answers_of(MODEL, files, **WRONG[name]), tmp_path)
    assert not finding.agrees
    assert named(finding)[0] == [name]
    assert named(finding)[1:] == ALSO.get(name, [])
    assert finding.reasons[0].distance.largest < 2e-4


@pytest.mark.parametrize("number", [1, 12])
def test_normalization_in_training_mode_is_named(number, files, tmp_path):
    finding = found_by(files, in_training(number)(MODEL, files), tmp_path)
    together = 1 if number == 1 else "all"
    assert named(finding) == [[f"normalization in training mode, {together} together"]]


def test_a_flatten_order_is_named(files, tmp_path):
    x = np.stack([ours(Image.open(file)) for file in files]) / 255
    maps = forward(MODEL.architecture, MODEL.weights, x.astype(np.float32))
    maps = maps[MODEL.architecture.layers[1].name].activation
    vector = maps.transpose(0, 3, 1, 2).reshape(len(x), -1)
    z = vector @ MODEL.weights["dense.kernel"] + MODEL.weights["dense.bias"]
    assert named(found_by(files, softmax(z), tmp_path)) == [["flattened channel by channel"]]


PAIRS = [
    ("BGR", "not divided by 255"),
    ("BGR", "mean and deviation of ImageNet"),
    ("softmax missing", "divided by 127.5, less 1"),
    ("crop", "BGR"),
    ("stretch", "labels in another order"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_two_faults_at_once_are_named(pair, files, tmp_path):
    options = {}
    if pair == ("crop", "BGR"):
        options = {"read": lambda picture: cropped(picture)[..., ::-1]}
    for name in pair if not options else ():
        options |= WRONG[name]
    finding = found_by(files, answers_of(MODEL, files, **options), tmp_path)
    assert [set(names) for names in named(finding)] == [set(pair)]
    sentences = told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)
    assert "Two faults at once" in " ".join(sentences)


def test_a_right_pipeline_is_acquitted(files, tmp_path):
    finding = found_by(files, answers_of(MODEL, files), tmp_path)
    assert finding.agrees
    assert not finding.reasons
    sentences = told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)
    assert sentences[0].startswith("Both agree on 12 images")


def test_what_nobody_suspects_is_said_to_be_unknown(files, tmp_path):
    random = np.random.default_rng(1).dirichlet(np.ones(5), len(files))
    finding = found_by(files, random, tmp_path)
    assert not finding.agrees
    assert not finding.reasons
    sentences = " ".join(told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES))
    assert "None of" in sentences
    assert "The reason" not in sentences


def test_without_its_suspect_a_fault_is_not_named(files, tmp_path):
    others = [suspect for suspect in SUSPECTS if suspect.name != "BGR"]
    finding = found_by(files, answers_of(MODEL, files, **WRONG["BGR"]), tmp_path, suspects=others)
    assert not finding.reasons


def test_what_black_pictures_cannot_tell_apart_is_listed(tmp_path):
    pixels = np.zeros((SIZE, SIZE, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "black.png")
    finding = found_by(
        [tmp_path / "black.png"],
        answers_of(MODEL, [tmp_path / "black.png"], scale=lambda a: a / 127.5 - 1),
        tmp_path,
    )
    assert len(finding.reasons) > 1  # black is −1 to int8 over 128 as well
    sentences = " ".join(told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES))
    assert "cannot tell them apart" in sentences
    assert "The reason" not in sentences
