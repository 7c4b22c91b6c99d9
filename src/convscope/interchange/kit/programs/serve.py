"""Judges pictures that are sent by HTTP.

python serve.py --port 8000
curl --data-binary @photo.jpg http://127.0.0.1:8000/predict
"""

import argparse
import json
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_WR
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from convscope.interchange.kit.photographs import UnreadableImage
from convscope.interchange.kit.programs.predict import class_names, predict, shape

MOST_BYTES = 20_000_000
"""Of a picture that is sent."""

PATIENCE = 5.0
"""Seconds for which a body that was refused is heard, and forgotten."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

JUDGING = BoundedSemaphore(2)
"""So many pictures are in memory at a time."""

CONNECTIONS = BoundedSemaphore(32)
"""So many may be open; others wait, in the system's own queue."""


class Refused(Exception):
    """A request that gets no verdict: the status, what was received, expected, and what to do."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request in JSON."""

    timeout = 20  # seconds that a silent client may take
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "kit", ""
    names: tuple[str, ...] | None = LOOPBACK

    def do_GET(self) -> None:
        """Says what the service takes and gives."""
        self._answer(self._about)

    def do_POST(self) -> None:
        """Judges the picture in the body."""
        self._answer(self._verdicts)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps requests out of the error output."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Says in JSON what the library says of a request that is none.

        Args:
            code: Status.
            message: In words.
            explain: Left out.
        """
        said = f"The request is none: {message or code}.", "Expected HTTP.", "Use a client for it."
        self._send(int(code), dict(zip(("error", "expected", "fix"), said, strict=True)))

    def _about(self) -> dict[str, Any]:
        if self.path not in ("/", "/predict"):
            raise Refused(404, f"There is no {self.path[:100]}.", "/ or /predict.", "Ask for /.")
        takes = {"height": shape[0], "width": shape[1], "channels": shape[2]}
        return {"class_names": class_names, "net_takes": takes, "most_bytes": MOST_BYTES}

    def _verdicts(self) -> dict[str, Any]:
        size = self._size()
        if self.path != "/predict":
            raise Refused(404, f"There is no {self.path[:100]}.", "/predict.", "Send it there.")
        content = self.rfile.read(size)
        if len(content) < size:
            raise Refused(400, "The picture ended early.", f"{size} bytes.", "Send it again.")
        try:
            with JUDGING:
                rows = predict(content).tolist()
        except UnreadableImage as error:
            reason = f"The picture cannot be read: {error}."
            raise Refused(422, reason, "A png, jpg, webp, bmp, gif or tiff.", "Send one.") from None
        named = [dict(zip(class_names, row, strict=True)) for row in rows]
        best = [max(row, key=row.__getitem__) for row in named]
        return {
            "answers": [
                {"class_name": name, "probability": row[name], "probabilities": row}
                for name, row in zip(best, named, strict=True)
            ]
        }

    def _size(self) -> int:
        text = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (text.isascii() and text.isdecimal()):
            raise Refused(411, "How long the body is was not said.", "Content-Length.", "Send it.")
        if len(text) > 12 or not 0 < int(text) <= MOST_BYTES:
            most = f"1 to {MOST_BYTES} bytes."
            raise Refused(413, f"A body of {text[:20]} bytes.", most, "Send a smaller picture.")
        return int(text)

    def _answer(self, make: Any) -> None:
        try:
            self._check_names()
            self._send(200, make())
        except Refused as refusal:
            status, *said = refusal.args
            self._send(status, dict(zip(("error", "expected", "fix"), said, strict=True)))

    def _check_names(self) -> None:
        """Refuses what a foreign page asks, even where its own name leads to this machine."""
        origin = self.headers.get("Origin")
        host = self.headers.get("Host", "")
        name = host.rpartition(":")[0].strip("[]") if ":" in host else host
        is_foreign = origin is not None and origin != f"http://{host}"
        if is_foreign or (self.names is not None and name not in self.names):
            foreign = f"The request names {(origin or host)[:100]}."
            raise Refused(403, foreign, "This machine's own name.", "Ask from this machine.")

    def _send(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told, ensure_ascii=False).encode()
        self.close_connection = self.close_connection or status != 200  # a body may be unread
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Has no more connections open than it can serve."""

    def process_request(self, request: Any, client_address: Any) -> None:
        """Starts a thread for a connection, once there is room."""
        CONNECTIONS.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serves a connection and makes room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            CONNECTIONS.release()

    def shutdown_request(self, request: Any) -> None:
        """Hears out who still sends: closed at once, the connection would take the answer along."""
        until = monotonic() + PATIENCE
        with suppress(OSError):
            request.shutdown(SHUT_WR)
            request.settimeout(PATIENCE)
            while request.recv(1 << 16) and monotonic() < until:
                pass
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of clients that went away; bugs are told in one line."""
        if not isinstance(error := sys.exception(), OSError):
            print(f"A request failed: {error!r}", file=sys.stderr)


def main() -> None:
    """Serves until Ctrl-C."""
    options = argparse.ArgumentParser(description="Judges pictures that are sent by HTTP.")
    options.add_argument("--host", default="127.0.0.1", help="an address of this machine")
    options.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    given = options.parse_args()
    if given.host not in LOOPBACK:
        Handler.names = None  # whoever reaches this machine may ask, under any of its names
        print("Everybody who reaches this machine can send pictures.", file=sys.stderr)
    with Server((given.host, given.port), Handler) as server:
        print(f"http://{given.host}:{server.server_port}/predict", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
