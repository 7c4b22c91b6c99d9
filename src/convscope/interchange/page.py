"""The offline page: one HTML file that draws, judges and explains without server or network."""

import re
from base64 import b64encode
from functools import cache
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
</head>
<body>
<noscript>convscope computes everything in this page and needs JavaScript.</noscript>
<script type="application/json" id="convscope-page">{data}</script>
<script type="module">{script}</script>
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
    script = _inside_script(_shortened(link_modules(WEB / "offline.js")))
    policy = "; ".join(
        (
            "default-src 'none'",
            # The last compiles WebAssembly, which the net is computed with, and evaluates no text.
            f"script-src '{_hash(script)}' blob: 'wasm-unsafe-eval'",
            f"style-src '{_hash(style)}'",
            "worker-src blob:",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    data = {
        "model": b64encode(model).decode(),
        "settings": settings.to_json(),
    }
    return _PAGE.format(
        language=settings.language or "en",
        policy=policy,
        title=escape(visible(settings.name)),
        style=style,
        data=to_json_text(data).replace("<", "\\u003c"),
        script=script,
    )


@cache
def worker_text() -> str:
    """Returns the source of the worker that computes the net, as a classic script.

    Nobody reads it where it lies, so it comes without the comments.
    """
    return _shortened(link_modules(WEB / "net" / "worker.js"))


def _shortened(script: str) -> str:
    """Returns a script without its longer comments, each step of its indentation as one tab.

    The sources are in the package, to be read. None of them has a text of several lines.
    """
    told = re.sub(r"^ */\*\*(?:(?!\*/).)*\*/\n+", "", script, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^(?:  )+", lambda found: "\t" * (len(found[0]) // 2), told, flags=re.MULTILINE)


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
