"""Judges of pages: reports, exported pages, served pages, pages of an opened neuron."""

import re
from pathlib import Path

from convscope.insight.report.sections import SECTIONS
from walk.judging_text import Judge, placeholder_in
from walk.outcome import BrokenError, Outcome, PageSeen


def page_is_whole(page: PageSeen, name: str) -> str:
    """Expects no error, no request, nothing missing and no placeholder.

    Raises:
        BrokenError: There is one; the text names the first.
    """
    if page.problems:
        raise BrokenError(f"{name}: the console says: {page.problems[0]}")
    if page.requests:
        raise BrokenError(f"{name} asks for {page.requests[0]}")
    if page.broken_links:
        raise BrokenError(f"{name} lacks {page.broken_links[0]}")
    if rest := placeholder_in(page.text):
        raise BrokenError(f'{name} shows a placeholder: "{rest}"')
    return f"{name}: no error, no request, no placeholder"


def draws(outcome: Outcome, digit: str = "7") -> str:
    """Expects the page that the command served to judge a drawn 7 as one."""
    if outcome.served is None:
        raise BrokenError("it served no page")
    found = page_is_whole(outcome.served, "the page")
    if outcome.served.verdict != digit:
        raise BrokenError(f"a drawn {digit} was judged as {outcome.served.verdict}")
    return f"{found}; a drawn {digit} is judged as one"


def serves(*parts: str) -> Judge:
    """Expects the page that the command served to say every part, a regular expression."""

    def judge(outcome: Outcome) -> str:
        if outcome.served is None:
            raise BrokenError("it served no page")
        found = page_is_whole(outcome.served, "the page")
        for part in parts:
            if not re.search(part, outcome.served.text):
                raise BrokenError(f'the page does not say "{part}"')
        return found

    return judge


def draws_offline(name: str, digit: str = "7") -> Judge:
    """Expects a file that draws and judges without a network."""

    def judge(outcome: Outcome) -> str:
        page = _seen(outcome, outcome.file(name))
        found = page_is_whole(page, name)
        if page.verdict != digit:
            raise BrokenError(f"{name}: a drawn {digit} was judged as {page.verdict}")
        return f"{found}; a drawn {digit} is judged as one"

    return judge


def reads(name: str, *parts: str) -> Judge:
    """Expects a page that opens and says every part, a regular expression."""

    def judge(outcome: Outcome) -> str:
        page = _seen(outcome, outcome.file(name))
        found = page_is_whole(page, name)
        for part in parts:
            if not re.search(part, page.text):
                raise BrokenError(f'{name} does not say "{part}"')
        return found

    return judge


def reviewed(name: str) -> Judge:
    """Expects a report, written to its end, with all sections that every report has."""

    def judge(outcome: Outcome) -> str:
        source = outcome.file(name).read_text("utf-8")
        if not source.rstrip().endswith("</html>"):
            raise BrokenError(f"{name} breaks off")
        sections = [section.key for section in SECTIONS if not section.option]
        missing = [key for key in sections if f'<section id="{key}"' not in source]
        if missing:
            raise BrokenError(f"{name} lacks the section {missing[0]}")
        return f"{reads(name)(outcome)}; {len(sections)} sections"

    return judge


def overviewed(outcome: Outcome) -> str:
    """Expects the page that a training leaves in its run folder to open."""
    report = (outcome.run / "report.html").relative_to(outcome.folder).as_posix()
    return reads(report, r"\d+\.\d\d %")(outcome)


def _seen(outcome: Outcome, path: Path) -> PageSeen:
    """Returns what Chromium saw of a file; looks at it where that has not been done."""
    if path not in outcome.seen:
        from walk.browsing import look_at

        outcome.seen[path] = look_at(path)
    return outcome.seen[path]
