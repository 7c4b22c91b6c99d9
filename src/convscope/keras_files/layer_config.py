"""One layer as a file describes it, under today's names, and what of it is refused at sight."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from convscope.architecture import Layer, Shape
from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.kinds import ACT_IN_TRAINING, COMPUTED_OTHERWISE, KINDS, KerasKind
from convscope.keras_config.layers import Origin, expect_last_axis
from convscope.keras_config.layers import to_layer as layer_from_options
from convscope.keras_config.operations import as_layer, is_operation
from convscope.keras_files.old_names import JOINS_OF_NETS, todays

_KERAS_MODULE = re.compile(r"(keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras)(\.|$)")
_TAKE_KERAS = "Open the file in Keras, and save a net that is made of what convscope has."

IN_FILE = Origin(
    _TAKE_KERAS,
    off=(None, False, 0, {}, []),
    unimportant=(
        "batch_input_shape",
        "batch_size",
        "beta_init",
        "build_config",
        "gamma_init",
        "init",
        "input_dim",
        "input_dtype",
        "input_shape",
        "noise_shape",
        "quantization_config",
        "ragged",
        "sparse",
        "weights",
    ),
    endings=("_initializer", "_regularizer", "_constraint"),
    is_trained_on=False,
)
"""A file of any version. It is read to be judged with, by a net whose weights it holds."""


@dataclass(frozen=True)
class LayerConfig:
    """What a file says of one layer, or of a net inside of a net.

    Attributes:
        class_name: The class, by today's name.
        name: As Keras calls the layer.
        options: Options by today's names; a net's own ones, with its `layers`, as they are.
        item: The whole entry, with what connects it.
    """

    class_name: str
    name: str
    options: dict[str, Any]
    item: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """How errors call it."""
        return f'layer "{in_short(self.name)}" ({in_short(self.class_name)})'

    @property
    def is_net(self) -> bool:
        """Whether it is a net with layers of its own."""
        return "layers" in self.options and self.class_name not in JOINS_OF_NETS

    @property
    def entry(self) -> KerasKind | None:
        """What the table of kinds says of its class; None where it is not in it."""
        return KINDS.get(self.class_name)

    @property
    def is_left_out(self) -> bool:
        """Whether it passes on what it takes in, and is no kind of ours."""
        return self.class_name in ACT_IN_TRAINING and self.entry is None

    def takes_flag(self, name: str) -> bool:
        """Returns an option that is true unless the file says otherwise."""
        return self.options.get(name, True) is not False


def layer_config(item: Any, is_net: bool = False) -> LayerConfig:
    """Returns what an entry of a config says.

    Args:
        item: `{"class_name": …, "config": {…}}`, as all versions of Keras write it.
        is_net: Whether it is the whole net.

    Raises:
        ConvscopeError: It is no such entry, or a class that is not Keras' own.
    """
    if isinstance(item, Mapping) and is_operation(item):
        item = as_layer(item) or _refuse_operation(item)
    config = item.get("config") if isinstance(item, Mapping) else None
    # The layers of a Sequential of Keras 1 were its config.
    config = {"layers": config} if isinstance(config, list) else config
    class_name = item.get("class_name") if isinstance(item, Mapping) else None
    if not isinstance(config, dict) or not isinstance(class_name, str):
        raise ConvscopeError(
            f"{'the net' if is_net else 'a layer'} is {in_short(item)}.",
            'Expected {"class_name": "…", "config": {…}}.',
            "Save the model again with Keras, or take another file.",
        )
    name = config.get("name", item.get("name", ""))
    name = name if isinstance(name, str) else ""
    if "layers" in config and class_name not in JOINS_OF_NETS:
        found = LayerConfig(class_name, name, config, item)
    else:
        found = LayerConfig(*_in_order(class_name, name, config), item)
    _expect_keras_class(found)
    return found


def to_layer(config: LayerConfig, input_shapes: list[Shape], is_of_keras_3: bool) -> Layer:
    """Returns a layer of the net, still without name and inputs.

    Args:
        config: What the file says of it.
        input_shapes: What arrives at it, without the batch axis.
        is_of_keras_3: Whether the file says that Keras 3 or a later one wrote it.

    Raises:
        ConvscopeError: Its class is no kind of ours, or an option has a value that is not
            computed here.
    """
    options = {key: _plain(value) for key, value in config.options.items()}
    if not is_of_keras_3:
        _expect_one_meaning(config)
    shape = input_shapes[0]
    layer = layer_from_options(config.title, config.class_name, options, shape, IN_FILE)
    expect_last_axis(config.title, options, len(shape) + 1, IN_FILE)
    if layer.tensors and options.get("trainable") is False:
        return replace(layer, training=replace(layer.training, is_trained=False))
    return layer


def _in_order(
    class_name: str, name: str, config: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    todays_class, options = todays(class_name, config)
    return todays_class, name, options


def _refuse_operation(item: Mapping[str, Any]) -> NoReturn:
    name, class_name = item.get("name"), item.get("class_name")
    raise ConvscopeError(
        f'layer "{in_short(name)}" ({in_short(class_name)}) is an operation that was written '
        "without a layer.",
        "Expected layers; of operations +, -, ×, / and maximum of two layers, or of a layer and a "
        "number, and activation functions.",
        "Write it as a layer in Keras, or do to the pictures before the net what it does, and save "
        "the net again.",
    )


def _expect_keras_class(config: LayerConfig) -> None:
    """Refuses what would need somebody's code: it is told by name, and nothing is looked up."""
    if config.class_name == "Lambda":
        raise ConvscopeError(
            f"{config.title} is Python code inside the file.",
            "Expected layers that are data: convscope never runs code from a file.",
            "Replace it in Keras by a layer such as Rescaling, and save the net again.",
        )
    module, registered = config.item.get("module"), config.item.get("registered_name")
    is_custom = isinstance(registered, str) and ">" in registered
    if isinstance(module, str):
        is_custom = is_custom or not _KERAS_MODULE.match(module)
    if is_custom:
        where = registered if isinstance(registered, str) and ">" in registered else module
        raise ConvscopeError(
            f"{config.title} is a class of somebody's own, {in_short(where)}.",
            "Expected Keras' own layers: convscope never runs code from a file, or imports it.",
            _TAKE_KERAS,
        )


def _expect_one_meaning(config: LayerConfig) -> None:
    """Refuses what Keras 3 computes otherwise than the Keras that wrote it."""
    name = config.options.get("activation")
    if isinstance(name, str) and name in COMPUTED_OTHERWISE:
        raise ConvscopeError(
            f"{config.title} has the activation function {name}.",
            f"Before Keras 3 {name} was computed otherwise, and no Keras 3 wrote this file.",
            "Open it in the Keras that wrote it, and train the net with another one.",
        )


def _plain(value: Any) -> Any:
    """Returns whole numbers as such: Keras writes 2.0 for some of them."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
