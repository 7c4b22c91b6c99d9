"""Fetching one file over HTTP from a server that may do anything: go on, bounded, never for ever.

What has arrived is kept beside the file (`<name>.part`, with what the server said about it), so
that the next attempt goes on from there, also of another command.
"""

import gzip
import http.client
import json
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Timer
from typing import IO, Any

CHUNK_BYTES = 64 * 1024
SILENCE_S = 30.0
"""A server that sends nothing for so long is given up, in s."""

HEADERS_S = 60.0
"""Longest time until an answer begins, in s, however it drips."""

SLOWEST_BYTES_PER_S = 2_000
"""A server that is slower than this over `SILENCE_S` is given up: a modem of 1995 is faster."""


class MirrorError(Exception):
    """A server did not serve; the text says why in a few words."""


class CutError(MirrorError):
    """A server ended the connection in the middle; asked again, it may give more."""


@dataclass(frozen=True)
class Answer:
    """What a server says before the content.

    Attributes:
        offset: Where in the file its content begins.
        total: Size of the whole file in bytes; None where it does not say.
        validator: What tells this version of the file from others; empty where it does not say.
        is_gzipped: Whether it says that the content was compressed for the way.
    """

    offset: int
    total: int | None
    validator: str
    is_gzipped: bool


def fetch(
    url: str, part: Path, most_bytes: int, on_bytes: Callable[[int, int | None], None]
) -> bool:
    """Goes on with a file until it is whole.

    Args:
        url: Where it is.
        part: Where it grows; what is there from an earlier attempt at the same address is kept if
            the server has the same version of it still.
        most_bytes: A longer answer is cut off.
        on_bytes: Called with what is there and what is expected, in bytes.

    Returns:
        Whether the server says that the content was compressed for the way.

    Raises:
        MirrorError: The server failed, was too slow, or sent too much.
        OSError: The disk refused.
    """
    notes = notes_of(part)
    known = _read_notes(notes)
    have = part.stat().st_size if part.is_file() and known.get("url") == url else 0
    validator = known.get("validator", "") if have else ""
    with _ask(url, have, validator) as response:
        answer = _understand(response, have)
        if answer.offset not in (0, have):
            part.unlink(missing_ok=True)
            raise MirrorError("it sent another part of the file than was asked for")
        if answer.total is not None and answer.total > most_bytes:
            raise MirrorError(f"its file of {answer.total:,} bytes is larger than the publisher's")
        notes.write_text(json.dumps({"url": url, "validator": answer.validator}), "utf-8")
        with part.open("ab" if answer.offset else "wb") as file:
            is_too_long = _receive(response, file, answer, most_bytes, on_bytes)
            file.flush()
            os.fsync(file.fileno())
    if is_too_long:
        forget(part)
        raise MirrorError(f"it sent more than {most_bytes:,} bytes")
    return answer.is_gzipped


def forget(part: Path) -> None:
    """Removes what has arrived so far."""
    part.unlink(missing_ok=True)
    notes_of(part).unlink(missing_ok=True)


def notes_of(part: Path) -> Path:
    """Returns where it stands what the server said about a part."""
    return part.with_name(f"{part.name}.json")


