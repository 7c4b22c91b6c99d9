"""What all pictures share: figures without a window, colours, mosaics of small images."""

import io
import warnings
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.texts import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#767676"
"""Safe for colour-blind readers. Source: Okabe, Ito, "Color Universal Design", 2008."""

PALETTE = (BLUE, VERMILION, GREEN, "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours for lines that lie in one picture; each also gets a marker of its own."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X")

PANEL = "#E8E8E8"
"""Behind mosaics: neither white (zero) nor a colour of the maps."""


def new_figure(width: float, height: float, rows: int = 1, columns: int = 1) -> "tuple[Any, Any]":
    """Returns a figure of `width` × `height` inches and its axes, (rows, columns).

    Args:
        width: In inches.
        height: In inches.
        rows: Axes below each other.
        columns: Axes side by side.

    Returns:
        The figure, and an array of axes that has two dimensions even for a single one.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def to_svg(figure: "Figure") -> str:
    """Returns the SVG text; letters stay letters, so that the reader's fonts show them."""
    from matplotlib import rc_context
    from matplotlib.text import Text

    text = io.StringIO()
    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "convscope",
        "image.interpolation": "none",
        "font.family": "sans-serif",
        "font.size": 9,
    }
    with rc_context(settings), warnings.catch_warnings():
        # Measuring hiragana needs a font that may be absent here; the reader's browser has one.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        for shown in figure.findobj(Text):
            shown.set_parse_math(False)  # type: ignore[attr-defined]  # "$" in a name is a letter
        figure.savefig(text, format="svg", metadata={"Date": None})
    return visible(text.getvalue())


@cache
def diverging() -> "Colormap":
    """Returns blue (negative), white (zero), vermilion (positive); missing values are grey."""
    from matplotlib.colors import LinearSegmentedColormap

    colors = ["#00395A", BLUE, "#FFFFFF", VERMILION, "#6B2F00"]
    return LinearSegmentedColormap.from_list("convscope", colors).with_extremes(bad=PANEL)


@cache
def rising() -> "Colormap":
    """Returns white (zero) to dark vermilion, the upper half of `diverging`."""
    from matplotlib.colors import LinearSegmentedColormap

    colors = ["#FFFFFF", VERMILION, "#6B2F00"]
    return LinearSegmentedColormap.from_list("convscope-rising", colors).with_extremes(bad=PANEL)


@cache
def greys() -> "Colormap":
    """Returns black to white; missing values are light grey."""
    from matplotlib import colormaps

    return colormaps["gray"].with_extremes(bad=PANEL)


def mosaic(tiles: NDArray[Any], columns: int, gap: int = 1) -> NDArray[np.float32]:
    """Returns small images side by side, row by row, with missing values between them.

    Args:
        tiles: (number, height, width) or (number, height, width, channels).
        columns: Tiles in a row.
        gap: Pixels between two tiles.

    Returns:
        float32 (rows × (height + gap) + gap, columns × (width + gap) + gap[, channels]).
    """
    number, height, width = tiles.shape[:3]
    rows = -(-number // columns)
    shape = (rows * (height + gap) + gap, columns * (width + gap) + gap, *tiles.shape[3:])
    canvas = np.full(shape, np.nan, np.float32)
    for index, tile in enumerate(tiles):
        top = gap + index // columns * (height + gap)
        left = gap + index % columns * (width + gap)
        canvas[top : top + height, left : left + width] = tile
    return canvas


def columns_for(number: int, height: int, width: int, most: int = 16) -> int:
    """Returns how many tiles to put in a row so that the mosaic is about twice as wide as high.

    Args:
        number: Tiles in all, at least 1.
        height: Pixels of a tile.
        width: Pixels of a tile.
        most: Never more in a row than this.
    """
    return int(min(max(round(np.sqrt(2.0 * number * height / width)), 1), most, number))


def show(axis: "Axes", values: NDArray[Any], signed: bool, limit: float | None = None) -> Any:
    """Draws numbers as colours: `diverging` around 0 if signed, else `rising` from 0.

    Args:
        axis: Where to draw.
        values: (height, width), any range; NaN is missing.
        signed: Whether values below 0 are to be told from those above.
        limit: Magnitude that gets the strongest colour; the largest in `values` if None.

    Returns:
        The image drawn, which `color_bar` takes.
    """
    largest = float(np.nanmax(np.abs(values))) if limit is None else limit
    largest = largest or 1.0
    axis.set_axis_off()
    return axis.imshow(
        values,
        cmap=diverging() if signed else rising(),
        vmin=-largest if signed else 0.0,
        vmax=largest,
        interpolation="none",
    )


def show_image(axis: "Axes", image: NDArray[Any], low: float = 0.0, high: float = 255.0) -> None:
    """Draws an image as it is: grey for one channel, else RGB; missing values as the panel.

    Args:
        axis: Where to draw.
        image: (height, width) or (height, width, channels), where channels other than three are
            drawn as their mean; NaN is missing.
        low: Value that is drawn as black.
        high: Value that is drawn as white, or as the full colour.
    """
    axis.set_axis_on()
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines[:].set(color=PANEL, linewidth=0.6)  # light images end somewhere on a light page
    shares = (image.astype(np.float32) - low) / (high - low)
    if shares.ndim == 3 and shares.shape[2] == 3:
        panel = np.array([int(PANEL[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)
        shares = np.where(np.isnan(shares), panel, shares.clip(0, 1))
        axis.imshow(shares, interpolation="none")
    else:
        grey = shares.mean(2) if shares.ndim == 3 else shares
        axis.imshow(grey, cmap=greys(), vmin=0, vmax=1, interpolation="none")


def color_bar(figure: "Figure", image: Any, axes: Any, label: str) -> None:
    """Adds the key to colours.

    Args:
        figure: The figure that the axes belong to.
        image: What `show` returned.
        axes: An axis or several; the key takes its room from them.
        label: What the numbers are.
    """
    bar = figure.colorbar(image, ax=axes, shrink=0.8, aspect=30, pad=0.02)
    bar.set_label(label)
    bar.outline.set_visible(False)


def key_above(figure: "Figure", columns: int = 4) -> None:
    """Puts the key to the first axes' lines above everything, where no line can run through it.

    Args:
        figure: The figure, whose lines have labels.
        columns: Most entries in a row.
    """
    handles, names = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper left", ncols=columns, frameon=False)


def percent_axis(axis: "Axes", name: str) -> None:
    """Labels the vertical axis with percentages from 0 to 100."""
    ticks = np.linspace(0, 1, 6)
    axis.set_ylim(-0.02, 1.02)
    axis.set_yticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    axis.set_ylabel(name)
    plain_axis(axis)


def plain_axis(axis: "Axes") -> None:
    """Takes away lines that say nothing."""
    axis.grid(alpha=0.25)
    axis.spines[["top", "right"]].set_visible(False)


def hide(axes: Sequence["Axes"]) -> None:
    """Takes away axes that hold nothing."""
    for axis in axes:
        axis.set_axis_off()
