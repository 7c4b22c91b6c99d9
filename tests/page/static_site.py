"""A static site on loopback: the page's modules, golden files, and what a test puts there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "convscope" / "web"
BLANK = "<!doctype html><html lang='en'><title>convscope</title><link rel='icon' href='data:,'>"


@dataclass(frozen=True)
class Site:
    """A static site; what is put into `files` is found under `/files/`."""

    url: str
    files: Path


class _Handler(SimpleHTTPRequestHandler):
    """Serves several folders under their own names, and a blank page."""

    extensions_map = {".js": "text/javascript", ".json": "application/json", "": "text/html"}  # noqa: RUF012

    def __init__(self, *args, folders: dict[str, Path], **options) -> None:
        self.folders = folders
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        first, _, rest = unquote(urlsplit(path).path).lstrip("/").partition("/")
        return str(self.folders.get(first, Path("/nowhere")) / rest)

    def do_GET(self) -> None:
        if urlsplit(self.path).path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(BLANK.encode())

    def log_message(self, *args) -> None:
        """Keeps the tests' output to what fails."""


@contextmanager
def serve(files: Path, more: Mapping[str, Path] = MappingProxyType({})) -> Iterator[Site]:
    """Serves /src/ and /tests/ as they lie in the repository, `files` under /files/, and more."""
    folders = {"src": ROOT / "src", "tests": ROOT / "tests", "files": files, **more}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folders=folders))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", files)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
