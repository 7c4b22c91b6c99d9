"""The HTML of every page that is served: one frame, and for each page what differs."""

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

WEB = Path(__file__).parents[1] / "web"

FRAME = WEB / "frame.html"


@dataclass(frozen=True)
class HtmlPage:
    """What differs from page to page.

    Attributes:
        script: What it begins with, below `web/`.
        command: What it is served by, which somebody is told to start again.
        styles: Its style sheets below `web/styles/` without their ending, in their order, behind
            those of every page.
    """

    script: str
    command: str
    styles: tuple[str, ...]

    @property
    def style_sheets(self) -> tuple[str, ...]:
        """All of its style sheets in their order, below `web/`."""
        return tuple(f"styles/{name}.css" for name in (*EVERYWHERE, *self.styles))


EVERYWHERE = ("tokens", "frame", "base")

_NET = ("numbers", "screen", "net_view", "projector", "closer")

PAGES = {
    "draw": HtmlPage("page.js", "convscope draw", (*_NET, "screens/training")),
    "studio": HtmlPage(
        "studio_page.js",
        "convscope studio",
        (
            *_NET,
            "screens/studio",
            "screens/studio_charts",
            "screens/studio_results",
            "screens/studio_train",
            "screens/studio_data",
            "screens/inspect",
            "screens/collect",
            "classroom",
            "screens/room",
            "screens/me",
        ),
    ),
    "join": HtmlPage(
        "join_page.js",
        "convscope studio",
        ("numbers", "screen", "screens/studio", "screens/join"),
    ),
    "lessons": HtmlPage(
        "lessons_page.js",
        "convscope lessons",
        (
            "screen",
            "screens/lessons",
            "screens/lessons_figures",
            "screens/lessons_digits",
            "screens/lessons_glossary",
            "screens/lessons_search",
            "screens/class",
            "screens/lessons_planes",
            "screens/lessons_layers",
            "screens/lessons_handout",
        ),
    ),
}


@cache
def html_of(name: str) -> str:
    """Returns a page as it is served.

    Args:
        name: A key of `PAGES`.
    """
    page = PAGES[name]
    links = "\n    ".join(
        f'<link rel="stylesheet" href="/web/{sheet}">' for sheet in page.style_sheets
    )
    text = FRAME.read_text(encoding="utf-8")
    for place, value in (
        ("<!-- styles -->", links),
        ("{script}", page.script),
        ("{command}", escape(page.command)),
    ):
        text = text.replace(place, value)
    return text


@cache
def page_styles(name: str = "draw") -> str:
    """Returns the style sheets of a page in their order, as one.

    Args:
        name: A key of `PAGES`.
    """
    sheets = PAGES[name].style_sheets
    return "\n".join((WEB / sheet).read_text(encoding="utf-8") for sheet in sheets)
