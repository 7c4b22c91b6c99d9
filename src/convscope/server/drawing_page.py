"""The routes of the drawing page: the page, what it is told, the model file."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from convscope.interchange.page_settings import PageSettings
from convscope.server.web_files import MEDIA_TYPES, WEB

MODEL = "/model.safetensors"


@dataclass(frozen=True)
class DrawingPage:
    """What the drawing page shows.

    Attributes:
        model: The bytes of a model file.
        settings: What the page is told besides.
    """

    model: bytes
    settings: PageSettings

    @property
    def routes(self) -> list[Route]:
        """The page's addresses."""
        return [
            Route("/", self._page),
            Route("/page.json", self._settings),
            Route(MODEL, self._model),
        ]

    async def _page(self, _request: Request) -> Response:
        return Response((WEB / "draw.html").read_bytes(), media_type=MEDIA_TYPES[".html"])

    async def _settings(self, _request: Request) -> Response:
        return JSONResponse({**self.settings.to_json(), "model": MODEL})

    async def _model(self, _request: Request) -> Response:
        return Response(self.model, media_type="application/octet-stream")
