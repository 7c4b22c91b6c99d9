"""Packs a page of ours into one HTML file: modules linked into one script, style sheets, data."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from gzip import compress
from hashlib import sha256
from html import escape
from typing import Any

from convscope.interchange.html_pages import WEB, page_styles
from convscope.interchange.linking import link_modules, link_parts
from convscope.texts import to_json_text, visible

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
<script>{unpack}</script>
{late}</body>
</html>
"""


def packed_page(
    entry: str, page: str, data: Mapping[str, Any], *, title: str, language: str
) -> str:
    """Returns the text of a page that needs no other file and makes no request.

    Args:
        entry: The page's first module, by its path below `web/`.
        page: The page that a server would send, a key of `html_pages.PAGES`: its style sheets are
            taken.
        data: What the page is told, as JSON; its key `script` is ours.
        title: Of its window, for people.
        language: Code of the language that it begins in; empty for the reader's own.
    """
    return _packed(_script(entry), page, data, title, language)


@dataclass(frozen=True)
class LatePart:
    """What of a page comes after its beginning.

    Attributes:
        entry: Its module, by its path below `web/`.
        data: What the page is told when the module has run, as JSON.
    """

    entry: str
    data: Mapping[str, Any]


def packed_page_in_parts(
    entry: str,
    page: str,
    data: Mapping[str, Any],
    late: Sequence[LatePart],
    *,
    handed_to: tuple[str, str],
    title: str,
    language: str,
) -> str:
    """Returns the text of a page that works while the rest of it is still arriving.

    Like `packed_page`; besides, it may register a service worker that lies beside it.

    Args:
        entry: As there.
        page: As there.
        data: As there; its key `late` is ours.
        late: In the order in which they come.
        handed_to: A module of the page's beginning, by its path below `web/`, and the name of its
            function that takes what the modules of `late` export.
        title: As there.
        language: As there.
    """
    first, *scripts = link_parts(
        WEB / entry, [WEB / part.entry for part in late], (WEB / handed_to[0], handed_to[1])
    )
    parts = [
        (without_comments(script), part.data) for script, part in zip(scripts, late, strict=True)
    ]
    return _packed(without_comments(first), page, data, title, language, parts)


def _packed(
    script: str,
    page: str,
    data: Mapping[str, Any],
    title: str,
    language: str,
    late: Sequence[tuple[str, Mapping[str, Any]]] = (),
) -> str:
    style = page_styles(page)
    check = (WEB / "browser_check.js").read_text(encoding="utf-8")
    # In braces, for its names would be those of the script that it unpacks.
    unpack = _inside_script(f"{{{_script('unpack.js')}}}")
    late_scripts = [text for text, _ in late]
    hashes = " ".join(f"'{_hash(text)}'" for text in (check, unpack, script, *late_scripts))
    policy = "; ".join(
        (
            "default-src 'none'",
            # The last compiles WebAssembly, which the net is computed with, and evaluates no text.
            f"script-src {hashes} blob: 'wasm-unsafe-eval'",
            f"style-src '{_hash(style)}'",
            # A page in parts may have a service worker beside it.
            "worker-src 'self' blob:" if late else "worker-src blob:",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _PAGE.format(
        language=language or "en",
        policy=policy,
        title=escape(visible(title)),
        style=style,
        check=check,
        data=_inside_data({"script": compressed(script), "late": len(late), **data}),
        unpack=unpack,
        late="".join(_late_element(number, *part) for number, part in enumerate(late)),
    )


def _late_element(number: int, script: str, told: Mapping[str, Any]) -> str:
    data = _inside_data({"script": compressed(script), "data": packed_settings(told)})
    return f'<script type="application/json" id="convscope-late-{number}">{data}</script>\n'


def _inside_data(data: Mapping[str, Any]) -> str:
    """Returns JSON that does not end the element it stands in."""
    return to_json_text(data).replace("<", "\\u003c")


@cache
def _script(entry: str) -> str:
    return without_comments(link_modules(WEB / entry))


@lru_cache(maxsize=16)  # A notebook shows the same script in every cell.
def compressed(text: str) -> str:
    """Returns a text as `compressed_bytes` does."""
    return compressed_bytes(text.encode())


def compressed_bytes(content: bytes) -> str:
    """Returns content as gzip in base64, the same for the same content."""
    return b64encode(compress(content, 9, mtime=0)).decode()


def packed_settings(settings: Mapping[str, Any]) -> str:
    """Returns settings as `readPackedSettings` of the page reads them."""
    return compressed(to_json_text(settings))


def without_comments(script: str) -> str:
    """Returns a script without its longer comments: the sources are in the package, to be read."""
    return re.sub(r"^ */\*\*(?:(?!\*/).)*\*/\n", "", script, flags=re.MULTILINE | re.DOTALL)


def _inside_script(text: str) -> str:
    """Returns JavaScript that does not end the element it stands in."""
    return text.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
