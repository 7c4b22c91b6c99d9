"""`DrawingPad`: draw at a net in a notebook cell, read what it says in Python."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from convscope.arrays import Image, Probabilities
from convscope.drawing import Stroke, strokes_from_json, strokes_to_json
from convscope.errors import ConvscopeError
from convscope.interchange.html_pages import page_styles
from convscope.interchange.linking import link_modules
from convscope.interchange.packing import WEB
from convscope.interchange.page import worker_text
from convscope.interchange.page_settings import PageSettings
from convscope.widget.model_bytes import model_bytes
from convscope.widget.page_in_cell import page_in_cell

try:
    import anywidget
    import traitlets
except ImportError as error:
    raise ConvscopeError(
        f"DrawingPad needs {error.name}, which is not installed.",
        "Expected the notebook extra of convscope.",
        'Install it with: pip install "convscope[notebook]"',
    ) from error


class DrawingPad(anywidget.AnyWidget):
    """A pad, the net's verdict and all its layers in a notebook cell.

    The net runs in the browser, so the pad answers while the kernel is busy training. Python
    learns of a drawing when the pen is lifted. Where a notebook shows no widgets, the cell holds
    the same pad as a page; Google Colab then tells Python all the same.

    Args:
        model: A net such as `Sequential`, a `Model`, the path of a model file or of a run, or a
            name such as `"mnist"`.
        language: `"en"` or `"ja"`; empty for the browser's own.

    Attributes:
        class_name: The likeliest class, empty for blank paper. Listen with
            `pad.observe(listener, "class_name")`.
        name: How the model is called above the pad.
        language: As given.

    Example:
        >>> from convscope import DrawingPad  # doctest: +SKIP
        >>> pad = DrawingPad("mnist")  # doctest: +SKIP
        >>> pad.class_name, pad.image.shape  # after drawing  # doctest: +SKIP
        ('3', (28, 28, 1))
    """

    _esm = link_modules(WEB / "widget.js")
    _styles = traitlets.Unicode().tag(sync=True)
    _worker = traitlets.Unicode().tag(sync=True)
    _model = traitlets.Unicode().tag(sync=True)
    _strokes = traitlets.Unicode("[]").tag(sync=True)
    _verdict = traitlets.Unicode("null").tag(sync=True)
    class_name = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, model: Any, language: str = "") -> None:
        settings = PageSettings(_name_of(model), language)
        super().__init__(
            _styles=page_styles(),
            _worker=worker_text(),
            name=settings.name,
            language=settings.language,
        )
        self._page_name = f"convscope-pad-{uuid4().hex}"
        self.show_model(model)
        if (output := _colab_output()) is not None:
            output.register_callback(self._page_name, self._hear)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Returns what a notebook may show: the widget, or else a page."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        settings = PageSettings(self.name, self.language, told=self._page_name)
        html = {"text/html": page_in_cell(b64decode(self._model), settings)}
        if isinstance(bundle, tuple):
            return bundle[0] | html, bundle[1]
        return bundle | html

    def _hear(self, text: str) -> None:
        """Takes in what the page in the cell tells.

        Raises:
            ConvscopeError: It is not what a page tells.
        """
        try:
            told = json.loads(text)
            strokes, verdict, class_name = (
                told[key] for key in ("strokes", "verdict", "class_name")
            )
            strokes_from_json(strokes)
            json.loads(verdict)
        except (KeyError, TypeError, ValueError) as error:
            raise ConvscopeError(
                "The page in the cell told something that cannot be read.",
                "Expected strokes, verdict and class_name.",
                "Run the cell again.",
            ) from error
        with self.hold_trait_notifications():
            self._strokes, self._verdict, self.class_name = strokes, verdict, class_name

    def show_model(self, model: Any) -> None:
        """Judges with another model, or with the same net after more training.

        Args:
            model: As for `DrawingPad`. The drawing stays.
        """
        self._model = b64encode(model_bytes(model)).decode()
        self.name = _name_of(model)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is drawn; set it to draw."""
        return strokes_from_json(self._strokes)

    @strokes.setter
    def strokes(self, strokes: Iterable[Stroke]) -> None:
        self._strokes = strokes_to_json(tuple(strokes))

    @property
    def image(self) -> Image | None:
        """What the net received, uint8 (height, width, channels), 0–255; None for blank paper."""
        verdict = json.loads(self._verdict)
        if verdict is None:
            return None
        pixels = np.frombuffer(b64decode(verdict["image"]), np.uint8)
        return pixels.reshape(verdict["shape"])

    @property
    def probabilities(self) -> Probabilities | None:
        """The probability of every class, float32 (classes,), 0–1; None for blank paper."""
        verdict = json.loads(self._verdict)
        return None if verdict is None else np.array(verdict["probabilities"], np.float32)


def _colab_output() -> Any:
    """Returns Google Colab's module for functions that a page may call; None elsewhere."""
    try:
        from google.colab import output  # type: ignore[import-not-found]
    except ImportError:
        return None
    return output


def _name_of(model: Any) -> str:
    if isinstance(model, str | Path):
        path = Path(model)
        return path.parent.name if path.stem == "model" else path.stem
    return getattr(model, "name", "")
