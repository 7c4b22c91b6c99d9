"""How the net learned: curves, and in words whether it learned too much or too little."""

from convscope.insight.measures.statistics import interval
from convscope.insight.report.charts import learning_chart
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.learning import (
    RISEN,
    fit_findings,
    generalization_gap,
    honesty_finding,
    rise_of_loss,
)
from convscope.insight.report.section_blocks import Cell, Chart, Paragraph, Table
from convscope.runs.results import Verdicts


def write_learning(context: Context) -> Content:
    """Returns the section on the curves of training."""
    words, subject = context.words, context.subject
    training, validation = subject.training, subject.validation
    gap = generalization_gap(context)
    best = int(subject.record.results["best_epoch"])
    honesty = honesty_finding(context)
    findings = [*fit_findings(context), *([honesty] if honesty else [])]
    lead = words(
        "learning.good",
        training=words.percent(training.accuracy),
        validation=words.percent(validation.accuracy),
        points=words.points(gap.estimate),
        low=words.points(gap.low),
        high=words.points(gap.high),
    )
    texts = {
        name: words(f"chart.{name}")
        for name in ("training", "validation", "epoch", "kept", "loss", "accuracy", "auc")
    }
    basis = words(
        "learning.basis",
        train=words.count("image", len(subject.prepared.train)),
        validation=words.count("image", len(validation.labels)),
    )
    blocks = [
        Chart(
            learning_chart(subject.history, best, texts),
            words("learning.caption", best=best, epochs=len(subject.history)),
            basis,
        ),
        _accuracies(context),
    ]
    risen, lowest = rise_of_loss(subject.history)
    if risen > RISEN:
        rise = f"{100 * risen:.0f} %"
        blocks.insert(1, Paragraph(words("learning.rise", epoch=lowest, rise=rise, best=best)))
    return Content(lead, tuple(blocks), findings)


def _accuracies(context: Context) -> Table:
    """Returns the accuracy on every split, with how sure it is."""
    words, subject = context.words, context.subject
    splits: list[tuple[str, Verdicts]] = [
        ("train", subject.training),
        ("validation", subject.validation),
    ]
    if subject.test is not None:
        splits.append(("test", subject.test))
    rows = []
    for name, verdicts in splits:
        number = len(verdicts.labels)
        right = int((verdicts.predicted == verdicts.labels).sum())
        low, high = interval(right, number)
        span = f"{words.percent(low, number)} – {words.percent(high, number)}"
        accuracy = words.percent(verdicts.accuracy, number)
        texts = (words(f"split.{name}"), f"{number:,}", f"{number - right:,}", accuracy, span)
        rows.append(tuple(Cell(text) for text in texts))
    head = tuple(words(f"learning.head.{name}") for name in ("split", "n", "wrong", "share", "ci"))
    return Table(head, tuple(rows), words("learning.table"), words("learning.table_basis"))
