"""Trainings: what can be chosen, starting one, the queue, stopping and going on."""

from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from convscope.architecture import CATALOGUE, Architecture, load_net
from convscope.data.images.fitting import FITS, parse_fit
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder, plain_name
from convscope.runs.live.reading import START, Offset, read_events
from convscope.runs.live.stopping import request_stop
from convscope.runs.queue import (
    add_resume,
    add_training,
    ensure_runner,
    in_turn,
    read_queue,
    remove,
)
from convscope.runs.record import read_record
from convscope.runs.settings import TrainSettings
from convscope.studio import shelf
from convscope.studio.endpoint import Asked, Download
from convscope.studio.net_for_data import Wanted, expect_answers, size_of, wanted_by, with_input
from convscope.studio.workspace import Workspace
from convscope.texts import to_json_text

NETS = ".nets"
"""Nets that were put together in the page, in the folder of all runs."""

BOUNDS = {
    "epochs": (1, 1000),
    "batch_size": (1, 4096),
    "learning_rate": (1e-6, 10.0),
    "label_smoothing": (0.0, 0.9),
    "seed": (0, 2**31 - 1),
}
"""Smallest and largest value of a number that the page offers."""

SIDES = ("height", "width")
"""Of the size that images are brought to; each has the workspace's bound."""

_UNTOLD = {"folder", "runs", "labels"}
"""Of an entry: what says only where things lie on the machine."""


def choices(workspace: Workspace, _asked: Asked) -> Any:
    """Returns what a training can be given, by name, and the bounds of its numbers."""
    from convscope.engine.training.augmentation import AUGMENTATIONS, NO_AUGMENTATION
    from convscope.engine.training.optimizers import OPTIMIZERS
    from convscope.engine.training.recipes import DEFAULT_RECIPE, RECIPES
    from convscope.engine.training.schedules import SCHEDULES

    return {
        "recipes": [{"name": r.name, "title": r.title} for r in RECIPES.values()],
        "recipe": DEFAULT_RECIPE,
        "augment": [NO_AUGMENTATION, *AUGMENTATIONS],
        "optimizer": list(OPTIMIZERS),
        "schedule": list(SCHEDULES),
        "class_weight": ["none", "balanced"],
        "fit": list(FITS),
        "bounds": {name: list(pair) for name, pair in BOUNDS.items()}
        | {side: [1, workspace.most_side] for side in SIDES},
    }


def start(workspace: Workspace, asked: Asked) -> Any:
    """Puts a training into the queue: with settings, or like another run."""
    like = asked.field("like", str, "")
    changes = asked.field("settings", dict, {})
    written = asked.field("architecture", dict, {})
    workspace.expect_training(changes)
    base: dict[str, Any] = {}
    if like:
        base = read_record(workspace.run(like)).settings
    settings = TrainSettings.from_json({**base, **changes})
    workspace.expect_source(settings.data)
    size = size_of(workspace, settings.size) if "size" in changes else settings.size
    if settings.fit != "auto":
        parse_fit(settings.fit)
    if size or written:
        wanted = wanted_by(workspace, settings.data, size)
        if written:
            settings = replace(settings, net=_keep_net(workspace, written, wanted))
        elif settings.net in CATALOGUE:
            load_net(settings.net, wanted.image_shape, wanted.num_classes)
    workspace.expect_net_name(settings.net)
    data = Path(settings.data)
    stem = f"{like}-again" if like else plain_name(data.stem if data.is_file() else data.name)
    name = _free_name(workspace, stem)
    entry = add_training(
        workspace.queue,
        settings,
        name,
        runs=workspace.place,
        labels=workspace.own_labels(settings.data),
    )
    ensure_runner(workspace.queue)
    bet = asked.body.get("bet")
    if isinstance(bet, int | float) and 0 <= bet <= 1:
        shelf.note(workspace.runs, name, {shelf.BET: f"{bet:.3f}"})
    return {"id": entry.id, "name": name}


def queue(workspace: Workspace, _asked: Asked) -> Any:
    """Returns the trainings that wait, run, or have ended, the newest last."""
    ahead = {entry.id: at for at, entry in enumerate(in_turn(read_queue(workspace.queue)))}
    told = []
    for entry in workspace.entries():
        fields = {key: value for key, value in asdict(entry).items() if key not in _UNTOLD}
        told.append(fields | ({"ahead": ahead[entry.id]} if entry.id in ahead else {}))
    return {"entries": told}


def take_out(workspace: Workspace, asked: Asked) -> Any:
    """Takes a training that still waits out of the queue."""
    number = asked.place["id"]
    known = [entry.id for entry in workspace.entries()]
    if number not in known:
        raise UnknownNameError("entry of the queue", number, known or ["none yet"])
    remove(workspace.queue, number)
    return {"removed": asked.place["id"]}


def stop(workspace: Workspace, asked: Asked) -> Any:
    """Asks a running training to stop after its step; it can be gone on with."""
    folder = workspace.run(asked.place["run"])
    if not folder.is_being_written():
        raise ConvscopeError(
            f"{folder.name} is not being trained.", "Expected a running one.", "Reload the page."
        )
    request_stop(folder)
    return {"stopping": folder.name}


def resume(workspace: Workspace, asked: Asked) -> Any:
    """Puts a run that was stopped or killed into the queue again."""
    folder = workspace.run(asked.place["run"])
    workspace.expect_training({})
    entry = add_resume(workspace.queue, folder.name, runs=workspace.place)
    ensure_runner(workspace.queue)
    return {"id": entry.id, "name": folder.name}


def events(workspace: Workspace, asked: Asked) -> Any:
    """Returns the events of a run behind an offset, and where to go on."""
    folder = workspace.run(asked.place["run"])
    offset = Offset(asked.number("byte", 0, 0, 10**12), asked.query.get("file", ""))
    return events_behind(folder, offset)


def events_behind(folder: RunFolder, offset: Offset = START) -> dict[str, Any]:
    """Returns the events of a run behind an offset, and where to go on."""
    found, now = read_events(folder, offset)
    return {"events": found, "byte": now.byte, "file": now.file, "anew": now.is_rewritten}


def live_pictures(workspace: Workspace, asked: Asked) -> Download:
    """Returns the pictures whose verdicts a training tells, side by side."""
    path = workspace.run(asked.place["run"]).path / "live.png"
    if not path.is_file():
        raise UnknownNameError("file", "live.png", ["none"])
    return Download(path.read_bytes(), "image/png")


def _keep_net(workspace: Workspace, written: dict[str, Any], wanted: Wanted) -> str:
    """Returns the path of a file with a net that was put together; it is checked first."""
    architecture = Architecture.from_json(with_input(written, wanted.image_shape))
    expect_answers(architecture, wanted.num_classes)
    workspace.expect_net(architecture)
    content = (to_json_text(architecture.to_json(), indent=1) + "\n").encode()
    path = workspace.runs / NETS / f"{sha256(content).hexdigest()[:12]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        write_atomically(path, content)
    return str(path)


def _free_name(workspace: Workspace, stem: str) -> str:
    taken = {entry.name for entry in workspace.entries()}
    for number in range(1, 10_000):
        name = f"{stem}-{number}"
        if name not in taken and not (workspace.runs / name).exists():
            return name
    raise ConvscopeError(
        f"{in_short(stem)}: all names are taken.", "Expected a free one.", "Delete some runs."
    )
