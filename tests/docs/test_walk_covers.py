"""The walk knows every command that the documents show, and no document hides one from it."""

import pytest
from walk.documents import ROOT, Documented, commands_of, documented, in_page, recipe_of
from walk.step import Step
from walk.table import STEPS, plan, step_of, uncovered, unused


@pytest.fixture(scope="module")
def commands() -> list[Documented]:
    return documented()


def test_every_documented_command_has_a_step(commands):
    assert [f"{c.title} in {', '.join(c.where)}" for c in uncovered(commands)] == []


def test_every_step_walks_a_command_that_is_documented(commands):
    assert [step.pattern for step in unused(commands)] == []


def test_every_change_still_has_something_to_change(commands):
    for command, step in plan(commands):
        program = ROOT / command.text if command.text.startswith("examples/") else None
        step.as_run(program.read_text("utf-8") if program else command.text)


def test_every_step_is_judged_or_says_why_it_is_left_out():
    silent = {'*pad = DrawingPad("drawn-digits")*'}  # its exit code says all there is to see
    unjudged = {s.pattern for s in STEPS if not s.judges and not s.left_out}
    assert unjudged == silent


def test_every_kind_of_document_is_read(commands):
    places = {place for command in commands for place in command.where}
    expected = {"README.md", "docs/distributed.md", "convscope train --help", "examples/"}
    assert expected <= places
    assert {command.kind for command in commands} == {"shell", "python", "notebook"}
    assert len(commands) > 90


def test_a_command_that_nobody_thought_of_is_found(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "examples").mkdir()
    (tmp_path / "README.md").write_text("```sh\nconvscope fly   # to the moon\n```\n")
    (tmp_path / "docs" / "page.md").write_text("Then `convscope\nswim --far` and\n")
    (tmp_path / "examples" / "new_example.py").write_text("print(1)\n")
    missed = {command.text for command in uncovered(documented(tmp_path))}
    assert missed == {"convscope fly", "convscope swim --far", "examples/new_example.py"}


def test_blocks_are_read_as_a_shell_reads_them():
    shell = "make start  # installs\n\n# nothing\na \\\n    b > c\n"
    page = f"```sh\n{shell}```\n```python\nx = 1\n```\n`convscope train` or `pip  install\nit`."
    assert list(in_page(page)) == [
        ("make start", "shell"),
        ("a b > c", "shell"),
        ("x = 1\n", "python"),
        ("pip install it", "shell"),
    ]
    assert list(commands_of("convscope explain mnist-1 mnist:7 # why\n")) == [
        "convscope explain mnist-1 mnist:7"
    ]


def test_a_target_is_what_the_makefile_does():
    start = recipe_of("start", (ROOT / "Makefile").read_text("utf-8"))
    assert start.startswith("convscope train digits")
    with pytest.raises(ValueError, match="no target fly"):
        recipe_of("fly", "start:\n\tls\n")


def test_changes_and_options_come_where_they_belong():
    step = Step("x*", changes={"5m": "75s"}, options="--name a")
    assert step.as_run("x --budget 5m > y.csv") == "x --budget 75s --name a > y.csv"
    with pytest.raises(ValueError, match='"5m" is to be changed, but does not occur'):
        step.as_run("x")


def test_the_first_step_that_covers_a_command_is_taken():
    command = Documented("convscope train mnist --recipe best", "shell", ("README.md",))
    step = step_of(command)
    assert step is not None
    assert step.options == "--epochs 1"
