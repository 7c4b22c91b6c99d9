"""From a run to its report: open, compute section by section, word the verdict, write."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.insight.report.commands import predict_command, report_command
from convscope.insight.report.context import Content, Context, Section, Unavailable
from convscope.insight.report.effort import QUICK, Effort
from convscope.insight.report.findings import Advice, advice_from, decide
from convscope.insight.report.rendering import Page, render
from convscope.insight.report.sections import SECTIONS, SectionKind
from convscope.insight.report.settling import settle
from convscope.insight.report.subject import open_subject
from convscope.insight.report.verdict import three_sentences
from convscope.insight.report.words import Words
from convscope.runs.folder import DEFAULT_ROOT
from convscope.texts import to_csv

Progress = Callable[[str, int, int], None]
"""Called before each section with its title, its number from 0, and the number of sections."""


def report(
    run: str | Path,
    *,
    language: str = "en",
    output: str | Path | None = None,
    learning_curve: bool = False,
    ablation: bool = False,
    quick: bool = False,
    runs: Path = DEFAULT_ROOT,
    progress: Progress | None = None,
) -> Path:
    """Writes a run's report, one HTML page that works without a network.

    Args:
        run: A run folder, or the name of a run below `runs`.
        language: `en` or `ja`.
        output: The file; None for `report.html` in the run folder.
        learning_curve: Also train on parts of the images, to see whether more would help.
        ablation: Also train with and without augmentation.
        quick: Look at fewer images.
        runs: The folder of all runs.
        progress: Called before each section.

    Returns:
        The path of the page.

    Raises:
        UnknownNameError: There is no such run or language; the nearest one is suggested.
        ConvscopeError: The run is not finished, its images are missing or have changed, or the
            file cannot be written.

    Example:
        `cs.report("mnist-1", language="ja")`
    """
    started = perf_counter()
    words = Words(language)
    options = {"learning_curve": learning_curve, "ablation": ablation}
    kinds = [kind for kind in SECTIONS if not kind.option or options[kind.option]]
    effort = QUICK if quick else Effort()
    if progress:
        progress(words("page.loading"), 0, len(kinds))
    subject = open_subject(run, runs, effort.training)
    context = Context(subject, words, effort.suited_to(subject.record.net["multiply_adds"]))
    sections = []
    for number, kind in enumerate(kinds):
        if progress:
            progress(words(f"{kind.key}.title"), number, len(kinds))
        sections.append(_write(kind, context))
    decided = decide([f for section in sections for f in section.content.findings])
    advice = advice_from(decided.said)
    page = Page(
        words,
        subject.record,
        three_sentences(context, decided.said, advice),
        tuple(settle(section, decided, words) for section in sections),
        (*advice, *_always(context, learning_curve)),
        quick,
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        perf_counter() - started,
    )
    for section in sections:
        for name, rows in section.content.tables.items():
            write_atomically(subject.folder.path / name, to_csv(rows).encode())
    path = Path(output) if output is not None else subject.folder.report
    write_atomically(path, render(page).encode())
    return path


def _write(kind: SectionKind, context: Context) -> Section:
    """Returns a section, or in words why there is none: the rest of the page is still worth it."""
    started = perf_counter()
    try:
        content = kind.write(context)
    except Unavailable as reason:
        content = _failed(context, str(reason))
    except ConvscopeError as error:
        content = _failed(context, f"{error.received} {error.expected}")
    except Exception as error:
        content = _failed(context, f"{type(error).__name__}: {error}")
    title = context.words(f"{kind.key}.title")
    return Section(kind.key, title, content, perf_counter() - started)


def _failed(context: Context, reason: str) -> Content:
    return Content(context.words("page.failed", reason=reason), ())


def _always(context: Context, has_curve: bool) -> list[Advice]:
    """Returns what is worth doing after any training."""
    words, subject = context.words, context.subject
    always = []
    if not has_curve and subject.judged.accuracy < 1:
        command = report_command(subject.folder.path, "--learning-curve", "--ablation")
        always.append(
            Advice(words("advice.measure"), words("advice.measure.short"), "", (command,))
        )
    command = predict_command(subject.folder.path)
    return [*always, Advice(words("advice.try"), words("advice.try.short"), "", (command,))]
