"""Classes that stand in file names: "cat.0.jpg", "tabby_12.png", "007-rose.jpg"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from convscope.texts import counted

_NUMBER = r"\(?\d+\)?"
_PATTERNS = (
    re.compile(rf"(?P<name>.*[^\W\d_])[ ._\-]*{_NUMBER}"),  # cat.0, cat_001, cat (3), cat12
    re.compile(rf"(?P<name>.*?\w)[ ._\-]+{_NUMBER}"),  # 7_0001
    re.compile(r"\d+[ ._\-]+(?P<name>\D.*)"),  # 001_cat
)
_MOST_CLASSES_SHARE = 0.5
_MIN_SHARE = 0.9


@dataclass(frozen=True)
class NamePattern:
    """How file names tell classes.

    Attributes:
        pattern: Matches a name without its ending.
        counts: Images of each class.
    """

    pattern: re.Pattern[str]
    counts: dict[str, int]

    def class_of(self, name: str) -> str | None:
        """Returns the class of a file, None if its name does not tell one that is known."""
        found = _class_in(self.pattern, name)
        return found if found in self.counts else None

    def examples(self) -> str:
        """Returns the classes with their numbers of images, in words."""
        shown = sorted(self.counts.items(), key=lambda item: -item[1])[:4]
        more = f" and {len(self.counts) - 4} more" if len(self.counts) > 4 else ""
        return ", ".join(f'"{name}" ({counted(number, "image")})' for name, number in shown) + more


def name_pattern(names: Sequence[str]) -> NamePattern | None:
    """Returns how file names tell classes, None if they do not.

    Args:
        names: File names with endings, without folders.

    Example:
        >>> name_pattern(["cat.0.jpg", "cat.1.jpg", "dog.0.jpg", "dog.1.jpg"]).counts
        {'cat': 2, 'dog': 2}
        >>> name_pattern(["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"]) is None
        True
    """
    for pattern in _PATTERNS:
        found = Counter(filter(None, (_class_in(pattern, name) for name in names)))
        counts = {name: number for name, number in sorted(found.items()) if number > 1}
        is_telling = 2 <= len(counts) <= _MOST_CLASSES_SHARE * len(names)
        if is_telling and sum(counts.values()) >= _MIN_SHARE * len(names):
            return NamePattern(pattern, counts)
    return None


def _class_in(pattern: re.Pattern[str], name: str) -> str | None:
    stem = name.rpartition(".")[0] or name
    match = pattern.fullmatch(stem)
    return match["name"].rstrip(" ._-(") or None if match else None
