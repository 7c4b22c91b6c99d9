"""A backbone under a head: what it sees in the images, and the whole net that follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Images, Labels, Weights
from convscope.backbones import Backbone, features_of, graft
from convscope.backbones.features import features_in_shards
from convscope.backbones.grafting import HEAD, Scaling, head_net, whole_weights
from convscope.data import Split
from convscope.data.picked_images import rows_in_file
from convscope.data.streamed_images import StreamedImages
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import Network, build_network, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.recipe_trainer import trainer_by_recipe
from convscope.errors import ConvscopeError
from convscope.runs.borrowed.recipes import SLOWEST, head_recipe

RESIDENT_PART = 8
"""What part of the memory for images the features of images in shards may take."""

VIEWS = ("plain", "mirrored")
"""How training images are looked at: each view is a row of features."""


@dataclass(frozen=True)
class Borrowing:
    """A training on a backbone.

    Attributes:
        backbone: What looks.
        num_classes: What the head tells apart.
        train: Images to fit.
        validation: Images to choose by.
        is_unfrozen: Whether the backbone's layers are trained on as well.
        seed: The head's beginning and order follow from it.
        device: Where to compute, as `--device` takes it.
    """

    backbone: Backbone
    num_classes: int
    train: Split
    validation: Split
    is_unfrozen: bool
    seed: int
    device: str
    _rows: dict[bytes, NDArray[np.float32]] = field(default_factory=dict, repr=False)
    _files: dict[tuple[object, ...], NDArray[np.float32]] = field(default_factory=dict, repr=False)

    @cached_property
    def architecture(self) -> Architecture:
        """The whole net."""
        return graft(self.backbone, self.num_classes, self.is_unfrozen)

    @cached_property
    def head(self) -> Architecture:
        """The head alone, which takes features."""
        return head_net(self.backbone.num_features, self.num_classes)

    @cached_property
    def scaling(self) -> Scaling:
        """What brings features to a common scale: that of the training images."""
        images = self.train.images
        if isinstance(images, StreamedImages):
            return Scaling.of_blocks(self._in_shards(images, "plain"))
        return Scaling(self.seen(images))

    @property
    def facts(self) -> dict[str, str]:
        """What a model file and a run say of what is borrowed."""
        how = "layers trained on, the early ones at small rates" if self.is_unfrozen else "frozen"
        return {**{k: str(v) for k, v in self.backbone.facts.items()}, "layers": how}

    def look(self) -> None:
        """Computes all features that the training needs; what is on the disk is read."""
        self.train_rows(self.train)
        self.rows(self.validation)

    def seen(self, images: Images, view: str = "plain") -> NDArray[np.float32]:
        """Returns the features of images; each image is looked at once in a process."""
        keys = [view.encode() + _digest(image) for image in images]
        missing = [i for i, key in enumerate(keys) if key not in self._rows]
        if missing:
            whole = len(missing) == len(images)
            wanted = images if whole else np.stack([images[i] for i in missing])
            found = features_of(wanted, self.backbone, view, device=self.device)
            self._rows.update((keys[i], row) for i, row in zip(missing, found, strict=True))
        return np.stack([self._rows[key] for key in keys])

    def train_rows(self, split: Split) -> tuple[NDArray[np.float32], Labels]:
        """Returns scaled features of all views of training images, and the label of each row."""
        scaling, images = self.scaling, split.images
        labels = np.tile(split.labels, len(VIEWS))
        if isinstance(images, StreamedImages):
            return self._mapped(images, VIEWS), labels
        rows = [scaling(self.seen(images, view)) for view in VIEWS]
        return np.concatenate(rows), labels

    def rows(self, split: Split) -> NDArray[np.float32]:
        """Returns scaled features of images as they are, float32 (number, features)."""
        if isinstance(split.images, StreamedImages):
            return self._mapped(split.images, VIEWS[:1])
        return self.scaling(self.seen(split.images))

    def _in_shards(self, images: StreamedImages, view: str) -> Iterator[NDArray[np.float32]]:
        return features_in_shards(images, self.backbone, view, device=self.device)

    def _mapped(self, images: StreamedImages, views: Sequence[str]) -> NDArray[np.float32]:
        """Returns scaled features of all views in a file, of which little is in memory."""
        key = (images.rows.tobytes(), *views)
        if key not in self._files:
            scaling = self.scaling
            blocks = (scaling(b) for view in views for b in self._in_shards(images, view))
            shape = (len(views) * len(images), self.backbone.num_features)
            self._files[key] = rows_in_file(blocks, shape, images.max_bytes // RESIDENT_PART)
        return self._files[key]

    def examples(self, split: Split, device: torch.device, is_train: bool) -> Examples:
        """Returns rows of features in the form that a trainer takes.

        Args:
            split: The images.
            device: Where batches are computed.
            is_train: Whether every view of an image is a row; else only the image as it is.
        """
        rows, labels = self.train_rows(split) if is_train else (self.rows(split), split.labels)
        return Examples(rows, labels, device=device)

    def whole(self, head: Weights) -> Weights:
        """Returns the weights of the whole net from those of what is trained."""
        if self.is_unfrozen:
            return head
        return whole_weights(self.backbone, head, self.scaling)

    @cached_property
    def fitted(self) -> Weights:
        """The whole net's weights with a head that was trained on frozen features."""
        device = torch.device("cpu")
        rows, labels = self.train_rows(self.train)
        recipe = head_recipe(len(rows))
        best = recipe.best_weights()
        trainer_by_recipe(
            recipe,
            network=build_network(self.head, initial_weights(self.head, self.seed)),
            train=Examples(rows, labels, device=device),
            loss=Loss("sparse_categorical_crossentropy"),
            validation=self.examples(self.validation, device, False),
            seed=self.seed,
            callbacks=[best],
        ).fit()
        if best.weights is None:
            raise ConvscopeError(
                f"The head on {self.backbone.name} has no validation loss that is a number.",
                "Expected finite features.",
                "Take another --backbone.",
            )
        return whole_weights(self.backbone, best.weights, self.scaling)

    def whole_network(self, network: Network) -> Network:
        """Returns a network that takes images, from the one that is trained."""
        if self.is_unfrozen:
            return network
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
