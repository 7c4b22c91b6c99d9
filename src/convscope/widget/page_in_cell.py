"""The offline page as the content of a notebook cell, where no widget manager answers."""

from html import escape

from convscope.interchange.page import page_html
from convscope.interchange.page_settings import PageSettings

MOST_BYTES = 4 * 1024 * 1024
"""Size of a page up to which it is put into the notebook, which is saved with it."""

_CELL = """<iframe id="{name}" title="{title}" srcdoc="{page}"
sandbox="allow-scripts allow-downloads" style="width:100%;height:50rem;max-height:90vh;border:0">
</iframe>
<script>
addEventListener("message", ({{ source, data }}) => {{
  if (source !== document.getElementById("{name}")?.contentWindow) return;
  if (data?.convscope !== "{name}") return;
  globalThis.google?.colab?.kernel?.invokeFunction("{name}", [JSON.stringify(data)], {{}});
}});
</script>
"""

_TOO_LARGE = """<p>Here is a drawing pad of convscope for the net {title}. This notebook shows no
widgets, and the net is too large to be put into the cell. <code>convscope export</code> writes it
as a page that opens anywhere.</p>
"""


def page_in_cell(model: bytes, settings: PageSettings) -> str:
    """Returns HTML that shows the drawing page in a frame of its own.

    The frame's content may neither read the notebook nor use its network. Where the notebook has a
    function for it, as Google Colab's has, drawing and verdict are handed to the kernel, to the
    function that is registered as `settings.told`.

    Args:
        model: Bytes of a model file.
        settings: What the page is told besides; `told` is a name of letters, digits and hyphens.
    """
    page = page_html(model, settings)
    title = escape(settings.name or "convscope")
    if len(page) > MOST_BYTES:
        return _TOO_LARGE.format(title=title)
    return _CELL.format(name=settings.told, title=title, page=escape(page))
