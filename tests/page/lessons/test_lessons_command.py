"""`convscope lessons NAME` opens the lesson, ends when it is told to, and says what cannot be."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from convscope.cli import main


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a process of its own")
def test_the_command_opens_the_lesson_that_was_named(reader: Page) -> None:
    command = [
        sys.executable,
        "-m",
        "convscope",
        "lessons",
        "7",
        "--no-browser",
        "--language",
        "ja",
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/\S*", server.stderr.readline())
        assert address
        reader.goto(address[0])
        expect(reader.locator(".lesson-title")).to_have_text("1 チャンネルの畳み込み")
        server.send_signal(signal.SIGINT)
        assert "Ended." in server.stderr.read()
        assert server.wait() == 0
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


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
