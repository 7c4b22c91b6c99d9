"""What people have done to their list of runs: names, colours, groups, a bin with a way back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.texts import parse_json, to_json_text

SHELF = ".shelf.json"
"""In the folder of all runs."""

BIN = ".bin"
"""Where deleted runs lie until somebody empties it."""

BET = "bet"

NOTES = {"title": 80, "group": 80, "color": 7, BET: 8}
"""What may be noted about a run, with the most letters of each."""


def read_shelf(runs: Path) -> dict[str, dict[str, str]]:
    """Returns what is noted about runs, by their names; a damaged file counts as none."""
    path = runs / SHELF
    try:
        found = parse_json(path.read_bytes(), str(path), "Expected notes on runs.", "Remove it.")
    except (OSError, ConvscopeError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: _plain(notes) for name, notes in found.items() if isinstance(notes, dict)}


def note(runs: Path, name: str, notes: Mapping[str, str]) -> dict[str, str]:
    """Keeps notes about a run beside those that are there; empty ones are removed.

    Args:
        runs: The folder of all runs.
        name: The run.
        notes: Texts under keys of `NOTES`.

    Returns:
        All notes about the run.

    Raises:
        UnknownNameError: Another key.
        ConvscopeError: A text is too long, or no colour.
    """
    for key, text in notes.items():
        if key not in NOTES:
            raise UnknownNameError("note", key, NOTES)
        is_color = key != "color" or not text or _is_color(text)
        if not isinstance(text, str) or len(text) > NOTES[key] or not is_color:
            raise ConvscopeError(
                f"{key}: received {in_short(text)}.",
                f"Expected a text of at most {NOTES[key]} letters"
                + (", such as #3355aa." if key == "color" else "."),
                "Give another one.",
            )
    shelf = read_shelf(runs)
    kept = {**shelf.get(name, {}), **notes}
    shelf[name] = {key: text for key, text in kept.items() if text}
    runs.mkdir(parents=True, exist_ok=True)  # a bet may come before the first run
    write_atomically(runs / SHELF, to_json_text(shelf, indent=1).encode())
    return shelf[name]


def delete(folder: RunFolder) -> None:
    """Puts a run into the bin.

    Raises:
        ConvscopeError: It is being written.
    """
    if folder.is_being_written():
        raise ConvscopeError(
            f"{folder.name} is being trained.", "Expected a run that rests.", "Stop it first."
        )
    target = folder.path.parent / BIN / folder.name
    if target.exists():
        raise ConvscopeError(
            f"The bin holds a run {folder.name} already.",
            "Expected room for this one.",
            f"Empty the bin first: remove {target}",
        )
    target.parent.mkdir(exist_ok=True)
    folder.path.rename(target)


def restore(runs: Path, name: str) -> RunFolder:
    """Takes a run out of the bin.

    Raises:
        UnknownNameError: It is not there.
        ConvscopeError: Another run has its name now.
    """
    source = runs / BIN / Path(name).name
    if not (source / "run.json").is_file():
        known = [path.parent.name for path in (runs / BIN).glob("*/run.json")]
        raise UnknownNameError("run in the bin", name, known or ["none"])
    if (runs / name).exists():
        raise ConvscopeError(
            f"There is a run {name} again.", "Expected its name to be free.", "Delete that one."
        )
    source.rename(runs / source.name)
    return RunFolder(runs / source.name)


def _plain(notes: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, text in notes.items() if key in NOTES and isinstance(text, str)}


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdef" for c in text[1:])
