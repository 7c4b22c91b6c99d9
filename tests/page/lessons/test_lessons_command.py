"""`convscope lessons NAME` opens the lesson, ends when it is told to, and says what cannot be."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import end, serving

from convscope.cli import main


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a process of its own")
def test_the_command_opens_the_lesson_that_was_named(reader: Page) -> None:
    with serving("lessons", "7", "--language", "ja") as (server, address):
        reader.goto(address)
        expect(reader.locator(".lesson-title")).to_have_text("1 チャンネルの畳み込み")
        assert "Ended." in end(server)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], 'Unknown lesson "nope"'),
        (["--language", "fr"], 'Unknown language "fr"'),
        (["7", "--site", "folder"], "--site writes all lessons"),
        (["--site", "file"], "file is a file"),
    ],
)
def test_what_cannot_be_opened_is_told(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as ended:
        main(["lessons", *arguments])
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
