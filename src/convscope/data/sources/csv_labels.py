"""Tables that name the class of each image file: `filename,label` beside the images."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from convscope.data.images.listing import ImageFile, Listing, natural_key
from convscope.data.sources.column_names import label_column, split_column
from convscope.data.sources.csv_pixels import is_table_of_pixels
from convscope.data.sources.found import Found
from convscope.data.sources.labels import MAX_CLASSES
from convscope.data.sources.place import FoundFile, Place, plain_stem, read_place
from convscope.data.sources.split_words import resolved, shared_words, split_of, words_of
from convscope.data.sources.table import Head, read_head, rows_of_text
from convscope.texts import counted

_MIN_MATCHES = 0.5
"""Share of a table's rows that must name an image that is there."""

_SAMPLE_ROWS = 200
_MAX_TABLE_BYTES = 2**26


@dataclass(frozen=True)
class LabelTable:
    """A table that names the class of images.

    Attributes:
        file: The table.
        rows: Path of the image, class, and what the column of splits says, if there is one.
        num_missing: Rows whose image is not there.
        column: Names of the columns of the classes, for people.
    """

    file: FoundFile
    rows: list[tuple[str, str, str | None]]
    num_missing: int
    column: str


class _Pictures:
    """The images of a place, found by what tables call them."""

    def __init__(self, place: Place) -> None:
        self.by_path = {file.path: file for file in place.pictures()}
        self._by_end: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.by_path:
            name = path.rpartition("/")[2]
            for key in {name, name.rpartition(".")[0] or name}:
                self._by_end[key.casefold()].append(path)

    def find(self, value: str, near: str = "") -> str | None:
        """Returns the path of the image that a table calls so; the nearest, if there are several.

        Args:
            value: A path, a file name, or one without its ending.
            near: Words of the table's name, which say which of several folders is meant.
        """
        value = value.replace("\\", "/").removeprefix("./").strip("/")
        found = self._by_end.get(value.rpartition("/")[2].casefold(), [])
        if len(found) > 1:
            ends = [path for path in found if f"/{path}".endswith(f"/{value}")]
            found = ends or found
        if len(found) > 1 and near:
            split = split_of(near)
            found = [p for p in found if split and split in map(split_of, p.split("/"))] or found
        return found[0] if found else None


def find(place: Place) -> Found | None:
    """Returns the images of a place with the classes that its tables name."""
    if place.path.is_file() and not place.is_archive:
        head = read_head(place, place.files[0]) if place.files[0].content == "table" else None
        if head is None or is_table_of_pixels(head):
            return None
        around = read_place(str(place.path.parent))
        tables = [file for file in around.files if file.path == place.files[0].path]
    else:
        around, tables = place, place.of("table")
    if not tables or not around.pictures():
        return None
    pictures = _Pictures(around)
    read = [table for file in tables if (table := _read_table(around, file, pictures)) is not None]
    if not read or _says_what_folders_say(read):
        return None
    listing = _make_listing(place.source, around, read)
    return Found("labels", around, (), lambda: listing)


def _read_table(place: Place, file: FoundFile, pictures: _Pictures) -> LabelTable | None:
    """Returns a table of labels, None if it is none."""
    head = read_head(place, file)
    if head is None or file.size_bytes > _MAX_TABLE_BYTES or "submission" in words_of(file.name):
        return None
    rows = rows_of_text(place, file, head)
    near = plain_stem(file.name)
    image_column = _image_column(rows[:_SAMPLE_ROWS], pictures, near)
    if image_column is None:
        return None
    usage = None if head.names is None else split_column(list(head.names), rows[0])
    classes = _classes(head, rows, {image_column, usage})
    if classes is None:
        return None
    labels, column = classes
    found = []
    num_missing = 0
    for row, label in zip(rows, labels, strict=True):
        path = pictures.find(row[image_column], near) if image_column < len(row) else None
        if path is None or not label:
            num_missing += 1
            continue
        split = split_of(row[usage]) if usage is not None and usage < len(row) else None
        found.append((path, unicodedata.normalize("NFC", label), split))
    return LabelTable(file, found, num_missing, column)


def _image_column(rows: Sequence[Sequence[str]], pictures: _Pictures, near: str) -> int | None:
    """Returns the column that names images that are there."""
    counts: Counter[int] = Counter()
    for row in rows:
        counts.update(i for i, value in enumerate(row) if value and pictures.find(value, near))
    best = max(counts, key=lambda index: counts[index], default=None)
    return best if best is not None and counts[best] >= _MIN_MATCHES * len(rows) else None


