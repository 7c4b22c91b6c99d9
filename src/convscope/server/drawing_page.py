"""The routes of the drawing page: the page, what it is told, the model file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from convscope.interchange.html_pages import html_of
from convscope.interchange.page_settings import PageSettings
from convscope.server.web_files import MEDIA_TYPES

MODEL = "/model.safetensors"


@dataclass(frozen=True)
class DrawingPage:
    """What the drawing page shows.

    Attributes:
        model: The bytes of a model file.
        settings: What the page is told besides.
        at: The page's own address on this server.
        links: Addresses of other pages on this server, by their name in `shell.js`.
    """

    model: bytes
    settings: PageSettings
    at: str = "/"
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def routes(self) -> list[Route]:
        """The page's addresses."""
        return [
            Route(self.at, self._page),
            Route("/page.json", self._settings),
            Route(MODEL, self._model),
        ]

    async def _page(self, _request: Request) -> Response:
        return Response(html_of("draw"), media_type=MEDIA_TYPES[".html"])

    async def _settings(self, _request: Request) -> Response:
        told = {**self.settings.to_json(), "model": MODEL, "links": dict(self.links)}
        return JSONResponse(told)

    async def _model(self, _request: Request) -> Response:
        return Response(self.model, media_type="application/octet-stream")
