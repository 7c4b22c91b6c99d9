"""Texts that leave convscope do no harm, and come back as they were."""

import csv
import errno
import io
import json
import shlex
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.texts import from_csv, parse_json, quoted, to_csv, to_json_text, visible
from convscope.texts.plain_text import ENCODING_ERRORS

NASTY = ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''+x", "-x.png"]
HARMLESS = ["a=b", "お", "1.5", "it's", "C:\\new", "a,b", 'a"b', ""]
CONTROLS = ["\x1b[2J", "a\x07", "\x9bm", "x\u202egnp.exe", "\ud800", "\\x1b", "\\\\", "a\x00"]


@pytest.mark.parametrize("cell", NASTY + CONTROLS)
def test_no_cell_reaches_a_spreadsheet_as_a_formula_or_a_terminal_as_a_command(cell):
    [[shown]] = csv.reader(io.StringIO(to_csv([[cell]]), newline=""))
    assert shown[0] not in "=+-@\t\r\n＝"
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
    assert from_csv(to_csv([[cell]]).encode(), "x.csv", "Train anew.") == [[cell]]


@pytest.mark.parametrize("cell", HARMLESS)
def test_harmless_cells_and_numbers_stay_as_they_are(cell):
    [row] = csv.reader(io.StringIO(to_csv([[cell, -0.5, 3]]), newline=""))
    assert row == [cell, "-0.5", "3"]


@given(st.lists(st.lists(st.text("'=+-@\t\r\n\\xu01b\x1b\x7fお,\""), min_size=1), min_size=1))
def test_every_table_comes_back_as_it_was(rows):
    rows = [row if row != [""] else ["a"] for row in rows]
    assert from_csv(to_csv(rows).encode(), "x.csv", "Train anew.") == rows


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'"' + b"x" * (1 << 21)])
def test_what_is_no_table_is_said(content):
    with pytest.raises(ConvscopeError, match=r"x\.csv.*a table that convscope wrote.*Train anew"):
        from_csv(content, "x.csv", "Train anew.")


def test_json_has_no_bare_nan():
    data = {"loss": np.float32("nan"), "deep": [{"a": float("inf")}, (1, None, True)], "b": 0.5}
    text = to_json_text(data)
    assert json.loads(text, parse_constant=pytest.fail) == {
        "loss": None,
        "deep": [{"a": None}, [1, None, True]],
        "b": 0.5,
    }


def test_json_carries_no_command_to_a_terminal():
    name = "a\x1b[2J\x9b\x7f\u202e\ud800お"
    text = to_json_text([name])
    assert text.isprintable()
    assert "お" in text
    assert json.loads(text) == [name]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 5000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "a number of thousands of digits"),
        ("{", r"not valid JSON: line 1, column 2"),
        (b"\xff{}", "not text in UTF-8"),
        (" " * (64 * 1024**2 + 1), r"has 67,108,865 characters"),
    ],
)
def test_json_from_strangers_has_bounds(text, reason):
    with pytest.raises(
        ConvscopeError, match=rf"net\.json.*{reason}.*Expected a net\. Take another"
    ):
        parse_json(text, "net.json", "Expected a net.", "Take another.")


def test_numbers_that_json_does_not_know_are_read_as_none():
    assert parse_json("[NaN, -Infinity, 1]", "x", "y", "z") == [None, None, 1]


def test_control_characters_are_made_visible_and_make_valid_xml():
    text = "".join(map(chr, range(0x20))) + "\x7f\x9b\u202e\ud800 お"
    shown = visible(text)
    assert "␀␁" in shown
    assert "␛" in shown
    ElementTree.fromstring(f"<svg>{shown}</svg>")
    assert all(letter.isprintable() or letter in "\n\t" for letter in shown)


@pytest.mark.parametrize(
    ("encoding", "expected"), [("ascii", "a - ? 3x3..."), ("cp1252", "a – ? 3×3…")]
)
def test_narrow_encodings_lose_as_little_as_they_can(encoding, expected):
    assert "a – お 3×3…".encode(encoding, ENCODING_ERRORS).decode(encoding) == expected


@pytest.mark.parametrize("name", ["my fruits", "a'b", "$(rm x)", "`x`", "a;b", "-x", "お", "a\nb"])
def test_a_quoted_name_is_one_word_and_no_option(name):
    [word] = shlex.split(quoted(name))
    assert word in (name, f"./{name}")
    assert not word.startswith("-")


def test_whatever_a_file_causes_becomes_the_clear_error():
    for kind in (KeyError, MemoryError, RecursionError, AttributeError, OSError):
        with (
            pytest.raises(ConvscopeError, match=r"x\.bin .*Expected y\. Do z\."),
            clear_errors("x.bin", "Expected y.", "Do z."),
        ):
            raise kind("why" * 1000)
    with (
        pytest.raises(ConvscopeError, match="cannot be read: KeyError 'name'\\."),
        clear_errors("x", "y", "z"),
    ):
        raise KeyError("name")
    for number in (errno.ENOSPC, errno.EFBIG):
        with pytest.raises(OSError, match="full"), clear_errors("x", "y", "z"):
            raise OSError(number, "full")
    with pytest.raises(KeyboardInterrupt), clear_errors("x", "y", "z"):
        raise KeyboardInterrupt


def test_values_in_errors_are_short():
    deep = []
    for _ in range(900):
        deep = [deep]
    for value in (deep, "x" * 10**6, 10**4000, 10**9000, list(range(10**5)), {"a": deep}):
        assert len(in_short(value)) < 200