def _classes(
    head: Head, rows: list[list[str]], taken: set[int | None]
) -> tuple[list[str], str] | None:
    """Returns the class of each row, and what the column is called; None if no column tells."""
    width = head.num_columns
    others = [index for index in range(width) if index not in taken]
    columns = {i: [row[i] if i < len(row) else "" for row in rows] for i in others}
    if head.names is not None:
        shown = ["" if index in taken else name for index, name in enumerate(head.names)]
        named = label_column(shown)
        if named is not None:
            return _preferred(head.names, columns, named)
        ones = [i for i in others if set(columns[i]) <= {"0", "1", "0.0", "1.0"}]
        if len(ones) > 1 and all(
            sum(float(columns[i][k] or 0) for i in ones) == 1 for k in range(len(rows))
        ):
            labels = [
                next(head.names[i] for i in ones if float(columns[i][k] or 0) == 1)
                for k in range(len(rows))
            ]
            return labels, ", ".join(head.names[i] for i in ones[:4])
    telling = [i for i in others if _looks_like_classes(columns[i])]
    if len(telling) != 1 or len(others) != 1:
        return None
    name = head.names[telling[0]] if head.names is not None else f"column {telling[0] + 1}"
    return columns[telling[0]], name


def _preferred(
    names: tuple[str, ...], columns: dict[int, list[str]], named: int
) -> tuple[list[str], str]:
    """Returns the column of labels, or one with the same classes under names instead of numbers."""
    labels = columns[named]
    if all(label.isdecimal() for label in labels if label):
        for index, values in columns.items():
            is_word = label_column([names[index]]) is not None and not any(
                map(str.isdecimal, values)
            )
            if is_word and len(set(zip(labels, values, strict=True))) == len(set(labels)):
                return values, names[index]
    return labels, names[named]


def _looks_like_classes(values: list[str]) -> bool:
    different = set(values) - {""}
    return 2 <= len(different) <= min(MAX_CLASSES, len(values) // 2)


def _says_what_folders_say(tables: list[LabelTable]) -> bool:
    """Whether each class is a folder: then the folders' own names are the classes."""
    pairs = {
        (label, path.split("/")[-2]) for t in tables for path, label, _ in t.rows if "/" in path
    }
    num_rows = sum(len(table.rows) for table in tables)
    num_inside = sum("/" in path for table in tables for path, _, _ in table.rows)
    labels, folders = {label for label, _ in pairs}, {folder for _, folder in pairs}
    return num_rows == num_inside and len(labels) > 1 and len(pairs) == len(labels) == len(folders)


def _make_listing(source: str, place: Place, tables: list[LabelTable]) -> Listing:
    stems = [plain_stem(table.file.name) for table in tables]
    beside = shared_words(stems)
    spoken = {stem: split_of(stem, beside) or "" for stem in stems}
    by_table = resolved(spoken) if len(tables) > 1 else {}
    in_column = {split for table in tables for _, _, split in table.rows if split}
    settled = resolved({split: split for split in in_column})
    known = {file.path: file for file in place.pictures()}
    chosen: dict[str, tuple[str, str]] = {}
    for table, stem in zip(tables, stems, strict=True):
        for path, label, split in table.rows:
            own = settled.get(split or "") or by_table.get(stem) or "all"
            chosen[path] = (label, own)
    splits = {split for _, split in chosen.values()}
    rest = "train" if "test" in splits or "validation" in splits else "all"
    if splits == {"train"}:
        rest, chosen = "all", {path: (label, "all") for path, (label, _) in chosen.items()}
    files = [
        ImageFile(
            path,
            label,
            rest if split in ("", "all") else split,
            known[path].size_bytes,
            known[path].mtime_ns,
        )
        for path, (label, split) in chosen.items()
        if split != "unlabelled"
    ]
    files.sort(key=lambda f: (f.split, f.class_name, natural_key(f.path)))
    names = tuple(sorted({file.class_name for file in files}))
    notes = [
        f'The classes are read from "{table.file.path}" (column "{table.column}").'
        for table in tables
    ]
    if missing := sum(table.num_missing for table in tables):
        notes.append(
            f"Left out {counted(missing, 'row')}: the image is not there, or no class is named."
        )
    if unnamed := len(known) - len(chosen):
        notes.append(f"Left out {counted(unnamed, 'image')} that no row names.")
    home = tables[0].file.path
    return Listing(source, tuple(files), names, place, dict.fromkeys(names, home), tuple(notes))
