"""The lessons as notebooks: valid, run from the first cell to the last, every part shown."""

import ast
import json
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from convscope import lesson as lesson_in_cell
from convscope.cli import main
from convscope.errors import UnknownNameError
from convscope.lessons import Bet, Cell, Figure, Puzzle, load_lessons
from convscope.widget.lesson_in_cell import LessonInCell, to_touch

LANGUAGES = ("en", "ja")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notebooks") / "our notebooks"
    with pytest.raises(SystemExit) as ended:
        main(["lessons", "--notebooks", str(path)])
    assert ended.value.code == 0
    return path


def cells_of(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_every_lesson_has_one_in_each_language(folder: Path):
    import nbformat  # here, where it is needed: its grammars take seconds to compile

    for language in LANGUAGES:
        names = [f"{each.number:02}-{each.name}.ipynb" for each in load_lessons(language)]
        assert sorted(path.name for path in (folder / language).iterdir()) == names
        for name in names:
            nbformat.validate(nbformat.read(folder / language / name, as_version=4))


def test_one_language_alone(tmp_path: Path):
    with pytest.raises(SystemExit):
        main(["lessons", "--notebooks", str(tmp_path), "--language", "ja"])
    assert [path.name for path in tmp_path.iterdir()] == ["ja"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_touched_and_what_runs_stands_in_the_order_of_the_lesson(
    folder: Path, language: str
):
    for lesson in load_lessons(language):
        path = folder / language / f"{lesson.number:02}-{lesson.name}.ipynb"
        sources = [c["source"] for c in cells_of(path) if c["cell_type"] == "code"][2:]
        parts = [p for p in lesson.parts if isinstance(p, Bet | Figure | Puzzle | Cell)]
        assert len(sources) == len(parts)
        for source, part in zip(sources, parts, strict=True):
            if isinstance(part, Cell):
                assert source == part.code.rstrip()
            else:
                call = ast.parse(source, mode="eval").body
                assert isinstance(call, ast.Call)
                shown = lesson_in_cell(
                    *[ast.literal_eval(a) for a in call.args],
                    **{str(k.arg): ast.literal_eval(k.value) for k in call.keywords},
                )
                assert shown == LessonInCell(lesson, part)


@pytest.mark.parametrize("name", [lesson.name for lesson in load_lessons("en")])
def test_a_notebook_runs(folder: Path, name: str):
    (path,) = (folder / "en").glob(f"*-{name}.ipynb")
    shell = InteractiveShell()
    for cell in cells_of(path):
        if cell["cell_type"] == "code":
            assert shell.run_cell(cell["source"]).success, cell["source"]


def test_a_part_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownNameError, match=r'"nueron".*Did you mean "neuron"'):
        lesson_in_cell("artificial-neuron", "nueron")
    with pytest.raises(UnknownNameError, match="language"):
        lesson_in_cell("artificial-neuron", language="fr")


def test_a_figure_that_comes_twice_has_two_names():
    for language in LANGUAGES:
        for lesson in load_lessons(language):
            parts = [p for p in lesson.parts if isinstance(p, Bet | Figure | Puzzle)]
            assert list(to_touch(lesson).values()) == parts
