"""The way from pictures to probabilities, in stages of which each may be another one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.architecture import Layer
from convscope.arithmetic.answers import probabilities_of_logits
from convscope.arrays import Image, Images
from convscope.engine.network import Network, build_network
from convscope.model_file import Model

Values = NDArray[np.float64]
"""float64 (number, height, width, channels) before the net, (number, classes) behind it."""

BATCH = 64
"""Images computed at a time."""

Fit = Callable[[Image, tuple[int, int], str], Image]
"""Picture, (height, width), name of the filter → uint8 (height, width, channels)."""


def takes_batch_statistics(layer: Layer) -> bool:
    """Returns whether a layer takes the statistics of a batch in training, moving ones later."""
    return "moving_mean" in layer.non_trainable


@dataclass(frozen=True)
class Pipeline:
    """What happens to pictures on their way; None is what the model asks for.

    Attributes:
        fit: How a picture becomes as large as the input.
        filter: Name of the filter that does it.
        arrange: What becomes of axes and channels, uint8 to uint8.
        invert: What becomes of dark and light, uint8 to uint8.
        scale: Bytes to the values that enter the net.
        net: Another net of the same architecture's shapes.
        batch: How many images are normalized together; 0 for all.
        ending: (scores, probabilities) → answers.
    """

    fit: Fit | None = None
    filter: str | None = None
    arrange: Callable[[Images], Images] | None = None
    invert: Callable[[Images], Images] | None = None
    scale: Callable[[Values], Values] | None = None
    net: Callable[[Model], Model] | None = None
    batch: int | None = None
    ending: Callable[[Values, Values], Values] | None = None


@dataclass
class Case:
    """A model with the pictures that both sides were asked about.

    Attributes:
        model: The model.
        images: uint8 (number, height, width, channels), as the model wants them.
        pictures: uint8 (height, width, channels) each, in their own sizes.
        own_fit: How `images` were made of `pictures`; None where no other filter can be tried
            with it, as with drawings that were placed.
    """

    model: Model
    images: Images
    pictures: Sequence[Image]
    own_fit: Fit | None = None
    _resized: dict[tuple[object, str], Images] = field(default_factory=dict)
    _networks: dict[object, Network] = field(default_factory=dict)

    @cached_property
    def has_other_sizes(self) -> bool:
        """Whether any picture has another size than the input."""
        return any(p.shape[:2] != self.images.shape[1:3] for p in self.pictures)

    @cached_property
    def normalizes(self) -> bool:
        """Whether the net has layers that behave otherwise while training, without chance."""
        return any(map(takes_batch_statistics, self.model.architecture.layers))

    def part(self, rows: Sequence[int]) -> "Case":
        """Returns the same with some of the pictures.

        Args:
            rows: Indices, from 0.
        """
        pictures = [self.pictures[row] for row in rows]
        smaller = Case(self.model, self.images[list(rows)], pictures, self.own_fit)
        smaller._networks = self._networks
        return smaller

    def answers(self, pipeline: Pipeline) -> Values:
        """Returns what the net says at the end of a pipeline, float64 (number, classes)."""
        images = self._fitted(pipeline)
        for change in (pipeline.arrange, pipeline.invert):
            images = images if change is None else change(images)
        scores = self._scores(pipeline, self._inputs(pipeline, images))
        found = probabilities_of_logits(self.model.architecture, scores).astype(np.float64)
        if pipeline.ending is None:
            return found
        return pipeline.ending(scores.astype(np.float64), found)

    def _fitted(self, pipeline: Pipeline) -> Images:
        fit = pipeline.fit or (self.own_fit if pipeline.filter else None)
        if fit is None:
            return self.images
        key = (fit, pipeline.filter or "")
        if key not in self._resized:
            size = self.images.shape[1:3]
            made = [fit(picture, size, pipeline.filter or "") for picture in self.pictures]
            self._resized[key] = np.stack(made)
        return self._resized[key]

    def _inputs(self, pipeline: Pipeline, images: Images) -> NDArray[np.float32]:
        values = images.astype(np.float64)
        if pipeline.scale is not None:
            return pipeline.scale(values).astype(np.float32)
        low, high = self.model.architecture.input.value_range
        return (low + values * (high - low) / 255).astype(np.float32)

    def _scores(self, pipeline: Pipeline, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        network = self._network(pipeline)
        size = BATCH if pipeline.batch is None else pipeline.batch or len(inputs)
        with torch.inference_mode():
            parts = [
                network.scores(torch.from_numpy(inputs[start : start + size])).numpy()
                for start in range(0, len(inputs), size)
            ]
        return np.concatenate(parts)

    def _network(self, pipeline: Pipeline) -> Network:
        key = (pipeline.net, pipeline.batch is not None)
        if key not in self._networks:
            model = self.model if pipeline.net is None else pipeline.net(self.model)
            is_fused = pipeline.batch is None
            network = build_network(model.architecture, model.weights, rewrite=is_fused).eval()
            if pipeline.batch is not None:
                for step, layer in zip(model.architecture.steps, network.layers, strict=True):
                    if takes_batch_statistics(step.layer):
                        layer.training = True
            self._networks[key] = network
        return self._networks[key]
