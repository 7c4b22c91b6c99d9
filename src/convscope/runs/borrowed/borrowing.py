"""A backbone under a head: what it sees in the images, and the whole net that follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Images, Weights
from convscope.backbones import Backbone, features_of, graft
from convscope.backbones.features import features_in_shards
from convscope.backbones.grafting import (
    HEAD,
    Scaling,
    groups_of,
    head_net,
    whole_weights,
    with_head,
)
from convscope.backbones.parting import Parted, part, weights_of
from convscope.data import Split
from convscope.data.picked_images import rows_in_file
from convscope.data.streamed_images import StreamedImages
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import predict
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network, build_network, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.recipe_trainer import trainer_by_recipe
from convscope.errors import ConvscopeError
from convscope.runs.borrowed.recipes import SLOWEST, head_recipe

RESIDENT_PART = 8
"""What part of the memory for images the features of images in shards may take."""

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
    _files: dict[tuple[object, ...], NDArray[np.float32]] = field(default_factory=dict, repr=False)

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
        if not self.is_unfrozen:
            return None
        borrowed = weights_of(self.parted.tail, self.backbone.weights)
        return {**borrowed, **self.scaling.weights, **self.fitted_head}

    @cached_property
    def head(self) -> Architecture:
        """The head alone, which takes features."""
        return head_net(self.seer.num_features, self.num_classes)

    @cached_property
    def scaling(self) -> Scaling:
        """What brings features to a common scale: that of the training images."""
        images, groups = self.train.images, groups_of(self.seer.architecture)
        if isinstance(images, StreamedImages):
            blocks = self._in_shards(images, "plain")
            return Scaling.of_blocks((self._features(block) for block in blocks), groups)
        return Scaling(self.features(images), groups)

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
        return self._features(self.seen(images, view))

    def _features(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns features from what the looker has seen: the same, unless layers are left."""
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

    def rows(self, split: Split) -> NDArray[np.float32]:
        """Returns scaled features of images as they are, float32 (number, features)."""
        return self._scaled(split.images, VIEWS[:1])

    def _scaled(self, images: Images, views: Sequence[str]) -> NDArray[np.float32]:
        """Returns scaled features of all views, view by view."""
        if isinstance(images, StreamedImages):
            return self._in_file(images, views, is_scaled=True)
        return np.concatenate([self.scaling(self.features(images, view)) for view in views])

    def _maps(self, images: Images, views: Sequence[str]) -> NDArray[np.float32]:
        """Returns what the looker sees in all views, view by view."""
        if isinstance(images, StreamedImages):
            return self._in_file(images, views, is_scaled=False)
        return np.concatenate([self.seen(images, view) for view in views])

    def _in_shards(self, images: StreamedImages, view: str) -> Iterator[NDArray[np.float32]]:
        """Yields what the looker sees, shard by shard."""
        return features_in_shards(
            images, self.looker, view, device=self.device, precision=self.precision
        )

    def _in_file(
        self, images: StreamedImages, views: Sequence[str], is_scaled: bool
    ) -> NDArray[np.float32]:
        """Returns scaled features, or maps, in a file of which little is in memory."""
        key = (images.rows.tobytes(), is_scaled, *views)
        if key not in self._files:
            blocks = (block for view in views for block in self._in_shards(images, view))
            shape = self.looker.architecture.output_shape
            if is_scaled:
                scaling, shape = self.scaling, (self.seer.num_features,)
                blocks = (scaling(self._features(block)) for block in blocks)
            whole = (len(views) * len(images), *shape)
            self._files[key] = rows_in_file(blocks, whole, images.max_bytes // RESIDENT_PART)
        return self._files[key]

    def examples(self, split: Split, device: torch.device, is_train: bool) -> Examples:
        """Returns features, or feature maps, in the form that a trainer takes.

        Args:
            split: The images.
            device: Where batches are computed.
            is_train: Whether these are to be fitted; else they are looked at as they are.
        """
        views = VIEWS if is_train and self.is_unfrozen else VIEWS[:1]
        see = self._maps if self.is_unfrozen else self._scaled
        rows = see(split.images, views)
        return Examples(rows, np.tile(split.labels, len(views)), device=device)

    def whole(self, trained: Weights) -> Weights:
        """Returns the weights of the whole net from those of what is trained."""
        if not self.is_unfrozen:
            return whole_weights(self.seer.weights, trained, self.scaling)
        moved = weights_of(self.parted.tail, trained)
        return whole_weights({**self.looker.weights, **moved}, trained, self.scaling)

    @property
    def fitted(self) -> Weights:
        """The whole net's weights with a head that was trained on frozen features."""
        return whole_weights(self.seer.weights, self.fitted_head, self.scaling)

    @cached_property
    def fitted_head(self) -> Weights:
        """The head's weights, for scaled features, after a training on frozen features."""
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
        return best.weights

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
