"""Which class the net finds worst, and what it takes it for."""

from convscope.insight.measures.confusion import ConfusedPair, Confusion
from convscope.insight.measures.per_class import ClassScores, PerClass
from convscope.insight.report.commands import explain_command, train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding
from convscope.insight.report.statistics import differ

LOW_RECALL = 0.05
"""How far below the accuracy a class's recall has to lie to be called weak, 0–1."""


def pair_anchor(pair: ConfusedPair) -> str:
    """Returns the name of the row that shows a pair's images."""
    return f"pair-{pair.right}-{pair.verdict}"


def weakest_class(scores: PerClass, accuracy: float, num_images: int) -> ClassScores | None:
    """Returns the class with the lowest recall if that is more than chance below the accuracy."""
    found = [c for c in scores.classes if c.num_images]
    weakest = min(found, key=lambda c: c.recall)
    is_low = weakest.recall < accuracy - LOW_RECALL
    is_sure = differ(weakest.recall, weakest.num_images, accuracy, num_images)
    return weakest if is_low and is_sure else None


def class_finding(context: Context, scores: PerClass) -> Finding | None:
    """Returns a finding if one class is found much worse than the others."""
    words, judged = context.words, context.subject.judged
    weakest = weakest_class(scores, judged.accuracy, len(judged.labels))
    pair = weakest and _main_pair(context.confusion, weakest.name)
    if weakest is None or pair is None:
        return None
    names = context.subject.class_names
    sentence = words(
        "classes.weak",
        name=weakest.name,
        recall=words.percent(weakest.recall),
        accuracy=words.percent(judged.accuracy),
        verdict=names[pair.verdict],
        share=words.percent(pair.share),
        split=context.split,
    )
    weight = 0.35 + 0.6 * (judged.accuracy - weakest.recall)
    return Finding("class", weight, sentence, _look_at(context, pair, sentence))


def pair_finding(context: Context) -> Finding | None:
    """Returns the most frequent mistake; None if there is none."""
    if not context.confusion.pairs:
        return None
    words, names = context.words, context.subject.class_names
    pair = context.confusion.pairs[0]
    sentence = words(
        "confusion.main_pair",
        right=names[pair.right],
        verdict=names[pair.verdict],
        images=words.count("image", pair.count),
        share=words.percent(pair.share),
    )
    return Finding("class", 0.15, sentence, _look_at(context, pair, sentence))


def _main_pair(confusion: Confusion, name: str) -> ConfusedPair | None:
    right = confusion.class_names.index(name)
    return next((pair for pair in confusion.pairs if pair.right == right), None)


def _look_at(context: Context, pair: ConfusedPair, reason: str) -> Advice:
    """Returns the advice to look at a pair's images, and to add some where that can be done."""
    words, subject = context.words, context.subject
    values = {
        "right": subject.class_names[pair.right],
        "verdict": subject.class_names[pair.verdict],
        "data": subject.record.data["source"],
    }
    commands: tuple[str, ...] = ()
    how = "look"
    if subject.is_folder:
        how, commands = "add_images", (train_command(subject.record),)
    elif subject.test is not None:
        data = subject.record.settings["data"]
        commands = (explain_command(subject.folder.path, data, int(pair.indices[0])),)
    return Advice(
        words(f"advice.{how}", **values),
        words(f"advice.{how}.short", **values),
        reason,
        commands,
        pair_anchor(pair),
    )
