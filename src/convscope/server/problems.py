"""Errors as the one JSON shape that every convscope interface uses."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from convscope.errors import ConvscopeError


def problem_response(problem: ConvscopeError, status: int = 400) -> JSONResponse:
    """Returns `{"error", "expected", "fix"}` with a status."""
    return JSONResponse(problem.as_json(), status)


async def answer_problem(_request: Request, problem: Exception) -> JSONResponse:
    """Answers something that a request gave and that cannot be used."""
    assert isinstance(problem, ConvscopeError)
    return problem_response(problem, getattr(problem, "status", 400))


async def answer_http(request: Request, problem: Exception) -> JSONResponse:
    """Answers an address that does not exist, or a method that it does not have."""
    assert isinstance(problem, HTTPException)
    return problem_response(
        ConvscopeError(
            f"{request.method} {request.url.path}: {problem.detail}.",
            "Expected an address of convscope's page.",
            "Open / instead.",
        ),
        problem.status_code,
    )


async def answer_bug(request: Request, problem: Exception) -> JSONResponse:
    """Answers a bug of ours without showing its inside."""
    return problem_response(
        ConvscopeError(
            f"{request.method} {request.url.path}: {type(problem).__name__}.",
            "This is a bug of convscope, not of yours.",
            "Please report it with what the terminal shows.",
        ),
        500,
    )
