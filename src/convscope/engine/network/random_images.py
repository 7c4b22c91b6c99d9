"""Pictures changed at random while training, on (batch, channels, height, width)."""

from math import pi

import torch
from torch import Tensor, nn
from torch.nn import functional

from convscope import architecture as arch
from convscope.architecture import LayerStep
from convscope.engine.network.resizing import Resizing
from convscope.engine.processes.workers import Workers


class RandomImages(nn.Module):
    """Draws numbers for every picture of a batch, and changes it by them.

    They are drawn on the CPU and for the whole batch of all processes, so that they depend neither
    on the device nor on how many processes there are.
    """

    workers: Workers | None = None

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer = step.layer
        assert isinstance(layer, arch.RandomImages)
        self.ranges = layer.ranges

    def forward(self, images: Tensor) -> Tensor:
        """Returns the pictures; changed while training."""
        return self.changed(images, self.draw(images)) if self.training else images

    def draw(self, images: Tensor) -> Tensor:
        """Returns the numbers of every picture, float32 (batch, numbers)."""
        shard = self.workers.shard if self.workers else None
        whole, rows = (shard.whole, shard.rows) if shard else (len(images), slice(None))
        lower, upper = torch.tensor(self.ranges).T
        drawn = lower + (upper - lower) * torch.rand(whole, len(self.ranges))
        return drawn[rows].to(images.device)

    def changed(self, images: Tensor, drawn: Tensor) -> Tensor:
        """Returns the pictures changed by the numbers that were drawn for them."""
        raise TypeError(f"{type(self).__name__} must define changed()")


class RandomFlip(RandomImages):
    """Mirrors half of the pictures."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        assert isinstance(step.layer, arch.RandomFlip)
        words = step.layer.mode.split("_")
        self.axes = [axis for word, axis in (("vertical", 2), ("horizontal", 3)) if word in words]

    def changed(self, images: Tensor, drawn: Tensor) -> Tensor:
        """Returns the pictures, those with a number up to 0.5 mirrored."""
        return torch.where(drawn[:, :, None, None] <= 0.5, images.flip(self.axes), images)


class RandomMoves(RandomImages):
    """Turns, stretches or moves pictures."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        layer = step.layer
        assert isinstance(layer, arch.RandomMoves)
        self.fill_mode, self.interpolation = layer.fill_mode, layer.interpolation
        self.fill_value = layer.fill_value

    def changed(self, images: Tensor, drawn: Tensor) -> Tensor:
        """Returns the pictures moved."""
        height, width = images.shape[2:]
        (a, b, c), (d, e, f) = self.matrices(drawn, height, width)
        j = torch.arange(width, device=images.device).float()
        i = torch.arange(height, device=images.device).float()[:, None]
        x, y = (
            m.view(-1, 1, 1) * j + n.view(-1, 1, 1) * i + o.view(-1, 1, 1)
            for m, n, o in ((a, b, c), (d, e, f))
        )  # (batch, height, width)
        x, y = onto(x, width, self.fill_mode), onto(y, height, self.fill_mode)
        grid = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], dim=-1)
        is_constant = self.fill_mode == "constant"
        around = "zeros" if is_constant else "border"
        fill = self.fill_value if is_constant else 0.0
        sampled = functional.grid_sample(
            images - fill, grid, self.interpolation, around, align_corners=False
        )
        return sampled + fill

    def matrices(
        self, drawn: Tensor, height: int, width: int
    ) -> tuple[tuple[Tensor, Tensor, Tensor], tuple[Tensor, Tensor, Tensor]]:
        """Returns from which column, and from which row, values come: m · (j, i, 1).

        Args:
            drawn: float32 (batch, numbers).
            height: Rows.
            width: Columns.
        """
        raise TypeError(f"{type(self).__name__} must define matrices()")


class RandomRotation(RandomMoves):
    """Turns pictures around their middle."""

    def matrices(
        self, drawn: Tensor, height: int, width: int
    ) -> tuple[tuple[Tensor, Tensor, Tensor], tuple[Tensor, Tensor, Tensor]]:
        """Returns the matrices of the turns.

        Args:
            drawn: float32 (batch, 1), full turns.
            height: Rows.
            width: Columns.
        """
        x, y = (width - 1) / 2, (height - 1) / 2
        angle = 2 * pi * drawn[:, 0]
        cosine, sine = angle.cos(), angle.sin()
        of_x = cosine, -sine, x - x * cosine + y * sine
        return of_x, (sine, cosine, y - x * sine - y * cosine)


