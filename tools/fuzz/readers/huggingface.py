"""Folders of transformers, with what their JSON files, headers and tensors could say."""

import json
from functools import cache
from pathlib import Path
from struct import pack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.huggingface_files.config import Config
from convscope.huggingface_files.net import Net
from convscope.huggingface_files.reading import FAMILIES
from convscope.model_file import read_model
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader

_STAGES = {"embedding_size": 2, "hidden_sizes": [4, 4], "depths": [1, 1]}

_CONFIGS: dict[str, dict[str, Any]] = {
    "ResNet": {**_STAGES, "layer_type": "basic", "hidden_act": "relu"},
    "RegNet": {**_STAGES, "layer_type": "y", "groups_width": 2},
    "MobileNetV1": {"depth_multiplier": 0.01, "min_depth": 1, "tf_padding": True},
    "MobileNetV2": {"depth_multiplier": 0.01, "min_depth": 1, "depth_divisible_by": 1,
                    "expand_ratio": 1.0, "output_stride": 16, "finegrained_output": False},
    "EfficientNet": {
        "width_coefficient": 0.1, "depth_coefficient": 1.0, "depth_divisor": 2, "hidden_dim": 128,
        "kernel_sizes": [3, 5], "in_channels": [32, 16], "out_channels": [16, 32],
        "strides": [1, 2], "num_block_repeats": [1, 1], "expand_ratios": [1, 2],
        "depthwise_padding": [1], "pooling_type": "mean",
    },
    "ConvNext": {"hidden_sizes": [2, 3], "depths": [1, 1], "patch_size": 4,
                 "layer_scale_init_value": 1e-6},
}  # fmt: skip

_PREPROCESSING: dict[str, dict[str, Any]] = {
    "ConvNext": {"size": {"shortest_edge": 32}, "crop_pct": 0.875, "resample": 3},
    "MobileNetV2": {"size": {"shortest_edge": 40}, "crop_size": {"height": 32, "width": 32},
                    "do_center_crop": True, "resample": 2},
    "EfficientNet": {"size": {"height": 32, "width": 32}, "resample": 0, "include_top": True,
                     "rescale_offset": True},
}  # fmt: skip

_KINDS = ("F16", "F64", "BF16", "F8_E4M3", "I64", "U8", "BOOL", "Q4")


class _Making(Net):
    """A net whose tensors come into being when they are asked for."""

    def __init__(self, config: Config) -> None:
        super().__init__((32, 32, 3), {}, "", config)
        self.made: dict[str, NDArray[np.float32]] = {}

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        self.made[name] = np.full(shape, 0.5, np.float32)
        return self.made[name]


@cache
def _valid(kind: str) -> dict[str, NDArray[np.float32]]:
    """Returns the tensors of a valid net."""
    family = FAMILIES[f"{kind}ForImageClassification"]
    net = _Making(Config("config.json", _CONFIGS[kind]))
    net.linear(family.classifier, family.build(net), 3)
    return {
        name if name.startswith("classifier") else f"{family.base}.{name}": tensor
        for name, tensor in net.made.items()
    }


def _make(mutation: Mutation) -> Case:
    random = mutation.random
    kind = random.choice(list(_CONFIGS))
    config = {
        "architectures": [f"{kind}ForImageClassification"],
        "id2label": {"0": "a", "1": "b", "2": mutation.name("c")},
        "num_channels": mutation.choice(3, (1, 0, 4, 2**31)),
        "problem_type": mutation.choice(None, ("multi_label_classification", "regression", 3)),
        **_CONFIGS[kind],
    }
    processor = random.choice(list(_PREPROCESSING))
    told = {
        "image_processor_type": f"{processor}ImageProcessor",
        "image_mean": [0.5, 0.4, 0.3],
        "image_std": mutation.choice([0.2, 0.2, 0.2], ([0, 0, 0], 1e-300, [1e300] * 3)),
        "do_normalize": True,
        "do_rescale": True,
        "rescale_factor": mutation.choice(1 / 255, (0, -1, 1e300, "1")),
        **_PREPROCESSING[processor],
    }
    case = {
        "net/config.json": mutation.content(mutation.json(config, 0.4), 0.05),
        "net/preprocessor_config.json": mutation.content(mutation.json(told, 0.3), 0.05),
        "net/model.safetensors": mutation.content(_file(_valid(kind), mutation), 0.1),
    }
    if mutation.happens(0.03):
        del case[random.choice(list(case))]
    return case


def _file(tensors: dict[str, NDArray[np.float32]], mutation: Mutation) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, tensor in tensors.items():
        content = tensor.tobytes()
        begin = mutation.number(len(body), share=0.002)
        end = mutation.number(len(body) + len(content), share=0.002)
        header[mutation.name(name, 0.002)] = {
            "dtype": mutation.choice("F32", _KINDS, 0.004),
            "shape": [mutation.number(size, share=0.002) for size in tensor.shape],
            "data_offsets": [begin, end],
        }
        body += content
    text = json.dumps(header).encode("utf-8", "replace")
    return pack("<Q", mutation.number(len(text), 64, 0.01)) + text + body


def _read(folder: Path) -> object:
    return read_model(folder / "net")


READERS = (Reader("huggingface", _make, _read),)
