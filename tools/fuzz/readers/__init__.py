"""Every reader of strangers' files, by the name that `--reader` takes."""

from fuzz.reader import Reader
from fuzz.readers import arrays, copies, models, pages, pictures, run_folders

READERS: dict[str, Reader] = {
    reader.name: reader
    for room in (models, run_folders, arrays, pictures, copies, pages)
    for reader in room.READERS
}
