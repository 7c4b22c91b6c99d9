"""Archives of images that somebody sent to the page, kept as files that every command takes."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from convscope.errors import ConvscopeError
from convscope.files import sync_folder, written_part
from convscope.runs.folder import plain_name
from convscope.studio.collected import locked
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import UPLOADED, Workspace

MOST_UPLOADED = 50
"""Archives of one folder."""


def keep(workspace: Workspace, asked: Asked) -> Any:
    """Keeps an archive under its own name once it has been read as data; returns its `source`.

    It is read as the commands read archives: in place, nothing is unpacked, and what would lead out
    of it or swell beyond bounds is refused.

    Raises:
        ConvscopeError: It is no archive of images, there are too many, or this is a pupil.
    """
    from convscope.data import load_data

    workspace.expect_upload()
    stem = plain_name(Path(asked.query.get("name", "")).name.removesuffix(".zip") or "images")
    folder = workspace.folder / UPLOADED
    folder.mkdir(exist_ok=True)
    with locked(workspace.folder), written_part(folder / "archive.zip", asked.body) as part:
        if len(list(folder.glob("*.zip"))) >= MOST_UPLOADED:
            raise ConvscopeError(
                f"{UPLOADED}/ has {MOST_UPLOADED} archives.",
                f"Expected less than {MOST_UPLOADED}.",
                "Remove some of them from the folder first.",
            )
        path = _free(folder, stem)
        part.replace(path)
        source = f"{UPLOADED}/{path.name}"
        try:
            load_data(str(path), progress=False, download=False)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
    sync_folder(folder)
    return {"source": source}


def _free(folder: Path, stem: str) -> Path:
    """Returns a path that nothing has yet: what was sent before is never written over."""
    number, path = 1, folder / f"{stem}.zip"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.zip"
    return path
