"""`convscope studio` as it is typed."""

import pytest
from typer.testing import CliRunner

from convscope.cli.main import app
from convscope.errors import UnknownNameError


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_check_says_what_works():
    ended = CliRunner().invoke(app, ["studio", "--check"])
    assert ended.exit_code == 0, ended.output
    rows = [line.split("  ") for line in ended.output.splitlines() if "  " in line]
    verdicts = [cell.strip() for row in rows for cell in row if cell.strip() in ("yes", "no")]
    assert verdicts == ["yes"] * 6
    assert "1,438 train" in ended.output


def test_a_check_says_what_does_not_work_and_what_to_do(tmp_path):
    (tmp_path / "runs").write_text("in the way")
    ended = CliRunner().invoke(app, ["studio", "nowhere/", "--check"])
    assert ended.exit_code == 2
    assert "images to train on: Check the path" in ended.output.replace("\n", " ")


def test_images_that_are_not_there_are_told_before_a_page_opens():
    ended = CliRunner().invoke(app, ["studio", "nowhere/", "--no-browser"])
    assert "nowhere/" in str(ended.exception)


def test_an_unknown_language_is_told():
    ended = CliRunner().invoke(app, ["studio", "--language", "jp", "--no-browser"])
    assert isinstance(ended.exception, UnknownNameError)
