"""What every request has to pass, and what every answer carries."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convscope.errors import ConvscopeError
from convscope.server.problems import problem_response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",  # compiles WebAssembly, evaluates no text
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def permissions(camera: str = "") -> str:
    """Returns the header that says what a page may ask the browser's user for.

    Args:
        camera: `self` for a page that takes photographs.
    """
    return f"camera=({camera}), geolocation=(), microphone=()"


HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions(),
    "Cache-Control": "no-store",
}
"""Sent with every answer."""


LOOPBACK = ("127.0.0.1", "localhost")
"""Names under which this machine asks itself."""


class OwnHostsOnly:
    """Refuses requests that a foreign page makes, even when its name leads to this machine.

    A page elsewhere can make a browser send requests to 127.0.0.1, and can let its own name point
    there (DNS rebinding). Such requests name a foreign Host or Origin.

    Args:
        app: The application behind it.
        port: The port that this server listens on.
        names: Under which it is served; loopback alone as a rule.
    """

    def __init__(self, app: ASGIApp, port: int, names: Iterable[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in names}
        if port == 80:  # browsers leave it out
            self.hosts |= set(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or passes the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        app = self.app if refusal is None else problem_response(refusal, 403)
        await app(scope, receive, send_with_headers)

    def _refusal(self, headers: Headers) -> ConvscopeError | None:
        host = headers.get("host", "")
        if host not in self.hosts:
            return ConvscopeError(
                f'The request names the host "{host[:100]}".',
                f"Expected {' or '.join(sorted(self.hosts))}.",
                "Open the address that convscope printed.",
            )
        origin = headers.get("origin")
        # Of a server with several names each speaks for itself alone.
        if origin is not None and origin != f"http://{host}":
            return ConvscopeError(
                f'The request comes from "{origin[:100]}".',
                f"Expected http://{host}.",
                "Open the address that convscope printed.",
            )
        return None
