"""What every request to a room has to pass: who asks, and how much they ask for."""

import asyncio
from collections import Counter, defaultdict
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from convscope.server.classroom_page import JOIN, KEY, VISITOR
from convscope.server.problems import problem_response
from convscope.server.studio_page import API
from convscope.studio.classroom import limits
from convscope.studio.classroom.refused import Refused, stranger
from convscope.studio.classroom.room import Room, Visitor

OPEN = {JOIN, f"{API}room/join"}
"""What a stranger may open, besides the program's own files."""

FILES = "/web/"

FACTOR_OF_TEACHER = 10
"""How much more the one may ask for who shows it to all."""


class RoomGuard:
    """Lets in who has joined, as fast as is fair to the others.

    Args:
        app: The application behind it.
        room: Who has joined.
    """

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self.app, self.room = app, room
        self._rates: dict[str, limits.Rate] = defaultdict(
            lambda: limits.Rate(limits.ASKED_PER_S, limits.ASKED_AT_ONCE)
        )
        self._at_once: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.MOST_AT_ONCE)
        )
        self._live: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or passes the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        key = self._key(scope)
        visitor = self.room.visitor(key)
        scope[VISITOR], scope[KEY] = visitor, key
        path: str = scope["path"]
        if path in OPEN or path.startswith(FILES):
            await self.app(scope, receive, send)
        elif visitor is None:
            await self._turn_away(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._live_channel(visitor, scope, receive, send)
        else:
            await self._question(visitor, scope, receive, send)

    def _key(self, scope: Scope) -> str:
        """Returns what the room's cookie holds; of a cookie that is none, nothing."""
        cookies = SimpleCookie()
        try:
            cookies.load(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return ""
        found = cookies.get(self.room.cookie)
        return found.value if found else ""

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and not scope["path"].startswith(API)
        if is_page and scope["method"] == "GET" and "." not in scope["path"]:
            await RedirectResponse(JOIN, 303)(scope, receive, send)
            return
        refusal = stranger()
        await problem_response(refusal, refusal.status)(scope, receive, send)

    async def _question(self, visitor: Visitor, scope: Scope, receive: Receive, send: Send) -> None:
        if visitor.is_teacher:
            await self.app(scope, receive, send)
            return
        wait_s = self._rates[visitor.id].wait_s(limits.MOST_WAIT_S)
        if wait_s is None:
            await self._too_much(
                "More was asked for than one device of a class gets.", scope, receive, send
            )
            return
        await asyncio.sleep(wait_s)
        async with self._at_once[visitor.id]:
            await self.app(scope, receive, send)

    async def _live_channel(
        self, visitor: Visitor, scope: Scope, receive: Receive, send: Send
    ) -> None:
        most = limits.MOST_LIVE * (FACTOR_OF_TEACHER if visitor.is_teacher else 1)
        if self._live[visitor.id] >= most:
            await self._too_much(
                f"{most} live connections of yours are open.", scope, receive, send
            )
            return
        self._live[visitor.id] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._live[visitor.id] -= 1

    async def _too_much(self, what: str, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = Refused(
            what,
            "Expected no more than the room can share.",
            "Nothing is lost: wait some seconds, close pages that you do not need, and try again.",
            429,
        )
        await problem_response(refusal, refusal.status)(scope, receive, send)
