"""Images whose names tell their class, copied into class folders; the originals stay."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from convscope.data.sources.folder.file_names import name_pattern
from convscope.data.sources.place import FoundFile, Place, read_place
from convscope.errors import ConvscopeError
from convscope.files import write_atomically


@dataclass(frozen=True)
class Sorted:
    """What was copied.

    Attributes:
        counts: Images by folder, such as `train/cat`.
        num_left: Images whose name tells no class; they were not copied.
    """

    counts: dict[str, int]
    num_left: int


def sort_by_name(source: str | Path, target: str | Path) -> Sorted:
    """Copies images into a folder per class, told from names such as `cat.0.jpg`.

    Folders such as `train` and `test` are kept.

    Args:
        source: A folder or archive of images.
        target: A folder that does not exist or is empty.

    Raises:
        ConvscopeError: The names tell no classes, or the target is not empty.
    """
    place = read_place(source)
    root = Path(target).expanduser()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ConvscopeError(
            f"{target} exists and is not empty.",
            "Expected a new folder to copy the sorted images into.",
            "Give another name.",
        )
    by_folder: defaultdict[str, list[FoundFile]] = defaultdict(list)
    for file in place.pictures():
        by_folder[file.path.rpartition("/")[0]].append(file)
    patterns = {
        folder: name_pattern([f.name for f in files]) for folder, files in by_folder.items()
    }
    if not any(patterns.values()):
        example = next((file.path for file in place.pictures()), None)
        raise ConvscopeError(
            f"{source}: the names of the images tell no classes"
            + (f", such as {example}." if example else ": there is no image."),
            "Expected names such as cat.0.jpg and dog.0.jpg, several images of each class.",
            "Name the class of each image in a table labels.csv with the columns filename and "
            "label, or sort them by hand into a folder per class.",
        )
    around = _common_folder([folder for folder, pattern in patterns.items() if pattern])
    counts: Counter[str] = Counter()
    num_left = 0
    for folder, files in sorted(by_folder.items()):
        pattern = patterns[folder]
        for file in files:
            name = pattern.class_of(file.name) if pattern else None
            if name is None:
                num_left += 1
                continue
            home = "/".join(part for part in (folder[len(around) :].strip("/"), name) if part)
            _copy(place, file, root / home / file.name)
            counts[home] += 1
    return Sorted(dict(sorted(counts.items())), num_left)


def _copy(place: Place, file: FoundFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        content = place.read(file.path)
    except OSError as error:
        raise ConvscopeError(
            f"{place.display_path(file.path)} cannot be read: {error.strerror or error}.",
            "Expected images that can be copied.",
            "Mend or move it elsewhere; what was copied so far can stay.",
        ) from error
    write_atomically(path, content)


def _common_folder(folders: list[str]) -> str:
    """Returns the folder around all, which is not made again; the one itself if there is one."""
    if len(folders) == 1:
        return folders[0]
    parts = [folder.split("/") for folder in folders]
    common = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        common.append(names[0])
    return "/".join(common)
