"""`dataset.json` beside shards: names of the classes, and how many images each shard has."""

from pathlib import Path
from typing import Any

from convscope.data.sources.readable import readable_name
from convscope.errors import ConvscopeError, in_short
from convscope.texts import parse_json

FILE = "dataset.json"
FORMAT = "convscope-shards-1"

MAX_BYTES = 2**26
"""Of a description; 100,000 shards need some ten million."""

_CLASS_FILES = ("classes.txt", "class_names.txt", "classnames.txt", "labels.txt")


def read_class_names(root: Path) -> tuple[str, ...] | None:
    """Returns the names of the classes, in the order of the labels; None where nobody gives any.

    Args:
        root: The folder of the shards, with `dataset.json`, or `classes.txt` with a name a line.

    Raises:
        ConvscopeError: A file is there and says something else.
    """
    names = _description(root).get("class_names")
    if names is not None:
        is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
        if not is_list or len(set(names)) < len(names) or not names:
            raise _refusal(root, f"class_names are {in_short(names)}")
        return tuple(readable_name(name) for name in names)
    for name in _CLASS_FILES:
        path = root / name
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
            found = tuple(readable_name(line.strip()) for line in lines if line.strip())
            if len(found) > 1 and len(set(found)) == len(found):
                return found
    return None


def read_counts(root: Path) -> dict[str, int]:
    """Returns how many images each shard was written with, by its name; empty if nobody says.

    `dataset.json`, or an index of WebDataset with a `shardlist`.
    """
    shards = _description(root).get("shards")
    if not isinstance(shards, list):
        shards = []
        for path in sorted(root.glob("*index*.json"))[:10]:
            content = _parsed(path)
            if isinstance(content, dict) and isinstance(content.get("shardlist"), list):
                shards += content["shardlist"]
    counts: dict[str, int] = {}
    for shard in shards:
        if isinstance(shard, dict):
            name, number = shard.get("name", shard.get("url")), shard.get("nsamples")
            number = shard.get("images", number)
            if isinstance(name, str) and isinstance(number, int):
                counts[name] = number
    return counts


def _description(root: Path) -> dict[str, Any]:
    content = _parsed(root / FILE)
    if not isinstance(content, dict):
        return {}
    if content.get("format") != FORMAT:
        return {}  # somebody else's file of that name
    return content


def _parsed(path: Path) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    return parse_json(content, str(path), "Expected JSON.", "Write it anew, or remove it.")


def _refusal(root: Path, received: str) -> ConvscopeError:
    return ConvscopeError(
        f"{root / FILE}: {received}.",
        "Expected a list with the name of each class once, in the order of the labels.",
        "Mend it, or remove it: numbers are then their own names.",
    )
