"""The page as HTML: templates, one per kind of block, and a style sheet within."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from convscope.insight.report.context import Section
from convscope.insight.report.findings import Advice
from convscope.insight.report.section_blocks import template_of
from convscope.insight.report.words import Words
from convscope.runs.record import RunRecord
from convscope.texts import visible


@dataclass(frozen=True)
class Page:
    """Everything that the page shows.

    Attributes:
        words: The reader's language.
        record: The run.
        verdict: Three sentences.
        sections: In order.
        advice: What to do next, the most important first.
        is_quick: Whether fewer images were looked at than usual.
        date: When the page was written.
        seconds: How long that took, in s.
    """

    words: Words
    record: RunRecord
    verdict: tuple[str, str, str]
    sections: tuple[Section, ...]
    advice: tuple[Advice, ...]
    is_quick: bool
    date: str
    seconds: float


_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=%)")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def render(page: Page) -> str:
    """Returns the page's HTML; whatever comes from data or file names is escaped."""
    environment = _environment()
    style = Markup(environment.get_template("style.css").render())
    html = environment.get_template("page.html").render(
        page=page, words=page.words, style=style, version=version("convscope")
    )
    return visible(_NUMBER_AND_UNIT.sub(_NO_BREAK_SPACE, html))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("convscope.insight.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["template_of"] = template_of
    return environment
