"""Heat maps beside their images."""

from typing import TYPE_CHECKING

import numpy as np

from convscope.charts.canvas import PANEL, new_figure, show, show_image, to_svg

if TYPE_CHECKING:
    from convscope.insight.measures.attributions import Attributions


def attributions_figure(result: "Attributions") -> str:
    """Returns a row per image: the image, then every method's heat map."""
    from matplotlib.patches import Rectangle

    rows, columns = len(result.images), 1 + len(result.maps)
    figure, axes = new_figure(1.45 * columns, 1.5 * rows + 0.25, rows, columns)
    for row in range(rows):
        axis = axes[row][0]
        show_image(axis, result.images[row])
        name = result.class_names[result.targets[row]]
        axis.set_title(f"“{name}”: {100 * result.probabilities[row]:.0f} %", fontsize=8)
        for column, heat in enumerate(result.maps, 1):
            axis = axes[row][column]
            values = heat.values[row]
            # The strongest hundredth of the pixels may not drown all others.
            limit = float(np.quantile(np.abs(values), 0.99)) or float(np.abs(values).max())
            show(axis, values, heat.is_signed, limit)
            height, width = values.shape
            frame = Rectangle((-0.5, -0.5), width, height, fill=False, edgecolor=PANEL)
            axis.add_patch(frame)
            _outline(axis, result.images[row])
            if row == 0:
                axis.set_title(heat.title, fontsize=8)
    return to_svg(figure)


def _outline(axis, image: np.ndarray) -> None:  # noqa: ANN001  (matplotlib's Axes)
    """Draws where the image goes from dark to light, so that heat has a place."""
    light = image.mean(2)
    if light.max() - light.min() > 20:
        middle = (float(light.max()) + float(light.min())) / 2
        axis.contour(light, [middle], colors="#333333", linewidths=0.5, alpha=0.7)
