"""How the net learned: curves, and in words whether it learned too much or too little."""

from convscope.insight.report.blocks import Cell, Chart, Paragraph, Table
from convscope.insight.report.charts import learning_chart
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.learning import RISEN, fit_finding, honesty_finding, judge_fit
from convscope.insight.report.statistics import interval
from convscope.runs.results import Verdicts


def write_learning(context: Context) -> Content:
    """Returns the section on the curves of training."""
    words, subject = context.words, context.subject
    training, validation = subject.training, subject.validation
    fit = judge_fit(
        training.accuracy,
        len(training.labels),
        validation.accuracy,
        len(validation.labels),
        subject.history,
    )
    best = int(subject.record.results["best_epoch"])
    found = [fit_finding(context, fit), honesty_finding(context)]
    findings = [finding for finding in found if finding]
    lead = words(
        f"learning.{fit.state}",
        training=words.percent(fit.training),
        validation=words.percent(fit.validation),
        points=f"{100 * fit.gap:.1f}",
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
    if fit.rise > RISEN:
        rise = f"{100 * fit.rise:.0f} %"
        blocks.insert(
            1, Paragraph(words("learning.rise", epoch=fit.lowest_epoch, rise=rise, best=best))
        )
    blocks += [Paragraph(f.sentence) for f in findings if f.kind == "honesty"]
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
