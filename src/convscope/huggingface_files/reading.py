"""A folder of a stranger as a net of ours: three files, whose names are settled, and no other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convscope.channels_first import ForeignNet, Value
from convscope.channels_first import pointwise_steps as pointwise
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.huggingface_files.config import FIX, Config
from convscope.huggingface_files.families.convnext import convnext
from convscope.huggingface_files.families.efficient import efficientnet
from convscope.huggingface_files.families.mobile import mobilenet_v1, mobilenet_v2
from convscope.huggingface_files.families.residual import regnet, resnet
from convscope.huggingface_files.folder import CONFIG
from convscope.huggingface_files.net import Net
from convscope.huggingface_files.preprocessing import Preprocessing, preprocessing_of
from convscope.huggingface_files.tensors import read_weights
from convscope.texts import parse_json

PREPROCESSING = "preprocessor_config.json"

MOST_JSON_BYTES = 2**23
MOST_CLASSES = 100_000

_EXPECTED = "Expected a folder with an image classifier, as save_pretrained writes it."


@dataclass(frozen=True)
class Family:
    """A family of image classifiers.

    Attributes:
        base: What names of tensors before the classifier begin with.
        classifier: What names of the classifier's tensors begin with.
        build: Puts the net; returns what goes into its classifier.
    """

    base: str
    classifier: str
    build: Callable[[Net], Value]


FAMILIES = {
    "ResNetForImageClassification": Family("resnet", "classifier.1", resnet),
    "RegNetForImageClassification": Family("regnet", "classifier.1", regnet),
    "MobileNetV1ForImageClassification": Family("mobilenet_v1", "classifier", mobilenet_v1),
    "MobileNetV2ForImageClassification": Family("mobilenet_v2", "classifier", mobilenet_v2),
    "EfficientNetForImageClassification": Family("efficientnet", "classifier", efficientnet),
    "ConvNextForImageClassification": Family("convnext", "classifier", convnext),
}
"""By the name that `config.json` gives under `architectures`."""

_OWN_CODE = ("auto_map", "trust_remote_code", "custom_pipelines")


@dataclass(frozen=True)
class ReadFolder:
    """What a folder says.

    Attributes:
        net: The layers with their weights.
        class_names: One per output; empty where nobody knows them.
        fit: The way in which pictures are brought to the input.
        value_range: What the bytes 0 and 255 become.
    """

    net: ForeignNet
    class_names: tuple[str, ...]
    fit: str
    value_range: tuple[float, float]


def read_huggingface(path: str | Path) -> ReadFolder:
    """Returns the net in a folder of transformers.

    Args:
        path: The folder, or the `config.json` in it. No other path that a file names is followed.

    Raises:
        ConvscopeError: A family that is not known, code of its own, quantized or missing weights,
            or anything that does not fit; the text names it.
    """
    folder = Path(path).parent if Path(path).name == CONFIG else Path(path)
    with _told_of(folder):
        data = _json(folder / CONFIG)
        family = _family(data)
        config = Config(CONFIG, data)
        channels = config.whole("num_channels", 3, 4)
        prepared = preprocessing_of(PREPROCESSING, _json(folder / PREPROCESSING), channels)
        net = Net((*prepared.size, channels), read_weights(folder), family.base, config)
        return ReadFolder(
            *_built(net, family, prepared, config), prepared.fit, prepared.value_range
        )


def _built(
    net: Net, family: Family, prepared: Preprocessing, config: Config
) -> tuple[ForeignNet, tuple[str, ...]]:
    """Returns the net, and the names of its classes."""
    if prepared.scale is not None and prepared.offset is not None:
        numbers = (prepared.scale.reshape(-1, 1, 1), prepared.offset.reshape(-1, 1, 1))
        net.input = pointwise.affine(net.building, "normalization", net.input, *numbers)
    names = _names(config)
    value = net.linear(family.classifier, family.build(net), _outputs(config, names))
    if config.text("problem_type") == "multi_label_classification":
        value = net.act("probabilities", value, "sigmoid")
    return net.finish(value), names


def _outputs(config: Config, names: tuple[str, ...]) -> int:
    outputs = len(names) or config.whole("num_labels", 2, MOST_CLASSES)
    if outputs < 2:
        raise ConvscopeError(
            f"{config.where}: the net puts out one number.",
            "Expected a number for each of two classes or more.",
            "Take a net that tells classes apart.",
        )
    return outputs


def _names(config: Config) -> tuple[str, ...]:
    """Returns the classes' names in the order of the outputs; equal ones get their number."""
    told = config.data.get("id2label", {})
    if not isinstance(told, Mapping) or len(told) > MOST_CLASSES:
        raise config.wrong("id2label", "an object with a name for each number")
    names: list[str] = []
    for number in range(len(told)):
        name = told.get(str(number))
        if not isinstance(name, str):
            raise config.wrong("id2label", f'a name for "{number}"')
        names.append(name)
    seen: set[str] = set()
    for number, name in enumerate(names):
        names[number] = f"{name} ({number})" if name in seen else name
        seen.add(names[number])
    return tuple(names)


def _family(data: Mapping[str, Any]) -> Family:
    for key in _OWN_CODE:
        if data.get(key):
            raise ConvscopeError(
                f"{CONFIG} asks for code of its own ({key}).",
                "Expected a net of one of transformers' own classes: nothing in a file is run.",
                "Export it to ONNX where you trust that code, and give that file.",
            )
    if data.get("quantization_config"):
        raise ConvscopeError(f"{CONFIG}: the weights are quantized.", "Expected numbers.", FIX)
    named = data.get("architectures")
    first = named[0] if isinstance(named, list) and len(named) == 1 else named
    if not isinstance(first, str) or first not in FAMILIES:
        raise ConvscopeError(
            f"{CONFIG} says that the net is {in_short(first)}.",
            f"Known here: {', '.join(FAMILIES)}.",
            "Export it to ONNX (optimum-cli export onnx --model FOLDER OUT), and give that file.",
        )
    return FAMILIES[first]


def _json(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise ConvscopeError(
            f"there is no {path.name}.",
            _EXPECTED,
            f"Put the {path.name} that belongs to it into the folder.",
        )
    if path.stat().st_size > MOST_JSON_BYTES:
        size = f"{path.name} has {path.stat().st_size:,} bytes."
        raise ConvscopeError(size, f"Expected at most {MOST_JSON_BYTES:,}.", FIX)
    found = parse_json(path.read_bytes(), path.name, _EXPECTED, FIX)
    if not isinstance(found, dict):
        raise ConvscopeError(f"{path.name} holds {in_short(found)}.", "Expected an object.", FIX)
    return found


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    """Puts the folder before what an error says, and makes every error a clear one."""
    try:
        with clear_errors("the folder", _EXPECTED, FIX):
            yield
    except ConvscopeError as error:
        received = f"{folder}: {error.received.removeprefix(f'{folder}/')}"
        raise ConvscopeError(received, error.expected, error.fix) from error.__cause__
