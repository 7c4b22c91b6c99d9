"""A model file's logits for images without labels."""

import numpy as np
import torch

from convscope.arrays import Activations, Images
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import images_at_once
from convscope.engine.network import build_network
from convscope.model_file import Model


def logits(model: Model, images: Images) -> Activations:
    """Returns what enters a closing softmax or sigmoid; the output of a net without one.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), or (number, features) for a flat net.

    Returns:
        float32 (number, outputs), as `arithmetic.answers.logits` computes it.
    """
    network = build_network(model.architecture, model.weights).eval()
    no_labels = np.zeros(len(images), np.int64)
    examples = Examples(images, no_labels, model.architecture.input.value_range)
    at_once = images_at_once(model.architecture)
    with torch.inference_mode():
        batches = [
            network.scores(examples.slice(start, start + at_once)[0]).numpy()
            for start in range(0, len(images), at_once)
        ]
    return np.concatenate(batches)
