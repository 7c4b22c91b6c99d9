"""The routes of the studio: its page, and all that the page may ask."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from convscope.errors import ConvscopeError
from convscope.server.live_socket import follow
from convscope.server.security import permissions
from convscope.server.web_files import MEDIA_TYPES, WEB
from convscope.studio.drawing_at import page_model, page_settings
from convscope.studio.endpoint import Asked, Body, Download, Endpoint
from convscope.studio.table import ENDPOINTS
from convscope.studio.workspace import Workspace

API = "/api/"
DRAW = "/draw"
MODEL = "/model.safetensors"

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

    async def _page(self, _request: Request) -> Response:
        content = (WEB / "studio.html").read_bytes()
        allowed = {"Permissions-Policy": permissions(camera="self")}
        return Response(content, media_type=MEDIA_TYPES[".html"], headers=allowed)

    async def _settings(self, _request: Request) -> Response:
        return JSONResponse(self.settings)

    async def _drawing_page(self, _request: Request) -> Response:
        return Response((WEB / "draw.html").read_bytes(), media_type=MEDIA_TYPES[".html"])

    async def _drawing_settings(self, request: Request) -> Response:
        asked = Asked(query=dict(request.query_params))
        told = await run_in_threadpool(page_settings, self.workspace, asked)
        model = f"{MODEL}?{urlencode({'run': asked.query.get('run', '')})}"
        links = self.settings.get("links", {}) | {"studio": self.at}
        language = self.settings.get("language", "")
        return JSONResponse({**told, "language": language, "model": model, "links": links})

    async def _model(self, request: Request) -> Response:
        run = request.query_params.get("run", "")
        content = await run_in_threadpool(page_model, self.workspace, run)
        return Response(content, media_type="application/octet-stream")

    async def _follow(self, socket: WebSocket) -> None:
        await follow(self.workspace, socket)

    def _route(self, endpoint: Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            body = await _body(request, endpoint.body) if endpoint.method == "POST" else None
            asked = Asked(request.path_params, dict(request.query_params), body)
            given = await run_in_threadpool(endpoint.answer, self.workspace, asked)
            return _response(given)

        return Route(API + endpoint.path, answer, methods=[endpoint.method])


async def _body(request: Request, kind: Body) -> Any:
    """Returns the JSON or the bytes that were sent."""
    if request.headers.get("content-type", "").split(";")[0].strip() not in kind.media_types:
        raise HTTPException(415, f"Expected {' or '.join(kind.media_types)}")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > kind.most_bytes:
            raise HTTPException(413, f"Expected at most {kind.most_bytes:,} bytes")
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


def _response(given: Any) -> Response:
    if not isinstance(given, Download):
        return JSONResponse(given)
    headers = {"Cache-Control": A_DAY} if given.is_lasting else {}
    if given.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(given.name)}"
    return Response(given.content, media_type=given.media_type, headers=headers)
