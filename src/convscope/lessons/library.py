"""The lessons that lie in the package, by language and name."""

from functools import cache
from pathlib import Path

from convscope.errors import UnknownNameError
from convscope.lessons.lesson import Lesson
from convscope.lessons.reading import read_lesson

_HERE = Path(__file__).parent


@cache
def load_lessons(language: str) -> tuple[Lesson, ...]:
    """Returns all lessons of a language, in the order of the course.

    Args:
        language: `"en"` or `"ja"`.

    Raises:
        ConvscopeError: A lesson breaks the rules of `read_lesson`.
    """
    return tuple(read_lesson(path) for path in sorted((_HERE / language).glob("*.md")))


def lesson_named(name: str) -> Lesson:
    """Returns the English lesson with a name.

    Args:
        name: Such as `"artificial-neuron"`, or the lesson's number.

    Raises:
        UnknownNameError: There is none.

    Example:
        >>> lesson_named("4").name
        'artificial-neuron'
    """
    lessons = load_lessons("en")
    for lesson in lessons:
        if name in (lesson.name, str(lesson.number)):
            return lesson
    raise UnknownNameError("lesson", name, [lesson.name for lesson in lessons])
