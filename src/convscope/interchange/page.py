"""The offline page: one HTML file that draws, judges and explains without server or network."""

import re
from base64 import b64encode
from functools import cache
from gzip import compress
from hashlib import sha256
from html import escape
from pathlib import Path

from convscope.files import write_atomically
from convscope.interchange.linking import link_modules
from convscope.interchange.page_settings import PageSettings
from convscope.interchange.page_weights import PageWeights, weights_for_page
from convscope.model_file import read_model
from convscope.texts import to_json_text, visible

WEB = Path(__file__).parents[1] / "web"

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · convscope</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<script>{check}</script>
</head>
<body>
<noscript>convscope computes everything in this page and needs JavaScript.</noscript>
<script type="application/json" id="convscope-page">{data}</script>
<script type="module">{unpack}</script>
</body>
</html>
"""


def export_page(
    model: str | Path, path: str | Path, settings: PageSettings, *, keep_weights: bool = False
) -> PageWeights | None:
    """Writes a page that holds a model and everything needed to draw at it.

    It opens from a folder, a memory stick or an e-mail; its content security policy forbids it
    every request.

    Args:
        model: A model file.
        path: The HTML file.
        settings: What the page is told besides.
        keep_weights: Whether the weights stay as they are, though float16 might do.

    Returns:
        What became of the weights, or None with `keep_weights`.

    Raises:
        ConvscopeError: Not a model file, or the disk refused.
    """
    read_model(model)  # a page with a broken model would tell its reader, not its writer
    weights = None if keep_weights else weights_for_page(model, settings.images)
    file = weights.file if weights else Path(model).read_bytes()
    write_atomically(path, page_html(file, settings).encode())
    return weights


def page_html(model: bytes, settings: PageSettings) -> str:
    """Returns the text of the offline page for the bytes of a model file."""
    style = page_styles()
    check = (WEB / "browser_check.js").read_text(encoding="utf-8")
    unpack = _inside_script(_without_comments(link_modules(WEB / "unpack.js")))
    script = _without_comments(link_modules(WEB / "offline.js"))
    hashes = " ".join(f"'{_hash(text)}'" for text in (check, unpack, script))
    policy = "; ".join(
        (
            "default-src 'none'",
            # The last compiles WebAssembly, which the net is computed with, and evaluates no text.
            f"script-src {hashes} blob: 'wasm-unsafe-eval'",
            f"style-src '{_hash(style)}'",
            "worker-src blob:",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    data = {
        "script": _compressed(script),
        "model": b64encode(model).decode(),
        "workers": {name: _compressed(worker_text(name)) for name in ("net", "learning")},
        "settings": settings.to_json(),
    }
    return _PAGE.format(
        language=settings.language or "en",
        policy=policy,
        title=escape(visible(settings.name)),
        style=style,
        check=check,
        data=to_json_text(data).replace("<", "\\u003c"),
        unpack=unpack,
    )


@cache
def worker_text(room: str = "net") -> str:
    """Returns the source of a worker as a classic script.

    Nobody reads it where it lies, so it comes without the comments.

    Args:
        room: Of `web/`: `net` for the worker that judges, `learning` for the one that trains.
    """
    return _without_comments(link_modules(WEB / room / "worker.js"))


def _compressed(text: str) -> str:
    """Returns a text as gzip in base64, the same bytes for the same text."""
    return b64encode(compress(text.encode(), 9, mtime=0)).decode()


def _without_comments(script: str) -> str:
    """Returns a script without its longer comments: the sources are in the package, to be read."""
    return re.sub(r"^ */\*\*(?:(?!\*/).)*\*/\n", "", script, flags=re.MULTILINE | re.DOTALL)


@cache
def page_styles() -> str:
    """Returns the style sheets of the drawing page in its order, as one."""
    page = (WEB / "draw.html").read_text(encoding="utf-8")
    names = re.findall(r'<link rel="stylesheet" href="/web/([\w/]+\.css)">', page)
    return "\n".join((WEB / name).read_text(encoding="utf-8") for name in names)


def _inside_script(text: str) -> str:
    """Returns JavaScript that does not end the element it stands in."""
    return text.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
