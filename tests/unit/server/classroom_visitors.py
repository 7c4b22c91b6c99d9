"""People who visit a room, each with a cookie of their own."""

import json
from dataclasses import dataclass
from typing import Any

from asking import Answer, ask, greet
from starlette.types import ASGIApp

ADDRESS = "192.0.2.7"


@dataclass
class Person:
    """Somebody with a browser."""

    app: ASGIApp
    cookie: str = ""

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return ask(self.app, path, method, **self._named(headers))

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return ask(self.app, path, "POST", content, **self._named(headers))

    def greet(self, path: str, **headers: str) -> list[Any]:
        return greet(self.app, path, **self._named(headers))

    def join(self, code: str) -> Answer:
        answer = self.post("/api/room/join", {"code": code})
        if answer.status == 200:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    def _named(self, headers: dict[str, str]) -> dict[str, str]:
        own = {"host": f"{ADDRESS}:8765"}
        return {**own, **({"cookie": self.cookie} if self.cookie else {}), **headers}
