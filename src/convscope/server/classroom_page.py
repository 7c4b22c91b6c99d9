"""The studio for a room: the same page and addresses, each on what is the visitor's own."""

from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from convscope.interchange.html_pages import html_of
from convscope.server.live_socket import follow
from convscope.server.room_socket import follow_room
from convscope.server.studio_page import API, WHOSE, StudioPage, asked_by, response_of
from convscope.server.web_files import MEDIA_TYPES
from convscope.studio.classroom import limits
from convscope.studio.classroom.refused import Refused, stranger, teachers_only
from convscope.studio.classroom.room import Visitor
from convscope.studio.classroom.room_answers import Entered, RoomDesk, Visit, about
from convscope.studio.classroom.table import ROOM_ENDPOINTS
from convscope.studio.endpoint import ANYBODY, TEACHER, Endpoint
from convscope.studio.workspace import Workspace

JOIN = "/join"

VISITOR, KEY = "convscope.visitor", "convscope.key"
"""In the scope of a request, from the guard: who asks, and what their cookie holds."""


KEEPING = {"set/corrections", "collections", "collections/{name}/classes"}
"""What is sent as JSON and takes room on the disk; images do as well."""


@dataclass(frozen=True)
class ClassroomPage(StudioPage):
    """The studio for a room.

    Attributes:
        desk: The room, and where it is.
    """

    desk: RoomDesk = field(kw_only=True)

    @property
    def routes(self) -> list[BaseRoute]:
        """The page's addresses."""
        return [
            Route(JOIN, self._join_page),
            *super().routes,
            *(self._room_route(endpoint) for endpoint in ROOM_ENDPOINTS),
            WebSocketRoute(f"{API}room/live", self._follow_room),
        ]

    def workspace_of(self, connection: HTTPConnection) -> Workspace:
        """Returns what is the visitor's own; for the teacher who looks at a pupil's, that.

        Raises:
            Refused: A pupil asks for another's, or the teacher would change a pupil's.
        """
        visitor = visitor_of(connection)
        whose = connection.query_params.get(WHOSE)
        if whose is None:
            return self.desk.room.workspace_of(visitor)
        if not visitor.is_teacher:
            raise teachers_only()
        if connection.scope["type"] == "http" and connection.scope["method"] not in ("GET", "HEAD"):
            raise Refused(
                "This would change what is a pupil's.",
                "Expected that a teacher only looks at it.",
                "Ask the pupil to do it.",
            )
        return self.desk.room.pupils_own(whose)

    def settings_of(self, connection: HTTPConnection) -> dict[str, Any]:
        """Returns what the page is told, who its visitor is and whose things it shows with it."""
        visitor = visitor_of(connection)
        told = {**self.settings, "room": about(visitor, self.desk.room)}
        whose = connection.query_params.get(WHOSE)
        if whose is None:
            return told
        self.workspace_of(connection)
        return {**told, "looking_at": {"id": whose, "name": self.desk.room.pupil(whose).name}}

    def told_besides(self, connection: HTTPConnection) -> dict[str, Any]:
        """Returns who somebody is in the room."""
        return {"room": about(visitor_of(connection), self.desk.room)}

    def most_bytes(self, connection: HTTPConnection, endpoint: Endpoint) -> int:
        """Returns the bytes that somebody may send; a pupil's have room for them, too.

        Raises:
            ConvscopeError: All that the pupil keeps would be too much.
        """
        visitor = visitor_of(connection)
        keeps = not endpoint.body.is_json or endpoint.path in KEEPING
        if visitor.pupil is None or endpoint.method != "POST" or not keeps:
            return endpoint.body.most_bytes
        length = connection.headers.get("content-length", "")
        num_bytes = int(length) if length.isdecimal() and len(length) < 12 else 0
        limits.expect_room_for(self.desk.room.pupils_own(visitor.pupil.id).folder, num_bytes)
        return min(endpoint.body.most_bytes, limits.MOST_IMAGE_BYTES)

    async def _follow(self, socket: WebSocket) -> None:
        key = socket.scope.get(KEY, "")
        workspace = self.workspace_of(socket)
        await follow(workspace, socket, lambda: self.desk.room.visitor(key) is None)

    async def _join_page(self, _request: Request) -> Response:
        return Response(html_of("join"), media_type=MEDIA_TYPES[".html"])

    async def _follow_room(self, socket: WebSocket) -> None:
        await follow_room(self.desk.room, visitor_of(socket), socket)

    def _room_route(self, endpoint: Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            visitor: Visitor | None = request.scope.get(VISITOR)
            if endpoint.who != ANYBODY and visitor is None:
                raise stranger()
            if endpoint.who == TEACHER and not (visitor and visitor.is_teacher):
                raise teachers_only()
            asked = await asked_by(request, endpoint, endpoint.body.most_bytes)
            client = request.client.host if request.client else ""
            visit = Visit(self.desk, visitor, request.scope.get(KEY, ""), client, asked)
            given = await run_in_threadpool(endpoint.answer, visit)
            if not isinstance(given, Entered):
                return response_of(given)
            response = response_of(given.told)
            self._set_cookie(response, given.key)
            return response

        return Route(API + endpoint.path, answer, methods=[endpoint.method])

    def _set_cookie(self, response: Response, key: str) -> None:
        name = self.desk.room.cookie
        if key:
            response.set_cookie(name, key, httponly=True, samesite="strict", max_age=30 * 86400)
        else:
            response.delete_cookie(name, httponly=True, samesite="strict")


def visitor_of(connection: HTTPConnection) -> Visitor:
    """Returns who asks.

    Raises:
        Refused: Somebody who has not joined.
    """
    visitor = connection.scope.get(VISITOR)
    if visitor is None:
        raise stranger()
    return visitor
