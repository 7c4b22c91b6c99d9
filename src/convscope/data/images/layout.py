"""Which file belongs to which class and split, told from folder names alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from convscope.data.images.formats import ENDINGS_FOR_PEOPLE
from convscope.data.images.garbage import no_garbage_search
from convscope.data.images.tree import FoundFile, Tree
from convscope.errors import ConvscopeError

SPLIT_NAMES = {
    "train": "train",
    "training": "train",
    "test": "test",
    "testing": "test",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
}
"""Folder names, in lower case, that stand for a split."""

FITTED_SPLITS = ("train", "all")
"""Splits that a net is fitted on: every class has to be in one of them."""

_DIGITS = re.compile(r"(\d+)")

_LAYOUT = "Expected one folder per class, or train/ and test/ with one folder per class in each."


@dataclass(frozen=True)
class ImageFile:
    """An image file with its class; nothing of its content is known yet.

    Attributes:
        path: Relative to the source, with "/"; as shown to people and stored.
        class_name: Name of the class folder.
        split: `train`, `test`, `validation`, or `all` when the source has no split folders.
        size_bytes: Size of the file.
        mtime_ns: Time of its last change in nanoseconds; in a zip archive its checksum.
    """

    path: str
    class_name: str
    split: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True)
class Layout:
    """Image files sorted into classes and splits.

    Attributes:
        files: Sorted by split and class, then in natural order ("2.png" before "10.png").
        class_folders: The folder of each (split, class name), empty ones too.
        notes: What was left out, in words.
    """

    files: tuple[ImageFile, ...]
    class_folders: dict[tuple[str, str], str]
    notes: tuple[str, ...]

    @property
    def class_names(self) -> tuple[str, ...]:
        """All class names, sorted."""
        return tuple(sorted({name for _, name in self.class_folders}))

    @property
    def has_splits(self) -> bool:
        """Whether the source keeps its splits apart in folders."""
        return any(split != "all" for split, _ in self.class_folders)


def natural_key(path: str) -> list[str | int]:
    """Returns a sorting key that takes runs of digits as numbers.

    Example:
        >>> sorted(["10.png", "9.png"], key=natural_key)
        ['9.png', '10.png']
    """
    # Text and digits take turns, beginning with text, so equal places hold equal types.
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(path)]


@no_garbage_search()
def find_layout(source: str, tree: Tree) -> Layout:
    """Sorts the files of a tree into classes and splits.

    Folders that hold nothing but one other folder are passed through, as zip programs add them.

    Raises:
        ConvscopeError: There is no image, or images lie outside of any class folder.
    """
    if not tree.files:
        raise ConvscopeError(
            f"{source} holds no image.",
            f"{_LAYOUT[:-1]} ({ENDINGS_FOR_PEOPLE}).",
            "Put images there, or give the folder that they are in.",
        )
    prefix = _pass_through(tree)
    files = [file for file in tree.files if file.path.startswith(prefix)]
    folders = [f.removeprefix(prefix) for f in tree.folders if f.startswith(prefix)]
    splits = _split_folders(prefix, files)
    direct = [f for f in files if "/" not in f.path[len(prefix) :]]
    direct += [f for f in files if _is_directly_in_split(f.path[len(prefix) :], splits)]
    if direct:
        where = direct[0].path.rpartition("/")[0]
        inside = f' in "{where}"' if where else ""
        raise ConvscopeError(
            f"{source}: {len(direct):,} images lie outside of any class folder, such as "
            f'"{direct[0].path}".',
            _LAYOUT,
            f"Sort the images{inside} into a folder per class; to only judge them with a trained "
            "net, use convscope predict.",
        )
    notes = []
    found: list[ImageFile] = []
    left_out: Counter[str] = Counter()
    for file in files:
        split, class_name = _split_and_class(file.path[len(prefix) :], splits)
        if split is None:
            left_out[class_name] += 1
        else:
            name = unicodedata.normalize("NFC", class_name)
            found.append(ImageFile(file.path, name, split, file.size_bytes, file.mtime_ns))
    for folder, number in sorted(left_out.items()):
        notes.append(f'Left out the {number:,} images in "{prefix}{folder}": it is no split.')
    num_others = sum(tree.others.values())
    if num_others:
        endings = ", ".join(sorted(tree.others))
        notes.append(f"Left out {num_others:,} files that are not images ({endings}).")
    found.sort(key=lambda f: (f.split, f.class_name, natural_key(f.path)))
    return Layout(tuple(found), dict(_class_folders(prefix, folders, splits)), tuple(notes))


def class_folder(file: ImageFile) -> str:
    """Returns the path of the class folder that a file is in, relative to the source."""
    parts = file.path.split("/")[:-1]
    names = [unicodedata.normalize("NFC", part) for part in parts]
    return "/".join(parts[: names.index(file.class_name) + 1])


def find_problems(source: str, layout: Layout) -> Iterator[ConvscopeError]:
    """Yields why a net cannot be trained on these classes, if there is a reason."""
    names = layout.class_names
    if len(names) == 1:
        yield ConvscopeError(
            f'{source} has only one class, "{names[0]}".',
            "Expected at least 2 classes: a net learns to tell one from another.",
            f"Add a folder of images of something else beside "
            f'"{next(iter(layout.class_folders.values()))}".',
        )
    counts = Counter((file.split, file.class_name) for file in layout.files)
    fitted = "train" if layout.has_splits else "all"
    for name in names:
        folder = layout.class_folders.get((fitted, name))
        if folder is None:
            other = next(f for (_, n), f in layout.class_folders.items() if n == name)
            yield ConvscopeError(
                f'{source}: class "{name}" is in "{other}" but not in the training images.',
                f"Expected the classes of the training images: {_list(_fitted(layout))}.",
                f'Add images to train on, rename "{other}", or remove it.',
            )
        elif counts[fitted, name] < 2:
            yield too_few_images(source, name, counts[fitted, name], folder)


def too_few_images(source: str, class_name: str, number: int, folder: str) -> ConvscopeError:
    """Returns the error for a class with none or one readable image."""
    had = "no readable image" if number == 0 else "only 1 readable image"
    return ConvscopeError(
        f'{source}: class "{class_name}" has {had}.',
        f"Each class folder needs at least 2 images ({ENDINGS_FOR_PEOPLE}).",
        f'Add images or remove the folder "{folder}".',
    )


def _pass_through(tree: Tree) -> str:
    """Returns the path, ending in "/", below which class or split folders begin."""
    prefix = ""
    while True:
        inner = [f.path[len(prefix) :].split("/") for f in tree.files]
        tops = {parts[0] for parts in inner}
        is_alone = len(tops) == 1 and all(len(parts) > 2 for parts in inner)
        beside = {f[len(prefix) :].split("/")[0] for f in tree.folders if f.startswith(prefix)}
        if not is_alone or (tops | beside - {""}) & SPLIT_NAMES.keys() or len(beside - {""}) > 1:
            return prefix
        prefix += next(iter(tops)) + "/"


def _split_folders(prefix: str, files: list[FoundFile]) -> dict[str, str]:
    """Returns the split of each split folder; empty when "train" is a class beside others.

    A folder "train" of railway pictures holds images itself, a split holds class folders.
    """
    inner = [file.path[len(prefix) :].split("/") for file in files]
    tops = {parts[0] for parts in inner if len(parts) > 1}
    named = {top: SPLIT_NAMES[top.lower()] for top in tops if top.lower() in SPLIT_NAMES}
    training = [top for top, split in named.items() if split == "train"]
    are_classes = any(parts[0] in training and len(parts) == 2 for parts in inner)
    if not training or (are_classes and tops - named.keys()):
        return {}
    return named


def _is_directly_in_split(path: str, splits: dict[str, str]) -> bool:
    parts = path.split("/")
    return len(parts) == 2 and parts[0] in splits


def _split_and_class(path: str, splits: dict[str, str]) -> tuple[str | None, str]:
    """Returns the split, None if the file lies beside the splits, and the class folder."""
    parts = path.split("/")
    if not splits:
        return "all", parts[0]
    if parts[0] not in splits:
        return None, parts[0]
    # A lone train/ is no split: what to test on is still to be set aside.
    return ("all" if set(splits.values()) == {"train"} else splits[parts[0]]), parts[1]


def _class_folders(
    prefix: str, folders: list[str], splits: dict[str, str]
) -> Iterator[tuple[tuple[str, str], str]]:
    for folder in sorted(folders):
        parts = folder.split("/")
        if folder and len(parts) == (2 if splits else 1) and (not splits or parts[0] in splits):
            split, name = _split_and_class(folder, splits)
            assert split is not None
            yield (split, unicodedata.normalize("NFC", name)), prefix + folder


def _fitted(layout: Layout) -> list[str]:
    return sorted({name for split, name in layout.class_folders if split in FITTED_SPLITS})


def _list(names: list[str], most: int = 12) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