class RandomZoom(RandomMoves):
    """Shows more or less of pictures."""

    def matrices(
        self, drawn: Tensor, height: int, width: int
    ) -> tuple[tuple[Tensor, Tensor, Tensor], tuple[Tensor, Tensor, Tensor]]:
        """Returns the matrices of the stretches.

        Args:
            drawn: float32 (batch, 1 or 2), how much more of rows, and of columns.
            height: Rows.
            width: Columns.
        """
        rows, columns = drawn[:, 0], drawn[:, -1]
        zero = torch.zeros_like(rows)
        of_x = 1 + columns, zero, -(width - 1) / 2 * columns
        return of_x, (zero, 1 + rows, -(height - 1) / 2 * rows)


class RandomTranslation(RandomMoves):
    """Moves pictures down and to the right."""

    def matrices(
        self, drawn: Tensor, height: int, width: int
    ) -> tuple[tuple[Tensor, Tensor, Tensor], tuple[Tensor, Tensor, Tensor]]:
        """Returns the matrices of the moves.

        Args:
            drawn: float32 (batch, 2), shares of height and width.
            height: Rows.
            width: Columns.
        """
        rows, columns = drawn[:, 0], drawn[:, 1]
        zero, one = torch.zeros_like(rows), torch.ones_like(rows)
        return (one, zero, -width * columns), (zero, one, -height * rows)


def onto(places: Tensor, length: int, fill_mode: str) -> Tensor:
    """Returns places of an axis, those beyond its ends brought onto it as the mode says.

    Args:
        places: float32, any shape.
        length: Values on the axis.
        fill_mode: `"reflect"`, `"wrap"`, `"nearest"`; with `"constant"` places stay.
    """
    if fill_mode == "constant":
        return places
    if fill_mode == "reflect":
        places = torch.where(places < 0, -places - 1, places).remainder(2 * length)
        places = torch.where(places >= length, 2 * length - 1 - places, places)
    elif fill_mode == "wrap":
        gap = max(length - 1, 1)
        below = places + length * ((-places / gap).floor() + 1)
        above = places - length * (places / gap).floor()
        places = torch.where(places < 0, below, torch.where(places > length - 1, above, places))
    return places.clamp(0, length - 1)


class RandomContrast(RandomImages):
    """Moves values away from the mean of their map, or towards it."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        assert isinstance(step.layer, arch.RandomContrast)
        self.value_range = step.layer.value_range

    def changed(self, images: Tensor, drawn: Tensor) -> Tensor:
        """Returns (x − mean) · factor + mean, cut off."""
        mean = images.mean((2, 3), keepdim=True)
        return ((images - mean) * drawn[:, :, None, None] + mean).clamp(*self.value_range)


class RandomBrightness(RandomImages):
    """Adds a share of the range to all values."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        assert isinstance(step.layer, arch.RandomBrightness)
        self.value_range = step.layer.value_range

    def changed(self, images: Tensor, drawn: Tensor) -> Tensor:
        """Returns x + share · range, cut off."""
        low, high = self.value_range
        return (images + drawn[:, :, None, None] * (high - low)).clamp(low, high)


class RandomCrop(Resizing):
    """Cuts a part out that lies anywhere, for all pictures of a batch the same."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__(step)
        layer = step.layer
        assert isinstance(layer, arch.RandomCrop)
        self.layer, self.input_shape = layer, step.input_shape
        self.is_random = layer.is_random(step.input_shape)

    def forward(self, images: Tensor) -> Tensor:
        """Returns parts while training, else the middle brought to the size."""
        if not (self.training and self.is_random):
            return super().forward(images)
        down, right = torch.rand(2, dtype=torch.float64).tolist()
        row, column = self.layer.begin(self.input_shape, (down, right))
        return images[:, :, row : row + self.layer.height, column : column + self.layer.width]
