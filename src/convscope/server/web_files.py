"""The page's own files, as they were written."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

WEB = Path(__file__).parents[1] / "web"

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


async def _web_file(request: Request) -> Response:
    path = web_files().get(request.path_params["path"])
    if path is None:
        raise HTTPException(404)
    return Response(path.read_bytes(), media_type=MEDIA_TYPES[path.suffix])


ROUTES = [Route("/web/{path:path}", _web_file)]
