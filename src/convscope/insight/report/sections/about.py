"""What was trained, on what, how, and how long it took."""

import numpy as np

from convscope.insight.report.context import Content, Context
from convscope.insight.report.section_blocks import Facts, Tiles
from convscope.insight.report.tiles import image_tile

MOST_CLASSES = 24
"""Classes of which an example is shown."""


def write_about(context: Context) -> Content:
    """Returns the section on data, net, recipe and time."""
    words, record = context.words, context.subject.record
    data, prepared = record.data, context.subject.prepared
    lead = words(
        "about.lead",
        net=record.net["name"],
        parameters=f"{record.net['parameters']:,}",
        images=words.count("image", data["num_train"]),
        classes=words.count("class", len(data["class_names"])),
        data=data["name"],
        time=_duration(context, record.timings["total_seconds"]),
    )
    labels = prepared.train.labels
    firsts = [int(np.argmax(labels == index)) for index in range(prepared.data.num_classes)]
    examples = tuple(
        image_tile(prepared.train.images[place], name, (name,))
        for place, name in zip(firsts, context.subject.class_names, strict=True)
    )[:MOST_CLASSES]
    basis = context.basis(len(prepared.train), "train")
    blocks = (Facts(_facts(context)), Tiles(examples, words("about.examples"), basis))
    return Content(lead, blocks)


def _facts(context: Context) -> tuple[tuple[str, str], ...]:
    words, record = context.words, context.subject.record
    data, recipe, net = record.data, record.recipe, record.net
    per_class = np.bincount(context.subject.prepared.train.labels)
    optimizer = recipe["optimizer"]
    rows = [
        ("data", f"{data['source']} ({words('about.hash', hash=data['content_hash'][:12])})"),
        (
            "images",
            words(
                "about.splits",
                train=f"{data['num_train']:,}",
                validation=f"{data['num_validation']:,}",
                test=f"{data['num_test']:,}",
                shape="×".join(map(str, data["image_shape"])),
            ),
        ),
        (
            "classes",
            words("about.per_class", low=f"{per_class.min():,}", high=f"{per_class.max():,}"),
        ),
        (
            "net",
            words(
                "about.cost",
                net=net["name"],
                parameters=f"{net['parameters']:,}",
                operations=f"{net['multiply_adds']:,}",
            ),
        ),
        (
            "recipe",
            words(
                "about.recipe",
                recipe=recipe["name"],
                optimizer=optimizer["name"],
                rate=f"{optimizer['options'].get('learning_rate', 0.001):g}",
                batch=recipe["batch_size"],
                epochs=record.results["epochs"],
                augmentation=_augmentation(context),
                seed=record.settings["seed"],
            ),
        ),
        (
            "time",
            words(
                "about.time",
                total=_duration(context, record.timings["total_seconds"]),
                epoch=f"{record.timings['seconds_per_epoch']:.1f}",
                processor=record.hardware["processor"],
                device=record.hardware.get("device", ""),
            ),
        ),
        ("versions", ", ".join(f"{name} {number}" for name, number in record.versions.items())),
    ]
    if borrowed := _borrowed(context):
        rows.append(("borrowed", borrowed))
    if data["notes"]:
        rows.append(("notes", " ".join(data["notes"])))
    if data["unreadable"]:
        rows.append(("unreadable", "; ".join(data["unreadable"][:10])))
    return tuple((words(f"about.fact.{name}"), text) for name, text in rows)


def _borrowed(context: Context) -> str:
    """Returns what the run owes to another net; empty where it owes nothing."""
    words, net = context.words, context.subject.record.net
    if facts := net.get("borrowed"):
        is_frozen = facts.get("layers") == "frozen"
        return words(
            "about.borrowed",
            name=facts.get("backbone", ""),
            layers=words("about.layers_frozen" if is_frozen else "about.layers_trained"),
            trained_on=facts.get("trained_on", ""),
            source=facts.get("source", ""),
            licence=facts.get("licence", ""),
        )
    if facts := net.get("teacher"):
        return words(
            "about.taught", name=facts.get("name", ""), copies=str(facts.get("copies", ""))
        )
    return ""


def _augmentation(context: Context) -> str:
    name = context.subject.record.recipe["augmentation"]
    if name == "none":
        return context.words("about.not_augmented")
    return context.words("about.augmented", name=name)


def _duration(context: Context, seconds: float) -> str:
    if seconds < 100:
        return context.words("duration.s", number=f"{seconds:.0f}")
    return context.words("duration.min", number=f"{seconds / 60:.0f}")
