"""Nets that transformers itself makes and saves: its logits, its preprocessing of photographs.

They run where it is installed: `pip install transformers`.
"""

import json
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from convscope.arithmetic import forward, preprocess
from convscope.arithmetic.answers import logits
from convscope.data import read_images
from convscope.model_file import read_model

transformers = pytest.importorskip("transformers", reason="needs transformers")

pytestmark = [
    pytest.mark.transformers,
    pytest.mark.filterwarnings("ignore"),  # what another library has to say
]

NAMES = {number: f"flower {number}" for number in range(5)}
IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
_STAGES = {"embedding_size": 8, "hidden_sizes": [8, 16, 24], "depths": [1, 2, 1]}
_CROPPED = {"size": {"shortest_edge": 64}, "crop_pct": 0.875, "resample": 3, **IMAGENET}
_EFFICIENT = {
    "width_coefficient": 0.25,
    "depth_coefficient": 0.5,
    "hidden_dim": 320,
    "depthwise_padding": [3],
}

CASES: dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
    "resnet, basic": ("ResNet", {**_STAGES, "layer_type": "basic"}, "ConvNext", _CROPPED),
    "resnet, bottleneck": ("ResNet", {**_STAGES, "downsample_in_bottleneck": True,
                                      "hidden_act": "gelu"}, "ConvNext",
                           {**_CROPPED, "size": {"shortest_edge": 384}}),
    "regnet, x": ("RegNet", {**_STAGES, "layer_type": "x", "groups_width": 4}, "ConvNext",
                  {**_CROPPED, "crop_pct": 0.95, "resample": 2}),
    "regnet, y": ("RegNet", {**_STAGES, "groups_width": 8}, "ConvNext", _CROPPED),
    "mobilenet_v1": ("MobileNetV1", {"depth_multiplier": 0.25}, "MobileNetV1",
                     {"size": {"shortest_edge": 71}, "crop_size": {"height": 65, "width": 57}}),
    "mobilenet_v2": ("MobileNetV2", {"depth_multiplier": 0.35}, "MobileNetV2", {}),
    "mobilenet_v2, dilated": ("MobileNetV2",
                              {"depth_multiplier": 0.35, "output_stride": 8,
                               "first_layer_is_expansion": False, "tf_padding": False},
                              "MobileNetV2", {"size": {"shortest_edge": 99},
                                              "crop_size": {"height": 93, "width": 87}}),
    "efficientnet": ("EfficientNet", _EFFICIENT, "EfficientNet",
                     {"size": {"height": 96, "width": 96}, "resample": 0, **IMAGENET}),
    "efficientnet, offset": ("EfficientNet", {**_EFFICIENT, "pooling_type": "max"}, "EfficientNet",
                             {"size": {"height": 75, "width": 81}, "rescale_offset": True,
                              "rescale_factor": 1 / 127.5, "include_top": False}),
    "convnext": ("ConvNext", {"hidden_sizes": [8, 12, 16, 24], "depths": [1, 2, 1, 1]},
                 "ConvNext", _CROPPED),
    "convnext, unscaled": ("ConvNext", {"hidden_sizes": [8, 12, 16, 24], "depths": [1, 1, 1, 1],
                                        "layer_scale_init_value": 0.0}, "ConvNext", _CROPPED),
}  # fmt: skip


@pytest.fixture(scope="module")
def photographs(tmp_path_factory, data_root) -> list[Path]:
    """Real photographs of flowers, of different sizes."""
    folder = tmp_path_factory.mktemp("flowers")
    with zipfile.ZipFile(data_root / "flowers-5.zip") as file:
        names = [name for name in file.namelist() if name.lower().endswith((".jpg", ".png"))]
        for number in range(0, len(names), len(names) // 4):
            image = Image.open(BytesIO(file.read(names[number]))).convert("RGB")
            image.save(folder / f"{number:05}.png")
    return sorted(folder.iterdir())


def random_net(name: str, config: dict[str, Any]) -> Any:
    """A net whose weights and statistics are like those of a trained one in size."""
    torch.manual_seed(0)
    told = getattr(transformers, f"{name}Config")(
        id2label=NAMES, label2id={label: number for number, label in NAMES.items()}, **config
    )
    net = getattr(transformers, f"{name}ForImageClassification")(told).eval()
    for key, values in net.state_dict().items():
        if key.endswith("running_var"):
            values.uniform_(0.5, 1.5)
        elif key.endswith(("running_mean", "bias")):
            values.normal_(0, 0.1)
        elif values.dim() == 1 and values.is_floating_point():
            values.uniform_(0.4, 0.8)
        elif values.dim() > 1:
            values.normal_(0, (2 / values[0].numel()) ** 0.5)
    return net


def processor_of(kind: str, told: dict[str, Any]) -> Any:
    for ending in ("ImageProcessorPil", "ImageProcessor"):
        if hasattr(transformers, f"{kind}{ending}"):
            return getattr(transformers, f"{kind}{ending}")(**told)
    raise AssertionError(kind)


@pytest.mark.parametrize("case", CASES)
def test_pixels_and_logits_are_those_of_transformers(case, tmp_path, photographs, record_property):
    name, config, kind, told = CASES[case]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net, processor = random_net(name, config), processor_of(kind, told)
        net.save_pretrained(tmp_path)
        processor.save_pretrained(tmp_path)
        images = [Image.open(path) for path in photographs]
        given = [processor(images=image, return_tensors="np")["pixel_values"] for image in images]
        values = np.concatenate(given).astype(np.float32)
        with torch.inference_mode():
            theirs = net(torch.from_numpy(values)).logits.numpy()
    model = read_model(tmp_path)
    architecture = model.architecture
    found = read_images([str(path) for path in photographs], architecture.input.shape,
                        fit=model.fit)[0]  # fmt: skip
    first = architecture.layers[0].name
    inputs = preprocess(found, architecture)
    inputs = forward(architecture, model.weights, inputs)[first].activation
    of_pixels = float(np.abs(inputs.transpose(0, 3, 1, 2) - values).max())
    ours = logits(architecture, model.weights, found)
    largest = float(np.abs(ours - theirs).max() / max(1.0, float(np.abs(theirs).max())))
    record_property("differences", f"{case}: values {of_pixels:.1e}, logits {largest:.1e}")
    print(json.dumps({"case": case, "values": of_pixels, "logits": largest}))
    assert of_pixels < 1e-5
    assert largest < 1e-5
    assert (ours.argmax(1) == theirs.argmax(1)).all()
    assert model.class_names == tuple(NAMES.values())
