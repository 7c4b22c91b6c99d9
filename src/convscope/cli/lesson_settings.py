"""What the page of all lessons is told, served or written."""

from typing import Any

from convscope.interchange.page_settings import LANGUAGES
from convscope.lessons import load_lessons
from convscope.lessons.beliefs import BELIEFS, BLOCKS, BLOCKS_JA


def page_settings(language: str) -> dict[str, Any]:
    """Returns what the page of all lessons is told.

    Args:
        language: Code of the one that it begins in; empty for the reader's own.
    """
    texts = {code: [lesson.to_json() for lesson in load_lessons(code)] for code in LANGUAGES}
    return {
        "name": "lessons",
        "language": language,
        "lessons": texts,
        "blocks": {"en": BLOCKS, "ja": BLOCKS_JA},
        "beliefs": {name: belief.block for name, belief in BELIEFS.items()},
    }
