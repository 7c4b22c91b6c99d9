"""The application: groups of routes behind one guard."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from convscope.errors import ConvscopeError
from convscope.server import web_files
from convscope.server.problems import answer_bug, answer_http, answer_problem
from convscope.server.security import LOOPBACK, OwnHostsOnly


def create_application(
    routes: Iterable[BaseRoute],
    port: int,
    names: Iterable[str] = LOOPBACK,
    guards: Iterable[Middleware] = (),
) -> Starlette:
    """Returns an application that serves the page's files and `routes`.

    Args:
        routes: What this page adds, such as `DrawingPage(...).routes`.
        port: The port that it will listen on.
        names: Under which it is served.
        guards: What a request has to pass besides.
    """
    return Starlette(
        routes=[*routes, *web_files.ROUTES],
        middleware=[Middleware(OwnHostsOnly, port=port, names=tuple(names)), *guards],
        exception_handlers={
            ConvscopeError: answer_problem,
            HTTPException: answer_http,
            Exception: answer_bug,
        },
    )
