"""The live channel of the studio: what happens in a run, and that something else has changed."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.websockets import WebSocket, WebSocketDisconnect

from convscope.errors import ConvscopeError
from convscope.runs.live.reading import Offset
from convscope.studio.changes import fingerprints
from convscope.studio.training_answers import events_behind
from convscope.studio.workspace import Workspace

PAUSE_S = 0.25
"""Between two looks at the files of a run."""

CHANGES_S = 1.0
"""Between two looks at the folder of all runs."""

NOT_ALLOWED = 1008
"""Why a channel is closed: whoever opened it may not follow any more."""

_LOOKING = ThreadPoolExecutor(8, "convscope-live")
"""Threads in which channels look at files."""

Looked = TypeVar("Looked")

MOST_BYTES = 1 << 12
"""Of what a page may say on the channel: nothing but where it is."""


async def follow(
    workspace: Workspace, socket: WebSocket, is_over: Callable[[], bool] = lambda: False
) -> None:
    """Tells a page what happens until it leaves.

    The address may name a run, and where in its events the page has come to before: `run`, `byte`,
    `file`. Messages are JSON: `{"kind": "events", …}` as the server's answer to the same question,
    and `{"kind": "changed", "what": […]}` when `runs` or the queue, `labels` or images that were
    `collected` have changed.

    Args:
        workspace: Whose runs are followed.
        socket: The page's.
        is_over: Whether whoever opened the page may not follow any more.
    """
    await socket.accept()
    leaving = asyncio.create_task(_leave(socket))
    telling = asyncio.create_task(_tell(workspace, socket, is_over))
    try:
        await asyncio.wait({leaving, telling}, return_when=asyncio.FIRST_COMPLETED)
        if telling.done() and telling.exception() is None:
            await socket.close(NOT_ALLOWED)
    finally:
        for task in (leaving, telling):
            task.cancel()
        await asyncio.gather(leaving, telling, return_exceptions=True)


async def _tell(workspace: Workspace, socket: WebSocket, is_over: Callable[[], bool]) -> None:
    query = socket.query_params
    name, byte = query.get("run", ""), query.get("byte", "0")
    offset = Offset(int(byte) if byte.isdecimal() else 0, query.get("file", ""))
    before: dict[str, str] = {}
    passed_s = CHANGES_S
    while not is_over():
        if name:
            told = await _apart(_events, workspace, name, offset)
            if told["events"] or told["anew"]:
                offset = Offset(told["byte"], told["file"])
                await _send(socket, {"kind": "events", "run": name, **told})
        if passed_s >= CHANGES_S:
            now = await _apart(fingerprints, workspace)
            if changed := [key for key, value in now.items() if before.get(key, value) != value]:
                await _send(socket, {"kind": "changed", "what": changed})
            before, passed_s = now, 0.0
        await asyncio.sleep(PAUSE_S)
        passed_s += PAUSE_S


async def _apart(look: Callable[..., Looked], *arguments: Any) -> Looked:
    """Looks at files in threads of its own: long answers elsewhere keep no channel waiting."""
    return await asyncio.get_running_loop().run_in_executor(_LOOKING, look, *arguments)


def _events(workspace: Workspace, name: str, offset: Offset) -> dict[str, Any]:
    try:
        return events_behind(workspace.run(name), offset)
    except ConvscopeError:  # it has been deleted meanwhile, or does not exist yet
        return {"events": [], "byte": 0, "file": "", "anew": False}


async def _send(socket: WebSocket, message: dict[str, Any]) -> None:
    await socket.send_text(json.dumps(message, separators=(",", ":")))


async def _leave(socket: WebSocket) -> None:
    """Waits until the page leaves; what it says is not listened to, and much of it ends this."""
    heard = 0
    try:
        while heard < MOST_BYTES:
            heard += len(await socket.receive_text())
    except (WebSocketDisconnect, KeyError, RuntimeError):
        return