def unpacked_once(content: Path, most_bytes: int) -> bytes | None:
    """Returns a gzip file's content; None if it is none or its content is too long."""
    try:
        with gzip.open(content) as file:
            found = file.read(most_bytes + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return found if len(found) <= most_bytes else None


def _receive(
    response: http.client.HTTPResponse,
    file: IO[bytes],
    answer: Answer,
    most_bytes: int,
    on_bytes: Callable[[int, int | None], None],
) -> bool:
    """Writes what arrives, as long as enough does; returns whether it is too much."""
    have, began, had = answer.offset, time.monotonic(), answer.offset
    while True:
        try:
            chunk = response.read1(CHUNK_BYTES)
        except (OSError, http.client.HTTPException, ValueError) as error:
            is_cut = not isinstance(error, TimeoutError)
            raise (CutError if is_cut else MirrorError)(_in_short(error)) from error
        if not chunk:
            break
        have += len(chunk)
        if have > most_bytes:
            return True
        file.write(chunk)
        on_bytes(have, answer.total)
        seconds = time.monotonic() - began
        if seconds > SILENCE_S:
            if have - had < SLOWEST_BYTES_PER_S * seconds:
                raise MirrorError(f"it sent {(have - had) / seconds:.0f} bytes per second")
            began, had = time.monotonic(), have
    if answer.total is not None and have != answer.total:
        raise CutError(f"the connection was cut after {have:,} of {answer.total:,} bytes")
    return False


def _ask(url: str, have: int, validator: str) -> http.client.HTTPResponse:
    """Sends the request, for the rest of the file where some of it is there."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "convscope"}
    if have:
        headers["Range"] = f"bytes={have}-"
        if validator:
            headers["If-Range"] = validator
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(_WatchedHTTP, _WatchedHTTPS(context=_certificates()))
    try:
        return opener.open(request, timeout=SILENCE_S)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            return _ask(url, 0, "")
        raise MirrorError(f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise MirrorError(_in_short(error)) from error


def _understand(response: http.client.HTTPResponse, have: int) -> Answer:
    headers = response.headers
    tag = headers.get("ETag", "")
    validator = tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")
    length = headers.get("Content-Length", "")
    total = int(length) if length.isascii() and length.isdigit() else None
    offset = 0
    if response.status == http.HTTPStatus.PARTIAL_CONTENT:
        unit, _, rest = headers.get("Content-Range", "").partition(" ")
        first, _, size = rest.partition("-")[0], *rest.partition("/")[1:]
        offset = int(first) if unit == "bytes" and first.isdigit() else -1
        total = int(size) if size.isdigit() else None if total is None else total + have
    is_gzipped = headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    return Answer(offset, total, validator, is_gzipped)


def _read_notes(path: Path) -> dict[str, str]:
    try:
        notes = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    is_ours = isinstance(notes, dict) and all(isinstance(v, str) for v in notes.values())
    return notes if is_ours and "\n" not in "".join(notes.values()) else {}


def _certificates() -> ssl.SSLContext:
    """Returns what servers are known by; Python for macOS finds no certificates of its own."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


class _Watched(http.client.HTTPConnection):
    """A connection whose answer has to begin in time; a timeout alone only ends silence."""

    _is_cut = False

    def getresponse(self) -> http.client.HTTPResponse:
        watch = Timer(HEADERS_S, self._cut)
        watch.daemon = True
        watch.start()
        try:
            response = super().getresponse()
        finally:
            watch.cancel()
        if self._is_cut:  # what came until then reads like a whole answer without content
            raise TimeoutError
        return response

    def _cut(self) -> None:
        self._is_cut, sock = True, self.sock
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)


class _WatchedSecurely(_Watched, http.client.HTTPSConnection):
    """The same over TLS."""


class _WatchedHTTP(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Watched, req)


class _WatchedHTTPS(urllib.request.HTTPSHandler):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self.own_context = context

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(_WatchedSecurely, context=self.own_context), req)  # type: ignore[arg-type]


def _in_short(error: BaseException) -> str:
    """Returns in a few words why a server did not serve."""
    reason = getattr(error, "reason", error)
    cause = reason if isinstance(reason, BaseException) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate cannot be trusted: {cause.verify_message}"
    if isinstance(cause, TimeoutError):
        return f"no answer within {SILENCE_S:.0f} s"
    if isinstance(cause, socket.gaierror):
        return "its name cannot be found; is there a network?"
    if isinstance(cause, ConnectionRefusedError):
        return "no connection"
    if isinstance(cause, http.client.IncompleteRead | ConnectionError | http.client.BadStatusLine):
        return "the connection was cut"
    return str(reason)[:120] or type(error).__name__
