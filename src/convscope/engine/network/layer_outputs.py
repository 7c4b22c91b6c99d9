"""What every layer of a model puts out for an image, as torch computes it."""

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.engine.network import build_network
from convscope.model_file import Model


def layer_outputs(model: Model, inputs: NDArray[np.floating]) -> dict[str, NDArray[np.float32]]:
    """Returns every layer's output by the layer's name.

    Args:
        model: The model.
        inputs: (height, width, channels) or (features,), in the range that the net expects.

    Returns:
        float32 (height, width, channels) or (features,).
    """
    network = build_network(model.architecture, model.weights, rewrite=False).eval()
    outputs = {}
    with torch.inference_mode():
        found = network.outputs(torch.from_numpy(np.array(inputs, np.float32)[None]))
        for step, values in zip(model.architecture.steps, found, strict=True):
            if step is model.architecture.steps[-1]:
                values = network.activate(values)
            shown = values.permute(0, 2, 3, 1) if values.dim() == 4 else values
            outputs[step.layer.name] = shown[0].numpy().copy()
    return outputs
