"""The net of a file that somebody chose: it is read, described, and not kept."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from convscope.errors import ConvscopeError
from convscope.runs.folder import plain_name
from convscope.studio.endpoint import Asked
from convscope.studio.net_answers import described
from convscope.studio.workspace import Workspace


def net_of_file(_workspace: Workspace, asked: Asked) -> Any:
    """Returns the net of a file, to begin another one from; its weights are not taken.

    Raises:
        ConvscopeError: It holds no net that convscope can compute.
    """
    from convscope import net_file

    told = Path(asked.query.get("name", ""))
    name = plain_name(told.stem.strip() or "net") + told.suffix.lower()
    with TemporaryDirectory(prefix="convscope-net-") as folder:
        path = Path(folder) / name
        path.write_bytes(asked.body)
        try:
            return described(net_file.net_of_file(path))
        except ConvscopeError as error:
            received = error.received.replace(str(path), name)
            fix = error.fix.replace(str(path), name)
            raise ConvscopeError(received, error.expected, fix) from None
