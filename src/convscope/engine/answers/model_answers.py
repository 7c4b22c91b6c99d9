"""A model file's answers to images without labels."""

import numpy as np

from convscope.arrays import Images, Probabilities
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import predict_probabilities
from convscope.engine.network import build_network
from convscope.model_file import Model


def answer(model: Model, images: Images) -> Probabilities:
    """Returns the probabilities of every class for every image.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels) in the shape that the net takes.

    Returns:
        float32 (number, classes).
    """
    network = build_network(model.architecture, model.weights)
    inputs = images.reshape(len(images), *model.architecture.input.shape)
    no_labels = np.zeros(len(images), np.int64)
    examples = Examples(inputs, no_labels, model.architecture.input.value_range)
    return predict_probabilities(network, examples)
