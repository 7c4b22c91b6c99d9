"""Which image belongs to which class and split, told from folder names alone."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from convscope.data.images.formats import ENDINGS_FOR_PEOPLE
from convscope.data.images.listing import ImageFile, Listing, natural_key
from convscope.data.sources.folder.file_names import name_pattern
from convscope.data.sources.folder.splits import (
    Tops,
    class_comes_first,
    equally_named,
    folder_around,
    held_again,
    inner_prefix,
    split_folders,
)
from convscope.data.sources.garbage_collection import paused_garbage_collection
from convscope.data.sources.place import FoundFile, Place
from convscope.data.sources.split_words import resolved, split_of
from convscope.errors import ConvscopeError
from convscope.texts import counted

LAYOUT = "Expected one folder per class, or train/ and test/ with one folder per class in each."


@dataclass
class _Sorting:
    """Images as they are sorted into classes and splits, and what is said about it."""

    files: list[ImageFile] = field(default_factory=list)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    direct: list[FoundFile] = field(default_factory=list)

    def add(self, file: FoundFile, split: str, class_name: str) -> None:
        name = unicodedata.normalize("NFC", class_name)
        self.files.append(ImageFile(file.path, name, split, file.size_bytes, file.mtime_ns))

    def add_folder(self, split: str, class_name: str, folder: str) -> None:
        self.homes.setdefault((split, unicodedata.normalize("NFC", class_name)), folder)


@paused_garbage_collection()
def find_layout(place: Place) -> Listing:
    """Sorts the images of a place into classes and splits, whether or not they can be trained on.

    Folders that hold nothing but one other folder are passed through, as zip programs add them.

    Raises:
        ConvscopeError: There is no image, or images lie outside of any class folder.
    """
    pictures = place.pictures()
    if not pictures:
        raise no_image(place)
    prefix = folder_around(place, pictures)
    tops = Tops.below(prefix, pictures, place.folders)
    sorting = _Sorting()
    splits = split_folders(tops)
    if splits:
        _sort_splits(place, tops, splits, sorting)
    else:
        _sort_classes(place, tops, sorting)
    if sorting.direct:
        raise outside_of_classes(place, sorting.direct)
    names = {name for _, name in sorting.homes} | {file.class_name for file in sorting.files}
    _leave_out_classes(place, sorting, names)
    sorting.notes += _others(place)
    sorting.files.sort(key=lambda f: (f.split, f.class_name, natural_key(f.path)))
    fitted = {n: home for (split, n), home in sorting.homes.items() if split in ("train", "all")}
    return Listing(
        place.source,
        tuple(sorting.files),
        tuple(sorted(names)),
        place,
        fitted,
        tuple(sorting.notes),
    )


def _sort_splits(place: Place, tops: Tops, splits: dict[str, str], sorting: _Sorting) -> None:
    """Sorts `train/<class>/*` and its like."""
    lone = set(splits.values()) == {"train"}
    for top in sorted(tops.names):
        files = tops.files[top]
        split = splits.get(top)
        if split is None:
            if files:
                sorting.notes.append(
                    f'Left out {counted(len(files), "image")} in "{tops.prefix}{top}": '
                    "it is no split."
                )
            continue
        inner = inner_prefix(place, tops, top)
        # A lone train/ is no split: what to test on is still to be set aside.
        name = "all" if lone else split
        within = [file for file in files if file.path.startswith(inner)]
        without_class = [f for f in within if "/" not in f.path[len(inner) :]]
        if split == "unlabelled" or (without_class and split != "train"):
            unlabelled = files if split == "unlabelled" else without_class
            sorting.notes.append(
                f'Left out {counted(len(unlabelled), "image")} in "{inner.rstrip("/")}": without a '
                "class. A trained net judges such images: convscope predict."
            )
            if split == "unlabelled":
                continue
        elif without_class:
            sorting.direct += without_class
        for file in within:
            parts = file.path[len(inner) :].split("/")
            if len(parts) > 1:
                sorting.add(file, name, parts[0])
        for folder in sorted(place.folders):
            rest = folder[len(inner) :]
            if folder.startswith(inner) and rest and "/" not in rest:
                sorting.add_folder(name, rest, folder)
    sorting.direct += tops.direct


def _sort_classes(place: Place, tops: Tops, sorting: _Sorting) -> None:
    """Sorts `<class>/*`, and what turns out to be folds or classes with splits inside."""
    sorting.direct += tops.direct
    again = held_again(tops)
    for top in sorted(again):
        sorting.notes.append(
            f'Left out {counted(len(tops.files[top]), "image")} in "{tops.prefix}{top}": it '
            "holds the folders beside it once more."
        )
    tops = tops.without(again)
    if class_comes_first(tops):
        for top in tops.names:
            own = resolved({name: split_of(name) or "" for name in tops.inner[top]})
            for file in tops.files[top]:
                inner = file.path[len(tops.prefix) :].split("/")[1]
                if own[inner] != "unlabelled":
                    sorting.add(file, own[inner], top)
            for inner in tops.inner[top]:
                sorting.add_folder(own[inner], top, f"{tops.prefix}{top}/{inner}")
        return
    if names := equally_named(tops):
        outer = sorted(top for top in tops.names if tops.files[top])
        sorting.notes.append(
            f"The folders {_some(outer)} hold nothing but equally named folders: {_some(names)} "
            "are taken as the classes, and the images of all together. If the outer folders are "
            "the classes, put their images directly into them; if they are splits, call them train "
            "and test."
        )
        for top in outer:
            for file in tops.files[top]:
                sorting.add(file, "all", file.path[len(tops.prefix) :].split("/")[1])
            for inner in tops.inner[top]:
                sorting.add_folder("all", inner, f"{tops.prefix}{top}/{inner}")
        return
    for top in sorted(tops.names):
        for file in tops.files[top]:
            sorting.add(file, "all", top)
        sorting.add_folder("all", top, tops.prefix + top)


def _leave_out_classes(place: Place, sorting: _Sorting, names: set[str]) -> None:
    """Takes out folders that are no classes: without an image, but not empty."""
    with_images = {file.class_name for file in sorting.files}
    empty = [(key, home) for key, home in sorting.homes.items() if key[1] not in with_images]
    for (split, name), home in empty:
        inside = home + "/"
        no_data = {
            what for path, what in place.left_out.items() if path == home or path.startswith(inside)
        }
        has_files = any(file.path.startswith(inside) for file in place.files)
        if not no_data and not has_files:
            continue  # an empty class is said to be one
        del sorting.homes[split, name]
        names.discard(name)
        reason = f"it is or holds {no_data.pop()}" if no_data else "it holds no image"
        sorting.notes.append(f'Left out the folder "{home}": {reason}.')


def _others(place: Place) -> list[str]:
    others = place.others()
    if not others:
        return []
    most = [name for name, _ in others.most_common(8)]
    more = " …" if len(others) > len(most) else ""
    endings = ", ".join(sorted(most)) + more
    return [f"Left out {counted(sum(others.values()), 'file')}, no images ({endings})."]


def _some(names: list[str], most: int = 4) -> str:
    return ", ".join(f'"{name}"' for name in names[:most]) + (" …" if len(names) > most else "")


def no_image(place: Place) -> ConvscopeError:
    """Returns the error for a place that holds no image."""
    return ConvscopeError(
        f"{place.source} holds no image.",
        f"{LAYOUT[:-1]} ({ENDINGS_FOR_PEOPLE}).",
        "Put images there, or give the folder that they are in.",
    )


def outside_of_classes(place: Place, direct: list[FoundFile]) -> ConvscopeError:
    """Returns the error for images that lie in no class folder, with how to sort them."""
    where = direct[0].path.rpartition("/")[0]
    inside = f' in "{where}"' if where else ""
    pattern = name_pattern([file.name for file in direct])
    received = (
        f"{place.source}: {counted(len(direct), 'image')} outside of any class folder, such as "
        f'"{direct[0].path}".'
    )
    if pattern is not None:
        return ConvscopeError(
            f"{received[:-1]}; their names seem to begin or end with the class: "
            f"{pattern.examples()}.",
            LAYOUT,
            f"Copy them into class folders by name: convscope data sort {place.source} SORTED",
        )
    counts = Counter(file.path.rpartition("/")[0] for file in direct)
    folder = next(iter(counts))
    where_labels = f"{folder + '/' if folder else ''}labels.csv"
    return ConvscopeError(
        received,
        LAYOUT,
        f"Sort the images{inside} into a folder per class, or name the class of each in a table "
        f'"{where_labels}" with the columns filename and label; to only judge them with a trained '
        "net, use convscope predict.",
    )
