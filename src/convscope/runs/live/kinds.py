"""The kinds of events, with what each holds: pages and tests rely on these names exactly."""

from typing import Any

Event = dict[str, Any]
"""One line of `events.jsonl`: `kind`, `at` (UNIX time, in s), and what `KINDS` says."""

_STEP = "steps done when it was written, over all epochs"
_LOW, _HIGH = "what the byte 0 stands for", "what the byte 255 stands for"
_VALUES = "base64 of uint8 in the order of `shape`, the last axis fastest"

KINDS: dict[str, dict[str, str]] = {
    "begin": {
        "epochs": "epochs in all; null with a time budget",
        "steps_per_epoch": "steps of an epoch",
        "epochs_done": "epochs that are finished",
        "steps_done": "steps that are done, over all epochs",
        "class_names": "names in the order of the net's classes",
        "grid": "`count`, `columns`, `size` [height, width] of a tile, `labels` [right class], "
        "`images` [index within validation] of the pictures in `live.png`; null without any",
    },
    "step": {
        "step": _STEP,
        "epoch": "epochs done, with the fraction of the current one",
        "loss": "mean over the images of the epoch so far",
        "accuracy": "likewise, 0–1",
        "learning_rate": "of the step",
        "images_per_second": "of the epoch so far, callbacks and validation left out",
        "seconds_left": "until the last step; null where it is not known",
    },
    "epoch": {
        "step": _STEP,
        "epoch": "from 1; this and all else is the row of `history.csv`",
    },
    "weights": {
        "step": _STEP,
        "layer": "name of the first layer that slides weights over rows and columns",
        "shape": "[height, width, in, out]: at most 4 input channels, 32 filters",
        "low": _LOW,
        "high": _HIGH,
        "values": _VALUES,
    },
    "maps": {
        "step": _STEP,
        "layer": "name of that layer, or of the last one that still has rows and columns",
        "shape": "[height, width, maps]: at most 32 each; larger maps are made smaller",
        "low": _LOW,
        "high": _HIGH,
        "values": _VALUES,
    },
    "verdicts": {
        "step": _STEP,
        "predicted": "[class] of the pictures of the grid",
        "probability": "[of the predicted class], 0–1",
        "of_right": "[probability of the right class], 0–1",
    },
    "confusion": {
        "step": _STEP,
        "split": "validation",
        "images": "how many were judged",
        "counts": "[[number]]: row is the right class, column the verdict",
    },
    "word": {
        "step": _STEP,
        "epoch": "epochs done, with the fraction of the current one",
        "topic": "a key of `TOPICS`; what its sentence needs stands there",
    },
    "end": {"status": "as in `run.json`"},
}
"""What an event of a kind holds besides `kind` and `at`."""

_SETBACK = {
    "loss": "mean over the last steps; null where it is no finite number",
    "guessing_loss": "what the best constant answer reaches",
    "learning_rate": "the highest of the schedule",
}

TOPICS: dict[str, dict[str, str]] = {
    "over-fitting": {
        "best_epoch": "the epoch with the smallest validation loss, from 1",
        "best_loss": "its training loss",
        "best_val_loss": "its validation loss",
        "loss": "training loss now",
        "val_loss": "validation loss now",
    },
    "still-learning": {
        "since_epoch": "the epoch that the last one is compared with, from 1",
        "earlier_loss": "its training loss",
        "earlier_val_loss": "its validation loss",
        "loss": "training loss now",
        "val_loss": "validation loss now",
    },
    "diverging": _SETBACK,
    "guessing": _SETBACK,
    "silent": {
        **_SETBACK,
        "layer": "the layer with the largest share of silent units",
        "share": "that share, 0–1",
    },
    "anew": {
        **_SETBACK,
        "learning_rate": "the smaller one, that it goes on with from the beginning",
        "old_learning_rate": "the one before",
        "because": "diverging, guessing or silent",
        "layer": "as in silent; null where units were not looked at",
        "share": "likewise",
    },
}
"""What a word of a topic holds besides the fields of every word."""

PLACED = ("step", "weights", "maps", "verdicts", "confusion")
"""Kinds of which the older ones are thinned out."""


def series_of(event: Event) -> tuple[str, str]:
    """Returns what an event is one of many of: its kind, and its layer where it has one."""
    return str(event["kind"]), str(event.get("layer", ""))


def that_hold(events: list[Event]) -> list[Event]:
    """Returns the events that still hold, in their order.

    A training that was killed does some steps again. So a `begin` takes back every event whose
    `step` is beyond its `steps_done`, and all of them, words included, where that is 0; of several
    events of one series at one step the last counts.

    Example:
        >>> events = [{"kind": "step", "step": 5}, {"kind": "step", "step": 9}]
        >>> that_hold([*events, {"kind": "begin", "steps_done": 7}])
        [{'kind': 'step', 'step': 5}, {'kind': 'begin', 'steps_done': 7}]
    """
    found: dict[tuple[Any, ...], Event] = {}
    for number, event in enumerate(events):
        if event["kind"] == "begin":
            done = event.get("steps_done", 0)
            found = {k: e for k, e in found.items() if done and e.get("step", 0) <= done}
        is_placed = event["kind"] in PLACED
        key = (*series_of(event), event.get("step")) if is_placed else (number,)
        found.pop(key, None)  # the last one stands where it came
        found[key] = event
    return list(found.values())
