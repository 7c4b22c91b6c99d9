"""Why another program answers otherwise: each fault named, a right one acquitted, two at once."""

from pathlib import Path

import numpy as np
import pytest
from other_programs import (
    NAMES,
    SIZE,
    Program,
    color_model,
    cropped,
    write_answers,
    write_photographs,
)
from PIL import Image
from wrong_programs import both, wrong_programs

from convscope.data import each_image, read_images
from convscope.parity.answers import matched, read_answers
from convscope.parity.pipeline import Case
from convscope.parity.search import Finding, search
from convscope.parity.suspects import SUSPECTS
from convscope.parity.suspects.resizing import FITS
from convscope.parity.telling import fault_names, told

MODEL = color_model()
WRONG = wrong_programs(MODEL, 12, is_resized=True)


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


ALSO = {"int8 without scale": [["mean of ImageNet"]]}
"""What these pictures cannot tell from a fault: with such large numbers all answers are 0 or 1."""


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_is_named(name, files, tmp_path):
    finding = found_by(files, WRONG[name].answers(MODEL, files), tmp_path)
    assert not finding.agrees
    assert named(finding)[0] == [name]
    assert named(finding)[1:] == ALSO.get(name, [])
    assert finding.reasons[0].distance.largest < 2e-4


PAIRS = [
    ("BGR", "not divided by 255"),
    ("BGR", "mean and deviation of ImageNet"),
    ("softmax missing", "divided by 127.5, less 1"),
    ("crop", "BGR"),
    ("stretch", "labels in another order"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_two_faults_at_once_are_named(pair, files, tmp_path):
    program = both(*(WRONG[name] for name in pair))
    finding = found_by(files, program.answers(MODEL, files), tmp_path)
    assert [set(names) for names in named(finding)] == [set(pair)]
    sentences = told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)
    assert "Two faults at once" in " ".join(sentences)


def test_a_right_pipeline_is_acquitted(files, tmp_path):
    finding = found_by(files, Program().answers(MODEL, files), tmp_path)
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
    finding = found_by(files, WRONG["BGR"].answers(MODEL, files), tmp_path, suspects=others)
    assert not finding.reasons


def test_what_black_pictures_cannot_tell_apart_is_listed(tmp_path):
    pixels = np.zeros((SIZE, SIZE, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "black.png")
    finding = found_by(
        [tmp_path / "black.png"],
        WRONG["divided by 127.5, less 1"].answers(MODEL, [tmp_path / "black.png"]),
        tmp_path,
    )
    assert len(finding.reasons) > 1  # black is −1 to int8 over 128 as well
    sentences = " ".join(told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES))
    assert "cannot tell them apart" in sentences
    assert "The reason" not in sentences


def test_what_grey_pictures_cannot_show_is_said(files, tmp_path):
    (tmp_path / "grey").mkdir()
    grey = [tmp_path / "grey" / file.name for file in files]
    for file, place in zip(files, grey, strict=True):
        Image.open(file).convert("L").save(place)
    inverted = both(WRONG["BGR"], WRONG["inverted"])
    for program, reasons in ((Program(), []), (WRONG["BGR"], []), (inverted, [["inverted"]])):
        finding = found_by(grey, program.answers(MODEL, grey), tmp_path)
        assert named(finding) == reasons
        assert [fault.name for fault in finding.unseen] == ["BGR"]
        sentences = told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)
        assert sentences[-1] == "These images cannot show, since their answers stay the same: BGR."


def test_pictures_of_the_input_s_size_say_nothing_of_resizing(files, tmp_path):
    (tmp_path / "small").mkdir()
    small = [tmp_path / "small" / file.name for file in files]
    for file, place in zip(files, small, strict=True):
        cropped(Image.open(file), (SIZE, SIZE)).save(place)
    finding = found_by(small, Program().answers(MODEL, small), tmp_path)
    sentences = told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)
    assert sentences[1:] == ["All have the input's size: how their program resizes cannot be seen."]
    finding = found_by(files, Program().answers(MODEL, files), tmp_path)
    assert len(told(finding, read_answers(tmp_path / "a.csv", NAMES), NAMES)) == 1
