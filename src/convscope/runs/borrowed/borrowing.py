"""A backbone under a head: what it sees in the images, and the whole net that follows."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Images, Weights
from convscope.backbones import Backbone, features_of, graft
from convscope.backbones.grafting import (
    HEAD,
    Scaling,
    group_sizes,
    head_net,
    whole_weights,
    with_head,
)
from convscope.backbones.parting import Parted, part, weights_of
from convscope.data import Split
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import predict
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network, build_network, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.recipe_trainer import trainer_by_recipe
from convscope.errors import ConvscopeError
from convscope.runs.borrowed.recipes import SLOWEST, head_recipe

VIEWS = ("plain", "mirrored")
"""How training images are looked at where layers are trained on; for a head the first is enough."""


@dataclass(frozen=True)
class Borrowing:
    """A training on a backbone.

    Attributes:
        backbone: What looks.
        num_classes: What the head tells apart.
        train: Images to fit.
        validation: Images to choose by.
        is_unfrozen: Whether the backbone's last layers are trained on as well.
        seed: The head's beginning and order follow from it.
        device: Where to compute, as `--device` takes it.
        precision: With how many bits to look, as `--precision` takes it.
    """

    backbone: Backbone
    num_classes: int
    train: Split
    validation: Split
    is_unfrozen: bool
    seed: int
    device: str
    precision: str = "auto"
    _rows: dict[bytes, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    @cached_property
    def architecture(self) -> Architecture:
        """The whole net."""
        return graft(self.seer, self.num_classes, self.looker.architecture)

    @cached_property
    def parted(self) -> Parted:
        """The backbone in the part that stays as it is and the part that is trained on."""
        return part(self.backbone)

    @property
    def seer(self) -> Backbone:
        """What the head stands on: the backbone, or both its parts."""
        return self.parted.whole if self.is_unfrozen else self.backbone

    @property
    def looker(self) -> Backbone:
        """What sees every image once: the backbone, or its part that stays as it is."""
        return self.parted.trunk if self.is_unfrozen else self.backbone

    @cached_property
    def trained(self) -> Architecture:
        """The net that is trained on what was seen: the head, or the last layers with it."""
        if self.is_unfrozen:
            return with_head(self.parted.tail, self.num_classes)
        return self.head

    @property
    def beginning(self) -> Weights | None:
        """What the trained net begins with; None for the beginning that the head has itself."""
        return weights_of(self.trained, self.fitted) if self.is_unfrozen else None

    @cached_property
    def head(self) -> Architecture:
        """The head alone, which takes features."""
        return head_net(self.seer.num_features, self.num_classes)

    @cached_property
    def scaling(self) -> Scaling:
        """What brings features to a common scale: that of the training images."""
        return Scaling(self.features(self.train.images), group_sizes(self.seer.architecture))

    @property
    def facts(self) -> dict[str, str]:
        """What a model file and a run say of what is borrowed."""
        how = "frozen"
        if self.is_unfrozen:
            first = self.parted.tail.layers[0].name
            how = f"frozen up to {first}, trained on from there, the early ones at small rates"
        return {**{k: str(v) for k, v in self.backbone.facts.items()}, "layers": how}

    def look(self) -> None:
        """Computes all features that the training needs; what is on the disk is read."""
        self.examples(self.train, torch.device("cpu"), True)
        self.rows(self.validation)

    def features(self, images: Images, view: str = "plain") -> NDArray[np.float32]:
        """Returns the backbone's features of images, float32 (number, features)."""
        seen = self.seen(images, view)
        if not self.is_unfrozen:
            return seen
        tail = self.parted.tail
        network = build_network(tail, weights_of(tail, self.backbone.weights))
        return predict(network, Examples(seen, np.zeros(len(seen), np.int64)))

    def seen(self, images: Images, view: str = "plain") -> NDArray[np.float32]:
        """Returns what the looker sees of images; each image is looked at once in a process."""
        keys = [view.encode() + _digest(image) for image in images]
        missing = [i for i, key in enumerate(keys) if key not in self._rows]
        if missing:
            whole = len(missing) == len(images)
            wanted = images if whole else np.stack([images[i] for i in missing])
            found = features_of(
                wanted, self.looker, view, device=self.device, precision=self.precision
            )
            self._rows.update((keys[i], row) for i, row in zip(missing, found, strict=True))
        return np.stack([self._rows[key] for key in keys])

    def _scaled(self, images: Images, view: str = "plain") -> NDArray[np.float32]:
        return self.scaling(self.features(images, view))

    def rows(self, split: Split) -> NDArray[np.float32]:
        """Returns scaled features of images as they are, float32 (number, features)."""
        return self._scaled(split.images)

    def examples(self, split: Split, device: torch.device, is_train: bool) -> Examples:
        """Returns features, or feature maps, in the form that a trainer takes.

        Args:
            split: The images.
            device: Where batches are computed.
            is_train: Whether these are to be fitted; else they are looked at as they are.
        """
        views = VIEWS if is_train and self.is_unfrozen else VIEWS[:1]
        see = self.seen if self.is_unfrozen else self._scaled
        rows = np.concatenate([see(split.images, view) for view in views])
        return Examples(rows, np.tile(split.labels, len(views)), device=device)

    def whole(self, head: Weights) -> Weights:
        """Returns the weights of the whole net from those of what is trained."""
        if self.is_unfrozen:
            return {**self.looker.weights, **head}
        return whole_weights(self.seer, head, self.scaling)

    @cached_property
    def fitted(self) -> Weights:
        """The whole net's weights with a head that was trained on frozen features."""
        device = torch.device("cpu")
        recipe = head_recipe(len(self.train))
        best = recipe.best_weights()
        trainer_by_recipe(
            recipe,
            network=build_network(self.head, initial_weights(self.head, self.seed)),
            train=Examples(self.rows(self.train), self.train.labels, device=device),
            loss=Loss("sparse_categorical_crossentropy"),
            validation=Examples(self.rows(self.validation), self.validation.labels, device=device),
            seed=self.seed,
            callbacks=[best],
        ).fit()
        if best.weights is None:
            raise ConvscopeError(
                f"The head on {self.backbone.name} has no validation loss that is a number.",
                "Expected finite features.",
                "Take another --backbone.",
            )
        return whole_weights(self.seer, best.weights, self.scaling)

    def whole_network(self, network: Network) -> Network:
        """Returns a network that takes images, from the one that is trained."""
        device = next(network.parameters()).device
        return build_network(self.architecture, self.whole(read_weights(network))).to(device)


def rate_factors(network: Network) -> tuple[float, ...]:
    """Returns how large the steps of each parameter are beside the head's: the earlier, the less.

    The order is that of `network.parameters()`.
    """
    names = [step.layer.name for step in network.architecture.steps]
    with_weights = [
        name
        for name, layer in zip(names, network.layers, strict=True)
        if next(layer.parameters(), None) is not None
    ]
    last = max(1, len(with_weights) - 1)
    factors = {name: SLOWEST ** (1 - place / last) for place, name in enumerate(with_weights)}
    found = []
    for name, layer in zip(names, network.layers, strict=True):
        found += [1.0 if name == HEAD else factors.get(name, 1.0) for _ in layer.parameters()]
    return tuple(found)


def _digest(image: Images) -> bytes:
    from hashlib import sha256

    return sha256(image.tobytes()).digest()
