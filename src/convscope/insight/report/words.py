"""Sentences in the reader's language, filled with numbers."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from convscope.errors import UnknownNameError

LANGUAGES = {"en": "English", "ja": "日本語"}
"""The one table of languages; each has a file of its own in `texts/`."""


class Words:
    """The texts of one language.

    Example:
        >>> Words("en")("split.test")
        'test'
        >>> Words("ja").count("image", 12)
        '12 枚'
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise UnknownNameError("language", language, LANGUAGES, "Give --language en or ja.")
        self.language = language
        self.table = read_texts(language)

    def __call__(self, key: str, **values: object) -> str:
        """Returns a text with its placeholders filled."""
        return self.table[key].format(**values)

    def count(self, what: str, number: int) -> str:
        """Returns a number of things: `1 image`, `10,000 images`."""
        form = "one" if number == 1 else "many"
        return self(f"count.{what}.{form}", number=f"{number:,}")

    def percent(self, share: float, num_images: int = 0) -> str:
        """Returns a share 0–1 in percent, with as many digits as the images allow."""
        if share != share:
            return "–"
        digits = 2 if num_images >= 5000 else 1
        return f"{100 * share:.{digits}f} %"

    def points(self, share: float) -> str:
        """Returns a difference of shares, −1 to 1, in points of a percent: `3.4`."""
        return f"{100 * share:.1f}".replace("-", "−")

    def chance(self, p_value: float) -> str:
        """Returns how often chance does something, 0–1, in percent."""
        return f"{100 * p_value:.2g} %" if p_value >= 1e-4 else self("findings.hardly")


@cache
def read_texts(language: str) -> Mapping[str, str]:
    """Returns the texts of a language by `table.key`."""
    path = files("convscope.insight.report").joinpath(f"texts/{language}.toml")
    tables = tomllib.loads(path.read_text("utf-8"))
    return {f"{name}.{key}": text for name, table in tables.items() for key, text in table.items()}
