"""Nets as Keras publishes them, through our files to PyTorch and ONNX: Keras' own answers.

They have random weights: what is tried is their form.
"""

import importlib.util

import numpy as np
import pytest
import torch

from convscope.engine.network import build_network
from convscope.interchange.torch_modules.tracing import read_module
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import read_model
from convscope.onnx_files.running import Session
from convscope.onnx_files.writing import onnx_bytes

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

SIDE = 75
PUBLISHED = ("DenseNet121", "EfficientNetB0", "MobileNet", "MobileNetV2", "ResNet50")


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_nets_answer_elsewhere_as_in_keras(name, tmp_path):
    import keras

    make = getattr(keras.applications, name)
    net = make(input_shape=(SIDE, SIDE, 3), weights=None, classes=11)
    net.save(tmp_path / "net.keras")
    images = np.random.default_rng(0).random((2, SIDE, SIDE, 3), np.float32)
    expected = np.asarray(net.predict(images, verbose=0))
    model = read_model(tmp_path / "net.keras")
    first = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    module = to_torch(model)
    with torch.inference_mode():
        found = module(torch.from_numpy(first)).numpy()
    assert np.abs(found - expected).max() <= 1e-5
    back = read_module(module, (SIDE, SIDE, 3))
    with torch.inference_mode():
        found = build_network(back.architecture, back.weights).eval()(torch.from_numpy(images))
    assert np.abs(found.numpy() - expected).max() <= 1e-5
    if importlib.util.find_spec("onnx"):
        content = onnx_bytes(model.architecture, model.weights, {})
        assert np.abs(Session(content, 1).run(first) - expected).max() <= 1e-5
