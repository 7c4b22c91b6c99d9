"""Models of TensorFlow.js: folders and archives, with what topologies and manifests could say."""

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import Architecture
from convscope.model_file import read_model
from convscope.tfjs_files import SelfTest, is_tfjs_model, read_self_test, tfjs_files
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader
from fuzz.readers.keras_files import net_of

_TEACHABLE = {
    "tfjsVersion": "1.3.1",
    "tmVersion": "2.4.5",
    "packageName": "@teachablemachine/image",
    "labels": ["a", "b", "c"],
    "imageSize": 224,
}
_RESIZING = ("CenterCrop", "RandomCrop", "Resizing")
_PACKED: tuple[dict[str, Any], ...] = (
    {"dtype": "float16", "original_dtype": "float32"},
    {"dtype": "uint8", "scale": 0.01, "min": -1.0, "original_dtype": "float32"},
    {"dtype": "uint16", "scale": 0.0001, "min": -0.5, "original_dtype": "float32"},
)


@cache
def _valid(which: int) -> dict[str, bytes]:
    """Returns the files of one of three nets."""
    architecture = _writable(which)
    weights = {k: np.full(s, 0.5, np.float32) for k, s in architecture.parameter_shapes.items()}
    images = np.zeros((1, *architecture.input.shape), np.uint8)
    test = SelfTest(images, np.zeros((1, 3), np.float32), (0.0, 1.0))
    facts = {"class_names": [], "placement": "none", "fit": "pad", "trained_on": {}}
    return tfjs_files(architecture, weights, {**facts, "self_test": test.to_json()}).files


def _writable(which: int) -> Architecture:
    """Returns one of the nets of all kinds, without what TensorFlow.js has not."""
    told = json.loads(json.dumps(net_of(which).to_json()))
    for layer in told["layers"]:
        if layer.get("activation") in ("step", "exponential"):
            layer["activation"] = "tanh"
    told["layers"] = [layer for layer in told["layers"] if layer["kind"] not in _RESIZING]
    return Architecture.from_json(json.dumps(told))


def _make(mutation: Mutation) -> Case:
    random = mutation.random
    files = dict(_valid(random.randrange(3)))
    model = json.loads(files.pop("model.json"))
    weights = [name for name in files if name.endswith(".bin")]
    if mutation.happens(0.3):
        _pack(model, files, mutation)
    if mutation.happens(0.2) and weights:
        _split(model, files, weights[0], mutation)
    for group in model["weightsManifest"]:
        group["paths"] = [mutation.name(path, 0.05) for path in group["paths"]]
        for array in group["weights"]:
            array["shape"] = [mutation.number(size, share=0.01) for size in array["shape"]]
            array["name"] = mutation.name(array["name"], 0.01)
    place = model["modelTopology"]
    if mutation.happens(0.5):
        config = json.loads(mutation.json(place["model_config"], 0.0))
        place["model_config"] = _changed(config, mutation)
    place["keras_version"] = mutation.choice(place["keras_version"], ("3.0.0", "tfjs-layers"), 0.2)
    model["format"] = mutation.choice(model["format"], ("graph-model", None, 3), 0.05)
    files["model.json"] = mutation.content(mutation.json(model, 0.4), 0.1)
    if mutation.happens(0.4):
        files["metadata.json"] = mutation.content(mutation.json(_TEACHABLE, 0.4), 0.1)
    if mutation.happens(0.2):
        files["labels.txt"] = mutation.content(b"0 a\n1 b\n2 c\n", 0.4)
    for name in weights:
        files[name] = mutation.content(files[name], 0.1)
    if mutation.happens(0.4):
        return {"a.zip": _zipped(files, mutation)}
    return {f"a/{name}": content for name, content in files.items()}


def _changed(config: Any, mutation: Mutation) -> Any:
    """Returns a topology with a place of it changed, as far as it can still be JSON data."""
    try:
        return json.loads(mutation.json(config, 1.0))
    except (ValueError, RecursionError):
        return config


def _pack(model: Any, files: dict[str, bytes], mutation: Mutation) -> None:
    """Stores arrays in fewer bytes each."""
    for group in model["weightsManifest"]:
        content = memoryview(b"".join(files[path] for path in group["paths"]))
        parts = []
        for array in group["weights"]:
            size = 4 * int(np.prod(array["shape"]))
            part, content = bytes(content[:size]), content[size:]
            if mutation.happens(0.6):
                packed = mutation.random.choice(_PACKED)
                array["quantization"] = packed
                part = np.frombuffer(part, "<f4").astype(packed["dtype"]).tobytes()
            parts.append(part)
        files[group["paths"][0]] = b"".join(parts)


def _split(model: Any, files: dict[str, bytes], name: str, mutation: Mutation) -> None:
    """Spreads the weights over several files."""
    content, number = files[name], mutation.random.randrange(2, 5)
    step = len(content) // number + 1
    names = [f"part{index}.bin" for index in range(number)]
    for index, part in enumerate(names):
        files[part] = content[index * step : (index + 1) * step]
    model["weightsManifest"][0]["paths"] = names


def _zipped(files: dict[str, bytes], mutation: Mutation) -> bytes:
    memory = io.BytesIO()
    method = mutation.choice(zipfile.ZIP_STORED, (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2), 0.5)
    folder = mutation.choice("", ("my model/", "__MACOSX/", "../", "/"), 0.3)
    with zipfile.ZipFile(memory, "w", method) as file:
        for name, content in files.items():
            name = mutation.name(folder + name, 0.02).encode("utf-8", "replace").decode() or "x"
            file.writestr(zipfile.ZipInfo(name), content, method)
    return mutation.content(memory.getvalue(), 0.2)


def _read(folder: Path) -> object:
    found = [path for path in (folder / "a.zip", folder / "a") if path.exists()]
    path = found[0] if found else folder / "a"
    model = read_model(path)
    if is_tfjs_model(path):
        read_self_test(path)
    return model


READERS = (Reader("tfjs", _make, _read),)
