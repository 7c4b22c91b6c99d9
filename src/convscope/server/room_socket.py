"""The live channel of a room: pages say where they are, and hear what has changed."""

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from convscope.studio.classroom.room import Room, Visitor

PAUSE_S = 0.3
"""Between two looks at what has changed."""

MOST_LETTERS = 200
"""Of what a page says at once."""

HEARD_PER_S = 2.0
"""What a page may say for long; who says more is not listened to."""


async def follow_room(room: Room, visitor: Visitor, socket: WebSocket) -> None:
    """Tells a page what concerns it, and notes where it is, until it leaves or has to.

    Messages are JSON. To the teacher's page: `{"kind": "room"}` when something has changed. To a
    pupil's: `{"kind": "locked", "is_locked": …}`, and `{"kind": "removed"}` before it is closed.
    From a pupil's page: `{"screen": name}`.

    Args:
        room: All pupils.
        visitor: Whose page it is.
        socket: The page's.
    """
    await socket.accept()
    id_ = visitor.pupil.id if visitor.pupil else ""
    if id_:
        room.presence.come(id_)
    tasks = [
        asyncio.create_task(_hear(room, id_, socket)),
        asyncio.create_task(_tell(room, id_, socket)),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if id_ and _is_there(room, id_):
            room.presence.go(id_)


def _is_there(room: Room, id_: str) -> bool:
    return any(pupil.id == id_ for pupil in room.pupils)


async def _tell(room: Room, id_: str, socket: WebSocket) -> None:
    version, is_locked = -1, None
    while True:
        if id_ and not _is_there(room, id_):
            await _send(socket, {"kind": "removed"})
            await socket.close()
            return
        if id_ and room.is_locked != is_locked:
            is_locked = room.is_locked
            await _send(socket, {"kind": "locked", "is_locked": is_locked})
        if not id_ and room.presence.version != version:
            version = room.presence.version
            await _send(socket, {"kind": "room"})
        await asyncio.sleep(PAUSE_S)


async def _hear(room: Room, id_: str, socket: WebSocket) -> None:
    try:
        while True:
            text = await socket.receive_text()
            said = _parsed(text) if len(text) <= MOST_LETTERS else None
            screen = said.get("screen") if isinstance(said, dict) else None
            if id_ and isinstance(screen, str) and _is_there(room, id_):
                room.presence.show(id_, screen)
            await asyncio.sleep(1 / HEARD_PER_S)  # what comes faster waits in the channel
    except (WebSocketDisconnect, KeyError, RuntimeError):
        return


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def _send(socket: WebSocket, message: dict[str, Any]) -> None:
    await socket.send_text(json.dumps(message, separators=(",", ":")))
