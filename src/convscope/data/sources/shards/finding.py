"""Which files a person means by a folder of shards, a pattern, or one of them."""

import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from convscope.data.images.formats import ENDINGS
from convscope.data.images.listing import natural_key
from convscope.data.roots import located
from convscope.data.sources.readable import readable_name
from convscope.data.sources.shards.members import PICKLES, key_and_ending
from convscope.data.sources.shards.patterns import expand, is_pattern
from convscope.data.sources.split_words import resolved, split_of
from convscope.errors import ConvscopeError, in_short

LABELS = frozenset(("cls", "txt", "json"))

_PEEKED = 8
"""Members of a tar file that are looked at to see whether it is a shard."""

_TRIED = 3
"""Files of a folder that are looked into: the first may be damaged."""

_PACKED = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


@dataclass(frozen=True)
class ShardFile:
    """A shard as it lies there.

    Attributes:
        path: The file.
        name: Its name below the folder, as it is shown.
        split: `train`, `validation`, `test`, or `all` where the names speak of no split.
    """

    path: Path
    name: str
    split: str


@dataclass(frozen=True)
class FoundShards:
    """The shards of an image set.

    Attributes:
        source: What the user typed.
        root: The folder that they lie in.
        name: What the set is called.
        files: The shards, sorted.
    """

    source: str
    root: Path
    name: str
    files: tuple[ShardFile, ...]


def find_shards(source: str | Path) -> FoundShards | None:
    """Returns the shards that a path or pattern names; None where it names something else.

    Raises:
        ConvscopeError: A file of a pattern is missing, or shards are packed.
    """
    typed = str(source)
    try:
        path = Path(located(typed)).expanduser()
        if not path.exists():
            return _of_pattern(typed) if is_pattern(typed) else None
        if path.is_file():
            is_one = path.name.lower().endswith(".tar") and is_shard(path)
            files = [path] if is_one else []
            return _found(typed, path.parent, path.stem, files) if files else None
        tars = list(_tar_files(path))
    except ConvscopeError:
        raise
    except (OSError, ValueError):  # such as a name that is too long
        return None
    packed = [file for file in tars if file.name.lower().endswith(_PACKED)]
    plain = [file for file in tars if file.name.lower().endswith(".tar")]
    if packed and not plain and len(packed) > 1 and any(map(is_shard, packed[:_TRIED])):
        raise ConvscopeError(
            f"{typed} has packed shards, such as {in_short(packed[0].name)}.",
            "Expected plain .tar files, in which every image can be reached.",
            f"Unpack them, for example with gunzip: {packed[0].suffix} saves nothing on images.",
        )
    if not any(map(is_shard, plain[:_TRIED])):
        return None
    return _found(typed, path, path.expanduser().resolve().name, plain)


def is_shard(path: Path) -> bool:
    """Whether a tar file begins with an image and its label under one key."""
    keys: dict[str, set[str]] = {}
    try:
        with tarfile.open(path, "r:*") as tar:
            for _ in range(_PEEKED):
                member = tar.next()
                if member is None:
                    break
                if member.isfile() and member.size < 2**31:
                    key, end = key_and_ending(member.name.removeprefix("./"))
                    keys.setdefault(key, set()).add(end.rpartition(".")[2])
    except Exception:  # a damaged tar file fails in nearly every way
        pass
    labels = LABELS | PICKLES
    return any(ends & ENDINGS and ends & labels for ends in keys.values())


def _of_pattern(typed: str) -> FoundShards:
    paths = [Path(name).expanduser() for name in expand(typed)]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise ConvscopeError(
            f"{typed}: {len(missing):,} of {len(paths):,} files are missing, such as {missing[0]}.",
            "Expected every shard that the pattern names.",
            "Copy the missing ones, or give a pattern of those that are there.",
        )
    name = paths[0].name.partition(".")[0].rstrip("0123456789").rstrip("-_") or "shards"
    return _found(typed, paths[0].parent, name, paths)


def _found(typed: str, root: Path, name: str, paths: Iterable[Path]) -> FoundShards:
    ordered = sorted(set(paths), key=lambda path: natural_key(str(path)))
    splits = {path: _split(path, root) for path in ordered}
    settled = resolved({str(path): split for path, split in splits.items()})
    files = tuple(ShardFile(p, _shown(p, root), settled[str(p)]) for p in ordered)
    if len({file.split for file in files}) > 1 and any(file.split == "all" for file in files):
        # Beside shards of a split, those of no split are to train on.
        files = tuple(
            ShardFile(f.path, f.name, "train" if f.split == "all" else f.split) for f in files
        )
    return FoundShards(typed, root, readable_name(name), files)


def _split(path: Path, root: Path) -> str:
    """Returns the split that a file's name or its folder speaks of."""
    for word in (path.stem, path.parent.name if path.parent != root else ""):
        split = split_of(word) if word else None
        if split in ("train", "validation", "test", "either"):
            return split
    return "all"


def _shown(path: Path, root: Path) -> str:
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = path
    return readable_name(relative.as_posix())


def _tar_files(folder: Path) -> Iterator[Path]:
    """Yields tar files in a folder, and in folders inside that are named like a split."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if split_of(path.name) in ("train", "validation", "test", "either"):
                inside = sorted(path.iterdir())
                yield from (each for each in inside if _is_tar(each) and each.is_file())
        elif _is_tar(path):
            yield path


def _is_tar(path: Path) -> bool:
    return path.name.lower().endswith((".tar", *_PACKED))
