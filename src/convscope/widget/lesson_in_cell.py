"""A lesson, or one part of it, in a notebook's cell: the same page as everywhere, in a frame."""

from dataclasses import asdict, dataclass
from html import escape
from uuid import uuid4

from convscope.errors import UnknownNameError
from convscope.interchange.packing import packed_page, packed_settings
from convscope.interchange.page_settings import LANGUAGES
from convscope.lessons import Bet, Figure, Lesson, Puzzle, lesson_named, load_lessons

_CELL = """<iframe id="{name}" title="{title}" srcdoc="{page}" sandbox="allow-scripts allow-forms"
style="width:100%;height:30rem;border:0"></iframe>
<script>
addEventListener("message", ({{ source, data }}) => {{
  const frame = document.getElementById("{name}");
  if (!frame || source !== frame.contentWindow || data?.convscope !== "{name}") return;
  if (Number.isFinite(data.height)) frame.style.height = `${{data.height}}px`;
}});
</script>
"""


def to_touch(lesson: Lesson) -> dict[str, Bet | Figure | Puzzle]:
    """Returns the bets, figures and puzzles of a lesson by the names that `lesson` takes.

    A figure that comes twice has `-2` behind its name the second time.
    """
    found: dict[str, Bet | Figure | Puzzle] = {}
    for part in lesson.parts:
        if isinstance(part, Bet | Figure | Puzzle):
            name, number = part.name, 1
            while name in found:
                number += 1
                name = f"{part.name}-{number}"
            found[name] = part
    return found


@dataclass(frozen=True)
class LessonInCell:
    """What `lesson` returns; a notebook shows it."""

    lesson: Lesson
    part: Bet | Figure | Puzzle | None

    def _repr_html_(self) -> str:
        name = f"convscope-lesson-{uuid4().hex}"
        settings = {
            "lesson": self.lesson.to_json(),
            "part": None if self.part is None else asdict(self.part),
            "name": name,
        }
        page = packed_page(
            "lesson_part.js",
            "lessons",
            {"settings": packed_settings(settings)},
            title=self.lesson.title,
            language=self.lesson.language,
        )
        return _CELL.format(name=name, title=escape(self.lesson.title), page=escape(page))


def lesson(name: str, part: str | None = None, language: str = "en") -> LessonInCell:
    """Shows a lesson in a notebook's cell, or one bet, figure or puzzle of it.

    Args:
        name: The lesson's name, such as `"artificial-neuron"`, or its number.
        part: The name of a bet, figure or puzzle; without it the whole lesson is shown.
        language: `"en"` or `"ja"`.

    Raises:
        UnknownNameError: There is no such lesson, part or language.

    Example:
        >>> from convscope import lesson
        >>> lesson("artificial-neuron", "neuron").part.kind
        'figure'
    """
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    wanted = lesson_named(name).name
    found = next(each for each in load_lessons(language) if each.name == wanted)
    if part is None:
        return LessonInCell(found, None)
    parts = to_touch(found)
    if part not in parts:
        raise UnknownNameError(f"part of {wanted}", part, parts)
    return LessonInCell(found, parts[part])
