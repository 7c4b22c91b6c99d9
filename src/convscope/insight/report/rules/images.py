"""What the images themselves say: uneven or small classes, classes alike, marks, no colour."""

from convscope.data.quality.class_counts import FEW, UNEVEN, ClassCounts
from convscope.data.quality.giveaways import Giveaway
from convscope.data.quality.overlaps import APART, Overlap
from convscope.insight.measures.statistics import images_for_share
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding


def imbalance_finding(context: Context, counts: ClassCounts) -> Finding | None:
    """Returns a finding if one class has many times the images of another."""
    if not counts.is_uneven:
        return None
    words, names = context.words, context.subject.class_names
    sentence = words(
        "images.imbalance",
        largest=names[counts.largest],
        many=f"{counts.counts[counts.largest]:,}",
        smallest=names[counts.smallest],
        few=f"{counts.counts[counts.smallest]:,}",
        ratio=f"{counts.ratio:.0f}",
    )
    advice = None
    if context.subject.record.settings.get("class_weight", "none") != "balanced":
        command = train_command(context.subject.record, class_weight="balanced")
        advice = _advice(context, "balance", sentence, (command,))
    share = counts.counts[counts.smallest] / max(sum(counts.counts), 1)
    evidence = Evidence(sum(counts.counts), is_large=counts.ratio >= UNEVEN)
    return Finding("imbalance", sentence, evidence, share / 2, advice)


def few_finding(context: Context, counts: ClassCounts) -> Finding | None:
    """Returns a finding if classes have too few images to be learned by kind."""
    if not counts.small:
        return None
    words, names = context.words, context.subject.class_names
    sentence = words(
        "images.few",
        classes=words.count("class", len(counts.small)),
        limit=FEW,
        names=", ".join(f"“{names[label]}” ({counts.counts[label]})" for label in counts.small[:5]),
    )
    advice = _advice(context, "more", sentence)
    evidence = Evidence(sum(counts.counts))
    share = sum(counts.counts[label] for label in counts.small) / max(sum(counts.counts), 1)
    return Finding("few_images", sentence, evidence, share / 4, advice)


def overlap_finding(context: Context, overlap: Overlap | None) -> Finding | None:
    """Returns whether two classes are told apart hardly better than by guessing."""
    if overlap is None:
        return None
    words, names = context.words, context.subject.class_names
    total = sum(overlap.images)
    evidence = Evidence(
        total,
        overlap.p_value,
        overlap.told,
        is_large=overlap.is_alike,
        num_needed=images_for_share(0.55, APART, TESTED_AT / len(names) ** 2),
    )
    sentence = words(
        "images.overlap",
        first=names[overlap.first],
        second=names[overlap.second],
        right_first=f"{overlap.right[0]:,}",
        num_first=f"{overlap.images[0]:,}",
        right_second=f"{overlap.right[1]:,}",
        num_second=f"{overlap.images[1]:,}",
        told=words.percent(overlap.told),
        split=context.split,
    )
    advice = _advice(context, "merge", sentence)
    at_stake = (1 - overlap.told) * min(overlap.images) / len(context.subject.judged.labels)
    return Finding("overlap", sentence, evidence, at_stake, advice)


def giveaway_finding(context: Context, giveaway: Giveaway | None) -> Finding | None:
    """Returns whether a corner alone gives a class away."""
    if giveaway is None:
        return None
    words = context.words
    sentence = words(
        "images.giveaway",
        name=context.subject.class_names[giveaway.label],
        place=words(f"place.{giveaway.place}"),
        found=f"{giveaway.found:,}",
        of_class=f"{giveaway.of_class:,}",
        wrongly=f"{giveaway.wrongly:,}",
        of_others=f"{giveaway.of_others:,}",
        elsewhere=words.percent(giveaway.elsewhere),
    )
    number = giveaway.of_class + giveaway.of_others
    evidence = Evidence(number, giveaway.p_value, giveaway.recall, is_large=giveaway.is_strong)
    advice = _advice(context, "crop", sentence)
    return Finding("giveaway", sentence, evidence, giveaway.of_class / number, advice)


def no_colour_finding(context: Context, num_images: int) -> Finding:
    """Returns that the images are stored in colour and have none."""
    sentence = context.words("images.no_colour", images=context.words.count("image", num_images))
    command = train_command(context.subject.record, color="grey")
    advice = _advice(context, "grey", sentence, (command,))
    return Finding("no_colour", sentence, Evidence(num_images), 0.0, advice)


def _advice(context: Context, how: str, reason: str, commands: tuple[str, ...] = ()) -> Advice:
    words = context.words
    return Advice(words(f"advice.{how}"), words(f"advice.{how}.short"), reason, commands, "images")
