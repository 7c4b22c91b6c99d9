"""The routes of the lessons' page: the page, and all lessons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from convscope.interchange.html_pages import html_of
from convscope.server.web_files import MEDIA_TYPES


@dataclass(frozen=True)
class LessonsPage:
    """What the lessons' page shows.

    Attributes:
        settings: Returns `language`, `lessons` and what else the page is told, as JSON; called when
            somebody opens the page.
        at: The page's own address on this server.
        links: Addresses of other pages on this server, by their name in `shell.js`.
        besides: Returns what the page is told of whoever opens it.
    """

    settings: Callable[[], Mapping[str, Any]]
    at: str = "/"
    links: Mapping[str, str] = field(default_factory=dict)
    besides: Callable[[Request], Mapping[str, Any]] = lambda _request: {}

    @property
    def routes(self) -> list[Route]:
        """The page's addresses."""
        return [Route(self.at, self._page), Route("/lessons.json", self._lessons)]

    async def _page(self, _request: Request) -> Response:
        return Response(html_of("lessons"), media_type=MEDIA_TYPES[".html"])

    async def _lessons(self, request: Request) -> Response:
        told = {**self.settings(), "links": dict(self.links), **self.besides(request)}
        return JSONResponse(told)
