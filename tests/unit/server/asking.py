"""Requests to an application, without a network."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    app: ASGIApp, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answer:
    """Sends one request to port 8765 and returns the whole answer.

    Names of headers are given with `_` for `-`; a body goes as JSON unless a header says otherwise.
    """
    sent: list[Any] = []
    path, _, query = path.partition("?")
    named = {"host": "127.0.0.1:8765", **{k.replace("_", "-"): v for k, v in headers.items()}}
    if body is not None:
        named.setdefault("content-type", "application/json")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "server": ("127.0.0.1", 8765),
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def answer() -> None:
        await app(scope, receive, send)

    # In a thread of its own: page tests in the same process may have left a loop running in this.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answer()).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body)


def greet(app: ASGIApp, path: str, **headers: str) -> list[Any]:
    """Opens a web socket and leaves at once; returns what the application said."""
    sent: list[Any] = []
    path, _, query = path.partition("?")
    named = {"host": "127.0.0.1:8765", **headers}
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}},
    }
    incoming = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

    async def receive() -> Any:
        return incoming.pop(0) if incoming else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async def visit() -> None:
        await asyncio.wait_for(app(scope, receive, send), 20)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, visit()).result()
    return sent
