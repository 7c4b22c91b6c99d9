"""`convscope report`, and what it advises to type."""

import shlex

import pytest
import typer

import convscope as cs
from convscope.cli import main
from convscope.cli.main import app
from convscope.insight.report.commands import explain_command, report_command, train_command
from convscope.insight.report.rendering import Page
from convscope.insight.report.subject import read_record
from convscope.runs.folder import RunFolder


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


def test_it_writes_the_page_and_names_it(bars_run, tmp_path, capsys):
    path = tmp_path / "review.html"
    assert call("report", bars_run, "--output", path, "--quick", "--language", "ja") in (0, None)
    said = capsys.readouterr()
    assert f"Report  {path}".replace("\n", "") in said.out.replace("\n", "")
    assert f"Next: open {path}" in said.err
    assert '<html lang="ja">' in path.read_text("utf-8")


def test_an_unknown_language_ends_with_2(bars_run, capsys):
    assert call("report", bars_run, "--language", "jp") == 2
    assert "Known: en, ja. Give --language en or ja." in capsys.readouterr().err


def test_the_package_has_it_too(bars_run, tmp_path):
    seen = []
    path = cs.report(
        bars_run,
        output=tmp_path / "r.html",
        quick=True,
        progress=lambda title, number, total: seen.append((number, total)),
    )
    assert path.is_file()
    assert seen == [(0, 14), *((number, 14) for number in range(14))]


def test_advised_commands_are_commands(bars_run):
    record = read_record(RunFolder(bars_run))
    commands = [
        train_command(record),
        train_command(record, augment="photos", epochs=12),
        report_command(bars_run, "--learning-curve", "--ablation"),
        explain_command(bars_run, "mnist", 7),
    ]
    click_app = typer.main.get_command(app)
    for command in commands:
        program, name, *rest = shlex.split(command)
        assert program == "convscope"
        found = click_app.commands[name]
        found.make_context(name, rest)  # raises for an option that does not exist


def test_a_command_repeats_the_run_with_one_thing_changed(bars_run):
    record = read_record(RunFolder(bars_run))
    record.settings.update(data="my fruit", size=[96, 128], auc=True, fit="crop")
    words = shlex.split(train_command(record, augment="photos"))
    assert words[:3] == ["convscope", "train", "my fruit"]
    assert words[words.index("--size") + 1] == "96x128"
    assert words[words.index("--fit") + 1] == "crop"
    assert words[words.index("--augment") + 1] == "photos"
    assert "--auc" in words
    assert "--seed" not in words
    assert "True" not in words


def test_the_page_is_described_in_one_place():
    assert {"verdict", "sections", "advice", "seconds"} <= set(Page.__dataclass_fields__)
