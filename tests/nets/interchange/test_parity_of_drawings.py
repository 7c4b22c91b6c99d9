"""Programs that take a drawing's whole picture, where convscope finds the drawing and places it."""

import json
from functools import partial

import numpy as np
import pytest
from other_programs import Program, cropped, padded, stretched, write_answers
from PIL import Image, ImageOps
from PIL.Image import Resampling

from convscope.cli import main
from convscope.model_file import read_model
from convscope.shipped import shipped_model

MODEL = read_model(shipped_model("mnist"))


def bright(read):
    """Returns a way to read that exchanges dark and light before."""
    return lambda picture, size: read(ImageOps.invert(picture), size)


PROGRAMS = {
    "whole picture, stretch, bilinear": Program(
        read=bright(partial(stretched, filter=Resampling.BILINEAR))
    ),
    "whole picture, stretch, nearest": Program(
        read=bright(partial(stretched, filter=Resampling.NEAREST))
    ),
    "whole picture, pad, bicubic": Program(read=bright(padded)),
    "whole picture, crop, bicubic": Program(read=bright(cropped)),
    "whole picture, pad, dark on light, bicubic": Program(read=padded),
    "inverted and whole picture, stretch, bicubic": Program(read=stretched),
}
"""By the faults that each has."""


@pytest.fixture
def drawings(tmp_path):
    """Digits in dark ink on light sheets of other aspects; the ink is not in the middle."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    files = []
    for label, mean in enumerate(MODEL.about["class_means"][..., 0]):
        ink = np.clip(mean.astype(np.float64) * 2, 0, 255)
        ink[ink < 90] = 0
        sheet = np.pad(ink.astype(np.uint8), ((4 + label, 9), (22 - label, 7 + label)))
        picture = Image.fromarray(255 - sheet)
        files.append(folder / f"{label}.png")
        picture.resize((picture.width * 5, picture.height * 5)).save(files[-1])
    return files


@pytest.mark.parametrize("faults", PROGRAMS)
def test_a_whole_picture_is_named(faults, drawings, tmp_path, capsys):
    found = PROGRAMS[faults].answers(MODEL, drawings)
    answers = write_answers(tmp_path / "theirs.csv", drawings, found, MODEL.names)
    folder = str(drawings[0].parent)
    with pytest.raises(SystemExit) as ended:
        main(["parity", "mnist", folder, "--answers", str(answers), "--json"])
    assert ended.value.code == 3
    told = json.loads(capsys.readouterr().out)
    assert [" and ".join(reason["faults"]) for reason in told["reasons"]] == [faults]
    assert "does not find and place the drawing" in " ".join(told["says"])


def test_square_sheets_have_one_whole_picture(tmp_path, capsys):
    sheet = Image.fromarray(255 - np.pad(MODEL.about["class_means"][3][..., 0], (9, 9)))
    sheet.resize((140, 140)).save(tmp_path / "3.png")
    program = Program(read=bright(stretched))
    files = [tmp_path / "3.png"]
    answers = write_answers(
        tmp_path / "theirs.csv", files, program.answers(MODEL, files), MODEL.names
    )
    with pytest.raises(SystemExit):
        main(["parity", "mnist", str(files[0]), "--answers", str(answers), "--json"])
    reasons = json.loads(capsys.readouterr().out)["reasons"]
    assert reasons
    assert not any("pad" in name or "crop" in name for r in reasons for name in r["faults"])
