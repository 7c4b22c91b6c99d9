"""New images from old ones while training: moved, turned, scaled, mirrored, in other light."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from convscope.engine.processes.shards import Shard
from convscope.errors import ConvscopeError, UnknownNameError

if TYPE_CHECKING:
    from torch import Tensor

NO_AUGMENTATION = "none"

IN_ANY_LIGHT = "-light"
"""End of the names of augmentations that change light and sharpness too."""


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
        brightness: Largest amount that is added or taken away, 0–1 of full scale.
        contrast: Largest factor of contrast; its inverse is the smallest.
        blur: Largest standard deviation of a blur, in pixels.
    """

    name: str
    title: str
    shift: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    mirror: bool = False
    brightness: float = 0.0
    contrast: float = 1.0
    blur: float = 0.0

    def __call__(
        self,
        inputs: "Tensor",
        seed: int,
        epoch: int,
        step: int,
        shard: Shard | None = None,
        value_range: tuple[float, float] = (0.0, 1.0),
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
            value_range: Black and white in the inputs; only changes of light ask for it.

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
            moved = move(inputs, moves[rows].astype(np.int64), signs[rows] < 0)
        else:
            matrices = turn_and_scale(_tensor(degrees[rows], inputs), _tensor(scales[rows], inputs))
            matrices[:, :, 0] *= _tensor(signs[rows], inputs)[:, None]  # mirror, then turn, scale
            moved = transform(inputs, matrices, _tensor(moves[rows], inputs))
        return self._in_other_light(moved, random, shard, value_range)

    def _in_other_light(
        self,
        images: "Tensor",
        random: np.random.Generator,
        shard: Shard,
        value_range: tuple[float, float],
    ) -> "Tensor":
        """Returns a batch blurred, brightened and so on, each image in its own measure."""
        from convscope.engine.training.light import blur, change_light

        number, rows = shard.whole, shard.rows
        if self.blur:
            images = blur(images, random.uniform(0, self.blur, number)[rows], self.blur)
        if self.brightness or self.contrast != 1:
            added = random.uniform(-self.brightness, self.brightness, number)[rows]
            factors = (self.contrast ** random.uniform(-1, 1, number))[rows]
            images = change_light(
                images, _tensor(added, images), _tensor(factors, images), value_range
            )
        return images


_MOVING: dict[str, Augmentation] = {
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
        Augmentation(
            "close-ups",
            "moves of 12 %, turns of 15°, scalings of 60 %, mirrored",
            shift=0.12,
            turn=15.0,
            scale=1.6,
            mirror=True,
        ),
    )
}

AUGMENTATIONS: dict[str, Augmentation] = _MOVING | {
    f"{name}{IN_ANY_LIGHT}": replace(
        moving,
        name=f"{name}{IN_ANY_LIGHT}",
        title=f"{moving.title}; brightness by up to 25 %, contrast by a factor of up to 1.6, "
        "blur of up to 1 pixel",
        brightness=0.25,
        contrast=1.6,
        blur=1.0,
    )
    for name, moving in _MOVING.items()
}
"""Augmentation by name: each that moves images, and the same in any light."""

STRONGER = {"characters": "handwriting", "small-colour": "photos", "things": "photos"}
"""What to take where an augmentation is too weak."""

TAUGHT = ("shift", "turn", "scale", "brightness", "contrast", "blur")
"""Fields of an augmentation, which are the names of the disturbances that it teaches to bear."""


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


def stronger_augmentation(used: str, image_shape: tuple[int, int, int]) -> str | None:
    """Returns the next stronger augmentation for images of a shape; None if there is none.

    Example:
        >>> stronger_augmentation("none", (28, 28, 1))
        'characters'
        >>> stronger_augmentation("characters-light", (28, 28, 1))
        'handwriting-light'
    """
    if used == NO_AUGMENTATION:
        return suggest_augmentation(image_shape)
    base = used.removesuffix(IN_ANY_LIGHT)
    return STRONGER[base] + used[len(base) :] if base in STRONGER else None


def augmentation_against(
    disturbance: str, used: str, image_shape: tuple[int, int, int]
) -> str | None:
    """Returns an augmentation that teaches more of a disturbance than the one that was used.

    Args:
        disturbance: One of `TAUGHT`, or another one, against which there is none.
        used: The augmentation of the training, or `none`.
        image_shape: (height, width, channels).

    Example:
        >>> augmentation_against("turn", "small-colour", (32, 32, 3))
        'photos'
        >>> augmentation_against("blur", "photos", (96, 96, 3))
        'photos-light'
    """
    if disturbance not in TAUGHT:
        return None
    plain = Augmentation(NO_AUGMENTATION, "")
    own = suggest_augmentation(image_shape) if used == NO_AUGMENTATION else used
    base = own.removesuffix(IN_ANY_LIGHT)
    end = own[len(base) :]
    stronger = STRONGER.get(base, base)
    reached = getattr(AUGMENTATIONS.get(used, plain), disturbance)
    for name in (own, stronger + end, f"{base}{IN_ANY_LIGHT}"):
        if getattr(AUGMENTATIONS[name], disturbance) > reached:
            return name
    return None


def _tensor(values: np.ndarray, like: "Tensor") -> "Tensor":
    import torch

    return torch.from_numpy(values.astype(np.float32)).to(like.device)
