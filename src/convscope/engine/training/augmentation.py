"""New images from old ones while training: small random moves, turns, scalings, mirror images."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convscope.engine.processes.shards import Shard
from convscope.errors import ConvscopeError, UnknownNameError

if TYPE_CHECKING:
    from torch import Tensor

NO_AUGMENTATION = "none"


@dataclass(frozen=True)
class Augmentation:
    """Random changes that leave the class as it is.

    Attributes:
        name: What `--augment` takes.
        title: One line for people.
        shift: Largest move in each direction, as a share of the side, 0–1.
        turn: Largest turn to either side, in degrees.
        scale: Largest factor of size; its inverse is the smallest.
        mirror: Whether half of the images, drawn at random, are mirrored left to right.
    """

    name: str
    title: str
    shift: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    mirror: bool = False

    def __call__(
        self, inputs: "Tensor", seed: int, epoch: int, step: int, shard: Shard | None = None
    ) -> "Tensor":
        """Returns a batch of changed images.

        Everything random follows from `seed`, `epoch` and `step`, so that a resumed training
        sees the same images.

        Args:
            inputs: float32 (batch, height, width, channels).
            seed: Of the training.
            epoch: From 0.
            step: Of the epoch, from 0.
            shard: Which part of a batch the inputs are, None for all of it. Images change in the
                same way wherever they are computed.

        Returns:
            float32 (batch, height, width, channels).

        Raises:
            ConvscopeError: The inputs are flat vectors.
        """
        # Only here, so that the command line can list the names without torch.
        from convscope.engine.training.affine import move, transform, turn_and_scale

        if inputs.dim() != 4:
            raise ConvscopeError(
                f"--augment {self.name}: the net takes flat vectors, {tuple(inputs.shape[1:])}.",
                "Only images, (height, width, channels), can be moved and turned.",
                "Leave --augment out, or begin the net with the image's shape and a Flatten layer.",
            )
        random = np.random.default_rng([seed, 0xA063, epoch, step])
        height, width = inputs.shape[1:3]
        if shard is None:
            shard = Shard(0, len(inputs), len(inputs))
        number, rows = shard.whole, shard.rows
        moves = random.uniform(-self.shift, self.shift, (number, 2)) * (width, height)
        only_moves = not self.turn and self.scale == 1
        if only_moves:
            moves = moves.round()  # whole pixels are moved exactly: thin lines stay sharp
        degrees = random.uniform(-self.turn, self.turn, number)
        scales = self.scale ** random.uniform(-1, 1, number)
        signs = random.choice((-1, 1), number) if self.mirror else np.ones(number)
        if only_moves and inputs.device.type == "cpu":
            return move(inputs, moves[rows].astype(np.int64), signs[rows] < 0)
        matrices = turn_and_scale(_tensor(degrees[rows], inputs), _tensor(scales[rows], inputs))
        matrices[:, :, 0] *= _tensor(signs[rows], inputs)[:, None]  # mirror, then turn and scale
        return transform(inputs, matrices, _tensor(moves[rows], inputs))


AUGMENTATIONS: dict[str, Augmentation] = {
    augmentation.name: augmentation
    for augmentation in (
        Augmentation(
            "characters",
            "moves of 7 %, turns of 10°, scalings of 10 %, never mirrored",
            shift=0.07,
            turn=10.0,
            scale=1.1,
        ),
        Augmentation(
            "handwriting",
            "moves of 10 %, turns of 15°, scalings of 15 %, never mirrored",
            shift=0.1,
            turn=15.0,
            scale=1.15,
        ),
        Augmentation(
            "small-colour",
            "moves of 7 % by whole pixels, mirrored",
            shift=0.07,
            mirror=True,
        ),
        Augmentation(
            "things",
            "moves of 10 % by whole pixels, mirrored",
            shift=0.1,
            mirror=True,
        ),
        Augmentation(
            "photos",
            "moves of 10 %, turns of 15°, scalings of 20 %, mirrored",
            shift=0.1,
            turn=15.0,
            scale=1.2,
            mirror=True,
        ),
    )
}
"""Augmentation by name."""


def augmentation_called(name: str) -> Augmentation | None:
    """Returns the augmentation called `name`; None for `"none"`.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.
    """
    if name == NO_AUGMENTATION:
        return None
    if name not in AUGMENTATIONS:
        raise UnknownNameError("augmentation", name, [NO_AUGMENTATION, *AUGMENTATIONS])
    return AUGMENTATIONS[name]


def suggest_augmentation(image_shape: tuple[int, int, int]) -> str:
    """Returns the name of the augmentation that suits images of a shape.

    Example:
        >>> suggest_augmentation((28, 28, 1)), suggest_augmentation((32, 32, 3))
        ('characters', 'small-colour')
    """
    height, width, channels = image_shape
    if max(height, width) > 40:
        return "things"
    return "characters" if channels == 1 else "small-colour"


def _tensor(values: np.ndarray, like: "Tensor") -> "Tensor":
    import torch

    return torch.from_numpy(values.astype(np.float32)).to(like.device)
