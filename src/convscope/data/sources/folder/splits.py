"""Which folders are splits, which hold them again, and which only look like classes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from convscope.data.sources.place import FoundFile, Place
from convscope.data.sources.split_words import (
    resolved,
    says_nothing,
    shared_words,
    split_of,
    words_of,
)

_ALIKE = 0.5
"""Share of all inner names that each folder must have for folders to count as equally made."""


@dataclass(frozen=True)
class Tops:
    """The folders just below a prefix.

    Attributes:
        prefix: Path of the folder around them, ending in "/", or empty.
        files: Images by folder, at any depth; empty lists for folders without.
        inner: Names of the folders inside each that hold images.
        holding: The folders that hold images themselves.
        direct: Images beside the folders.
    """

    prefix: str
    files: dict[str, list[FoundFile]]
    inner: dict[str, set[str]]
    holding: frozenset[str]
    direct: list[FoundFile]

    @property
    def names(self) -> Collection[str]:
        """The folders' names."""
        return self.files.keys()

    @classmethod
    def below(cls, prefix: str, files: Iterable[FoundFile], folders: Iterable[str]) -> "Tops":
        """Returns the folders below a prefix.

        Args:
            prefix: Path of the folder around them, ending in "/", or empty.
            files: Images; those outside of the prefix are passed over.
            folders: Paths of all folders, so that those without images are known too.
        """
        own: defaultdict[str, list[FoundFile]] = defaultdict(list)
        inner: defaultdict[str, set[str]] = defaultdict(set)
        holding: set[str] = set()
        direct: list[FoundFile] = []
        for folder in folders:
            if folder.startswith(prefix) and len(folder) > len(prefix):
                own[folder[len(prefix) :].split("/")[0]]
        for file in files:
            if not file.path.startswith(prefix):
                continue
            top, *rest = file.path[len(prefix) :].split("/")
            if not rest:
                direct.append(file)
                continue
            own[top].append(file)
            if len(rest) == 1:
                holding.add(top)
            else:
                inner[top].add(rest[0])
        return cls(prefix, dict(own), {n: inner[n] for n in own}, frozenset(holding), direct)

    def without(self, names: Collection[str]) -> "Tops":
        """Returns the same without some of the folders."""
        files = {name: files for name, files in self.files.items() if name not in names}
        inner = {name: found for name, found in self.inner.items() if name not in names}
        return Tops(self.prefix, files, inner, self.holding - set(names), self.direct)


def folder_around(place: Place, files: Iterable[FoundFile]) -> str:
    """Returns the path, ending in "/", below which class or split folders begin."""
    prefix = ""
    while True:
        tops = Tops.below(prefix, files, place.folders)
        filled = [name for name in tops.names if tops.files[name]]
        if tops.direct or len(filled) != 1 or filled[0] in tops.holding:
            return prefix
        if split_of(filled[0]) is not None or len(tops.names) > 1:
            # Empty or textless folders beside it may be splits or classes without images.
            others = [name for name in tops.names if name != filled[0]]
            is_split = split_of(filled[0]) is not None
            if is_split or any(_is_empty(place, prefix + name) for name in others):
                return prefix
        prefix += filled[0] + "/"


def _is_empty(place: Place, folder: str) -> bool:
    inside = folder + "/"
    return not any(file.path.startswith(inside) for file in place.files) and not any(
        path == folder or path.startswith(inside) for path in place.left_out
    )


def split_folders(tops: Tops) -> dict[str, str]:
    """Returns the split of each split folder; empty when they are classes.

    A folder "train" of railway pictures holds images itself, a split holds class folders.
    """
    filled = [name for name in tops.names if tops.files[name]]
    beside = shared_words(tops.names)
    found = {name: split_of(name, beside) for name in tops.names}
    named = resolved({name: split for name, split in found.items() if split is not None})
    training = {name for name, split in named.items() if split == "train"}
    rest = [name for name in filled if name not in named]
    labelled = {name for name, split in named.items() if split != "unlabelled"}
    if not training:
        # Only what is to be judged: never classes, if class folders lie inside.
        inside = [name for name in labelled if tops.inner[name] and name not in tops.holding]
        return named if inside and not rest and set(inside) == labelled & set(filled) else {}
    if training & tops.holding and rest:
        return {}
    return named


def inner_prefix(place: Place, tops: Tops, top: str) -> str:
    """Returns the path below which the classes of a split begin: archives nest it twice.

    Args:
        place: Where the data lie.
        tops: The split folders and what is beside them.
        top: Name of the split's folder.

    Returns:
        The path, ending in "/": `train/`, or `train/train/` where all its images lie in the inner
        folder, whose name tells nothing new.
    """
    prefix = f"{tops.prefix}{top}/"
    while True:
        within = Tops.below(prefix, tops.files[top], place.folders)
        names = [name for name in within.names if within.files[name]]
        if within.direct or len(names) != 1 or not _says_nothing_new(names[0], top):
            return prefix
        prefix += names[0] + "/"


def _says_nothing_new(name: str, around: str) -> bool:
    return split_of(name) is not None or words_of(name) == words_of(around) or says_nothing(name)


def held_again(tops: Tops) -> set[str]:
    """Returns the folders that hold what lies beside them once more, as some archives do."""
    filled = [name for name in tops.names if tops.files[name]]
    return {
        name
        for name in filled
        if name not in tops.holding
        and len(filled) > 2
        and set(filled) - {name} <= tops.inner[name] | {name}
    }


def class_comes_first(tops: Tops) -> bool:
    """Whether every folder holds nothing but split folders: `cats/train/*`, `dogs/train/*`."""
    filled = [name for name in tops.names if tops.files[name]]
    return (
        len(filled) > 1
        and not tops.holding
        and all({split_of(inner) for inner in tops.inner[name]} >= {"train"} for name in filled)
        and all(split_of(inner) for name in filled for inner in tops.inner[name])
    )


def equally_named(tops: Tops) -> list[str]:
    """Returns the names inside folders that hold nothing but equally named folders, else none."""
    filled = [name for name in tops.names if tops.files[name]]
    if len(filled) < 2 or tops.holding:
        return []
    names = set().union(*(tops.inner[name] for name in filled))
    are_alike = all(len(tops.inner[name]) >= _ALIKE * len(names) for name in filled)
    return sorted(names) if len(names) > 1 and are_alike else []
