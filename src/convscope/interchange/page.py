"""The offline page: one HTML file that draws, judges and explains without server or network."""

from functools import cache
from pathlib import Path

from convscope.files import write_atomically
from convscope.interchange.linking import link_modules
from convscope.interchange.packing import (
    WEB,
    compressed,
    compressed_bytes,
    packed_page,
    packed_settings,
    without_comments,
)
from convscope.interchange.page_settings import PageSettings
from convscope.interchange.page_weights import PageWeights, weights_for_page
from convscope.model_file import model_bytes


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
    content, weights = page_bytes(model, settings, keep_weights=keep_weights)
    write_atomically(path, content)
    return weights


def page_bytes(
    model: str | Path, settings: PageSettings, *, keep_weights: bool = False
) -> tuple[bytes, PageWeights | None]:
    """Returns what `export_page` writes, and what became of the weights.

    Args:
        model: As for `export_page`.
        settings: As for `export_page`.
        keep_weights: As for `export_page`.

    Raises:
        ConvscopeError: Not a model file.
    """
    whole = model_bytes(model)  # a broken model would be told to the page's reader, not its writer
    weights = None if keep_weights else weights_for_page(model, settings.images)
    return page_html(weights.file if weights else whole, settings).encode(), weights


def page_html(model: bytes, settings: PageSettings) -> str:
    """Returns the text of the offline page for the bytes of a model file."""
    data = {
        "model": compressed_bytes(model),
        "workers": {name: compressed(worker_text(name)) for name in ("net", "learning")},
        "settings": packed_settings(settings.to_json()),
    }
    return packed_page(
        "offline.js", "draw.html", data, title=settings.name, language=settings.language
    )


@cache
def worker_text(room: str = "net") -> str:
    """Returns the source of a worker as a classic script.

    Nobody reads it where it lies, so it comes without the comments.

    Args:
        room: Of `web/`: `net` for the worker that judges, `learning` for the one that trains.
    """
    return without_comments(link_modules(WEB / room / "worker.js"))
