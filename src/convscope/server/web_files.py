"""The page's own files: scripts that a page begins with in one piece, all others as written."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convscope.interchange.linking import link_modules

WEB = Path(__file__).parents[1] / "web"

ENTRIES = {
    "page.js",
    "lessons_page.js",
    "studio_page.js",
    "join_page.js",
    "net/worker.js",
    "learning/worker.js",
}
"""What pages and workers begin with. Each is sent with all that it imports, as one script: else a
browser asks for some hundred modules, and for each only once it has read who imports it."""

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
"""Our own, because some systems call JavaScript plain text, which a browser refuses to run."""


@cache
def web_files() -> Mapping[str, Path]:
    """Returns all files that may be served, by their path below `web/`.

    Only what is in this table can be asked for: no address leads out of the folder.
    """
    return {
        path.relative_to(WEB).as_posix(): path
        for path in sorted(WEB.rglob("*"))
        if path.suffix in MEDIA_TYPES
    }


@cache
def _linked(name: str) -> str:
    return link_modules(WEB / name)


async def _web_file(request: Request) -> Response:
    name = request.path_params["path"]
    path = web_files().get(name)
    if path is None:
        raise HTTPException(404)
    content = _linked(name) if name in ENTRIES else path.read_bytes()
    return Response(content, media_type=MEDIA_TYPES[path.suffix])


ROUTES = [Route("/web/{path:path}", _web_file)]
