"""The routes of the studio: its page, and all that the page may ask."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from convscope.errors import ConvscopeError
from convscope.interchange.html_pages import html_of
from convscope.server.live_socket import follow
from convscope.server.security import permissions
from convscope.server.web_files import MEDIA_TYPES
from convscope.studio.drawing_at import page_model, page_settings
from convscope.studio.endpoint import Asked, Body, Download, Endpoint
from convscope.studio.table import ENDPOINTS
from convscope.studio.workspace import Workspace

API = "/api/"
DRAW = "/draw"
MODEL = "/model.safetensors"

WHOSE = "pupil"
"""In an address: whose runs are looked at, where it is not those of who asks."""

A_DAY = "private, max-age=86400"


@dataclass(frozen=True)
class StudioPage:
    """The studio.

    Attributes:
        workspace: The folder that it works in.
        settings: What the page is told: its language, where other pages lie.
        at: The page's own address on this server.
    """

    workspace: Workspace
    settings: dict[str, Any] = field(default_factory=dict)
    at: str = "/"

    @property
    def routes(self) -> list[BaseRoute]:
        """The page's addresses."""
        return [
            Route(self.at, self._page),
            Route("/studio.json", self._settings),
            Route(DRAW, self._drawing_page),
            Route("/page.json", self._drawing_settings),
            Route(MODEL, self._model),
            *(self._route(endpoint) for endpoint in ENDPOINTS),
            WebSocketRoute(f"{API}live", self._follow),
        ]

    def workspace_of(self, _connection: HTTPConnection) -> Workspace:
        """Returns what somebody asks about."""
        return self.workspace

    def most_bytes(self, _connection: HTTPConnection, endpoint: Endpoint) -> int:
        """Returns the bytes that somebody may send at once."""
        return endpoint.body.most_bytes

    def settings_of(self, _connection: HTTPConnection) -> dict[str, Any]:
        """Returns what somebody's page is told."""
        return self.settings

    def told_besides(self, _connection: HTTPConnection) -> dict[str, Any]:
        """Returns what pages beside the studio's are told of whoever opens them."""
        return {}

    async def _page(self, _request: Request) -> Response:
        content = html_of("studio")
        allowed = {"Permissions-Policy": permissions(camera="self")}
        return Response(content, media_type=MEDIA_TYPES[".html"], headers=allowed)

    async def _settings(self, request: Request) -> Response:
        return JSONResponse(self.settings_of(request))

    async def _drawing_page(self, _request: Request) -> Response:
        return Response(html_of("draw"), media_type=MEDIA_TYPES[".html"])

    async def _drawing_settings(self, request: Request) -> Response:
        asked = Asked(query=dict(request.query_params))
        told = await run_in_threadpool(page_settings, self.workspace_of(request), asked)
        whose = {key: asked.query[key] for key in (WHOSE,) if key in asked.query}
        model = f"{MODEL}?{urlencode({'run': asked.query.get('run', ''), **whose})}"
        studio = self.at + (f"?{urlencode(whose)}" if whose else "")
        links = self.settings.get("links", {}) | {"studio": studio}
        language = self.settings.get("language", "")
        besides = self.told_besides(request)
        return JSONResponse(
            {**told, "language": language, "model": model, "links": links, **besides}
        )

    async def _model(self, request: Request) -> Response:
        run = request.query_params.get("run", "")
        content = await run_in_threadpool(page_model, self.workspace_of(request), run)
        return Response(content, media_type="application/octet-stream")

    async def _follow(self, socket: WebSocket) -> None:
        await follow(self.workspace_of(socket), socket)

    def _route(self, endpoint: Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            workspace = self.workspace_of(request)
            most_bytes = await run_in_threadpool(self.most_bytes, request, endpoint)
            asked = await asked_by(request, endpoint, most_bytes)
            given = await run_in_threadpool(endpoint.answer, workspace, asked)
            return response_of(given)

        return Route(API + endpoint.path, answer, methods=[endpoint.method])


async def asked_by(request: Request, endpoint: Endpoint, most_bytes: int) -> Asked:
    """Returns a request taken apart; a body that is too long is refused while it arrives.

    Args:
        request: As it came.
        endpoint: What it asks.
        most_bytes: Of its body.

    Raises:
        HTTPException: The body is too long, or of another kind.
        ConvscopeError: It is no JSON where JSON is expected.
    """
    is_sending = endpoint.method == "POST"
    body = await _body(request, endpoint.body, most_bytes) if is_sending else None
    return Asked(request.path_params, dict(request.query_params), body)


async def _body(request: Request, kind: Body, most_bytes: int) -> Any:
    """Returns the JSON or the bytes that were sent."""
    if request.headers.get("content-type", "").split(";")[0].strip() not in kind.media_types:
        raise HTTPException(415, f"Expected {' or '.join(kind.media_types)}")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most_bytes:
            raise HTTPException(413, f"Expected at most {most_bytes:,} bytes")
    if not kind.is_json:
        return bytes(content)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise ConvscopeError(
            f"The body of {len(content):,} bytes is no JSON.",
            "Expected a JSON object.",
            "Reload the page; if that does not help, this is a bug of convscope.",
        ) from None


def response_of(given: Any) -> Response:
    """Returns an answer as it is sent."""
    if not isinstance(given, Download):
        return JSONResponse(given)
    headers = {"Cache-Control": A_DAY} if given.is_lasting else {}
    if given.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(given.name)}"
    return Response(given.content, media_type=given.media_type, headers=headers)
