"""Layers that Keras and TensorFlow.js compute differently under the same words.

Whoever reads such a file cannot know which of the two answers is meant, so it is refused by name.
Version 4.22 of TensorFlow.js was looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.options import is_one_of
from convscope.keras_files.layer_config import LayerConfig, layer_config


def _says(option: str, *alike: Any) -> Callable[[Mapping[str, Any]], str]:
    """Returns what tells an option of a layer that has other values than `alike`."""

    def differs(options: Mapping[str, Any]) -> str:
        value = options.get(option, alike[0])
        return "" if is_one_of(value, alike) else f"{option}={in_short(value)}"

    return differs


def _resizes(options: Mapping[str, Any]) -> str:
    return f"height={in_short(options.get('height'))}, width={in_short(options.get('width'))}"


def _ramp(options: Mapping[str, Any]) -> str:
    found = (_says(name, 0, None)(options) for name in ("negative_slope", "threshold"))
    return ", ".join(filter(None, found))


def _transposed(options: Mapping[str, Any]) -> str:
    says = (_says("dilation_rate", (1, 1), 1), _says("output_padding", None))
    return ", ".join(filter(None, (say(options) for say in says)))


DIFFERENT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "CenterCrop": _resizes,
    "Conv2DTranspose": _transposed,
    "DepthwiseConv2D": _says("dilation_rate", (1, 1), 1),
    "GlobalAveragePooling2D": _says("keepdims", False, None),
    "GlobalMaxPooling2D": _says("keepdims", False, None),
    "ReLU": _ramp,
    "Resizing": _resizes,
    "UpSampling2D": _says("interpolation", "nearest", None),
}
"""By class: what of a layer's options the two do not compute alike; nothing if they do."""

FUNCTIONS = ("hard_sigmoid",)
"""Activation functions that are others in Keras 3."""


def expect_one_meaning(net: Any) -> None:
    """Checks that no layer of a net means one thing to Keras and another to TensorFlow.js.

    Args:
        net: The config of a net that could be read.

    Raises:
        ConvscopeError: A layer does; the text names it.
    """
    for layer in _layers(layer_config(net, is_net=True)):
        told = DIFFERENT.get(layer.class_name, lambda _: "")(layer.options)
        function = layer.options.get("activation")
        if isinstance(function, str) and function in FUNCTIONS:
            told = f"activation={function}"
        if told:
            raise ConvscopeError(
                f"{layer.title} has {told}, which TensorFlow.js does not compute as Keras does.",
                "Expected layers that give the same answers in both.",
                "Open the file that it was converted from (.keras or .h5), or replace the layer "
                "and convert again.",
            )


def _layers(net: LayerConfig) -> Iterator[LayerConfig]:
    for item in net.options["layers"]:
        layer = layer_config(item)
        if layer.is_net:
            yield from _layers(layer)
        else:
            yield layer
