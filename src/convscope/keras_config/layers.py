"""The one table from Keras' layers to our kinds. Another kind is another entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.architecture import (
    ACTIVATIONS,
    LAYER_KINDS,
    Layer,
)
from convscope.errors import in_short
from convscope.keras_config.options import NotOursError, check_neutral, is_one_of
from convscope.keras_config.training import training_settings

UNIMPORTANT = ("name", "trainable", "dtype", "autocast", "seed", "synchronized", "renorm_momentum")
"""Options that change nothing in a net that has its weights."""

NEUTRAL: dict[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", None),
    "renorm": (False,),
    "interpolation": ("nearest",),
}
"""Options with the values under which they change nothing; any other must be None."""

Config = Mapping[str, Any]


@dataclass(frozen=True)
class KerasLayer:
    """How one of Keras' layers becomes ours.

    Attributes:
        kind: Name of our kind.
        taken: Options that both have under the same name.
        neutral: Options with the values under which they change nothing, besides `NEUTRAL`.
        make: Returns our options from Keras'; None for those in `taken` as they are.
        tensors: Our names of the tensors, with the names of Keras' attributes.
        prefixes: How Keras calls tensors in the names of their regularizers and constraints, where
            that differs from our names.
    """

    kind: str
    taken: tuple[str, ...] = ()
    neutral: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    make: Callable[[Config], Config] | None = None
    tensors: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def read(self, title: str, config: Config) -> Layer:
        """Returns the layer that a configuration describes, without a name.

        Args:
            title: How an error calls it.
            config: Keras' options by name.

        Raises:
            NotOursError: An option that we lack.
        """
        _check_float32(title, config.get("dtype"))
        unimportant = [name for name in config if name.endswith("_initializer")]
        neutral = {**NEUTRAL, **self.neutral}
        training = training_settings(title, config, self.kind, self.keras_setting)
        known = (*self.taken, *(self.keras_setting(name) for name in training))
        check_neutral(title, config, known, neutral, (*UNIMPORTANT, *unimportant))
        options = {name: config[name] for name in self.taken if name in config}
        if self.make is not None:
            options = dict(self.make(options))
        if "activation" in options:
            options["activation"] = _activation(title, options["activation"])
        if training:
            options["training"] = training
        return LAYER_KINDS[self.kind].from_options(options).simplified()

    def keras_setting(self, name: str) -> str:
        """Returns Keras' name of one of our settings, such as `"kernel_regularizer"`."""
        tensor, _, family = name.rpartition("_")
        return f"{self.prefixes.get(tensor, tensor)}_{family}"


def _activation(title: str, value: Any) -> str:
    if value is None:
        return "linear"
    if isinstance(value, Mapping):
        is_keras = str(value.get("module")).startswith("keras")
        value = value.get("config") if is_keras else value
    if isinstance(value, str) and value in ACTIVATIONS and value != "step":
        return value
    raise NotOursError(
        f"{title} has activation={in_short(value)}.",
        f"Expected one of {', '.join(ACTIVATIONS)}.",
        "Choose another activation, or stay with Keras.",
    )


def _check_float32(title: str, policy: Any) -> None:
    name = policy.get("config", {}).get("name") if isinstance(policy, Mapping) else policy
    if name not in (None, "float32"):
        raise NotOursError(
            f"{title} computes in {in_short(name)}.",
            "Expected float32.",
            "Leave the data type out, or stay with Keras.",
        )


def _leaky_relu(config: Config) -> Config:
    return {"negative_slope": config.get("negative_slope", config.get("alpha", 0.3))}


def _keep_axis(config: Config) -> Config:
    return {k: v for k, v in config.items() if k != "axis"}


_WINDOW = ("kernel_size", "strides", "padding", "dilation_rate", "use_bias", "activation")
_ASPECT = ("crop_to_aspect_ratio", "pad_to_aspect_ratio")
_FACTORS = ("height_factor", "width_factor")
_MOVES = ("fill_mode", "interpolation", "fill_value")
_POOLING = ("pool_size", "strides", "padding")
_WEIGHTS = {"kernel": "kernel", "bias": "bias"}
_NORMALIZATION = {n: n for n in ("gamma", "beta", "moving_mean", "moving_variance")}
_LAST_AXIS = (-1, (-1,), 3, (3,), 1, (1,))
"""The channels' axis; after a vector it is axis 1. `expect_last_axis` looks at the shape."""

LAYERS: dict[str, KerasLayer] = {
    "Conv2D": KerasLayer("Conv2D", ("filters", "groups", *_WINDOW), tensors=_WEIGHTS),
    "DepthwiseConv2D": KerasLayer(
        "DepthwiseConv2D",
        ("depth_multiplier", *_WINDOW),
        tensors=_WEIGHTS,
        prefixes={"kernel": "depthwise"},
    ),
    "SeparableConv2D": KerasLayer(
        "SeparableConv2D",
        ("filters", "depth_multiplier", *_WINDOW),
        tensors={n: n for n in ("depthwise_kernel", "pointwise_kernel", "bias")},
        prefixes={"depthwise_kernel": "depthwise", "pointwise_kernel": "pointwise"},
    ),
    "Dense": KerasLayer("Dense", ("units", "use_bias", "activation"), tensors=_WEIGHTS),
    "MaxPooling2D": KerasLayer("MaxPooling2D", _POOLING),
    "AveragePooling2D": KerasLayer("AveragePooling2D", _POOLING),
    "GlobalAveragePooling2D": KerasLayer("GlobalAveragePooling2D", ("keepdims",)),
    "GlobalMaxPooling2D": KerasLayer("GlobalMaxPooling2D", ("keepdims",)),
    "ZeroPadding2D": KerasLayer("ZeroPadding2D", ("padding",)),
    "Cropping2D": KerasLayer("Cropping2D", ("cropping",)),
    "Reshape": KerasLayer("Reshape", ("target_shape",)),
    "Rescaling": KerasLayer("Rescaling", ("scale", "offset")),
    "Flatten": KerasLayer("Flatten"),
    "Dropout": KerasLayer("Dropout", ("rate",)),
    "SpatialDropout2D": KerasLayer("SpatialDropout2D", ("rate",)),
    "GaussianNoise": KerasLayer("GaussianNoise", ("stddev",)),
    "BatchNormalization": KerasLayer(
        "BatchNormalization",
        ("momentum", "epsilon"),
        {"axis": _LAST_AXIS, "center": (True, False), "scale": (True, False)},
        tensors=_NORMALIZATION,
    ),
    "Normalization": KerasLayer(
        "Normalization",
        ("mean", "variance", "invert"),
        {"axis": _LAST_AXIS},
        tensors={"mean": "adapt_mean", "variance": "adapt_variance", "count": "count"},
    ),
    "Resizing": KerasLayer(
        "Resizing",
        ("height", "width", "interpolation", *_ASPECT, "fill_value"),
        {"fill_mode": ("constant",), "antialias": (False,)},
    ),
    "CenterCrop": KerasLayer("CenterCrop", ("height", "width")),
    "RandomCrop": KerasLayer("RandomCrop", ("height", "width")),
    "RandomFlip": KerasLayer("RandomFlip", ("mode",)),
    "RandomRotation": KerasLayer("RandomRotation", ("factor", *_MOVES)),
    "RandomZoom": KerasLayer("RandomZoom", (*_FACTORS, *_MOVES)),
    "RandomTranslation": KerasLayer("RandomTranslation", (*_FACTORS, *_MOVES)),
    "RandomContrast": KerasLayer("RandomContrast", ("factor", "value_range")),
    "RandomBrightness": KerasLayer("RandomBrightness", ("factor", "value_range")),
    "LayerNormalization": KerasLayer(
        "LayerNormalization",
        ("epsilon", "center", "scale"),
        {"axis": _LAST_AXIS, "rms_scaling": (False,)},
        tensors={n: n for n in ("gamma", "beta")},
    ),
    "Activation": KerasLayer("Activation", ("activation",)),
    "ReLU": KerasLayer("ReLU", ("max_value", "negative_slope", "threshold")),
    "PReLU": KerasLayer("PReLU", ("shared_axes",), tensors={"alpha": "alpha"}),
    "LeakyReLU": KerasLayer("ReLU", ("negative_slope", "alpha"), make=_leaky_relu),
    "Softmax": KerasLayer(
        "Activation", (), {"axis": (-1,)}, make=lambda _: {"activation": "softmax"}
    ),
    "Concatenate": KerasLayer("Concatenate", (), {"axis": _LAST_AXIS}),
    **{kind: KerasLayer(kind) for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum")},
}
"""Our form of Keras' layers, by their class names."""

RESIZING = ("CenterCrop", "RandomCrop", "Resizing")
"""Layers that change rows and columns to their options `height` and `width`."""

LEADING = {
    **dict.fromkeys((*RESIZING, "Normalization"), True),
    **dict.fromkeys(
        (
            "RandomBrightness",
            "RandomContrast",
            "RandomFlip",
            "RandomRotation",
            "RandomTranslation",
            "RandomZoom",
        ),
        False,
    ),
}
"""Layers without weights to train that Keras may compute before all of ours, and whether they do
something after training, too."""

OPERATIONS = {"Add": "Add", "Subtract": "Subtract", "Multiply": "Multiply", "Maximum": "Maximum"}
"""Our kind by the name of an operation between two tensors, such as `a + b`."""


def layer_from_config(class_name: str, module: str | None, config: Config) -> Layer:
    """Returns the layer that Keras describes, without name and inputs.

    Args:
        class_name: Such as `"Conv2D"`.
        module: Where the class lives; Keras' own layers live in `keras.layers`.
        config: Its options.

    Raises:
        NotOursError: A layer or an option that we lack.
        ConvscopeError: An option out of range.
    """
    title = f'layer "{config.get("name", class_name)}" ({class_name})'
    if module is not None and module.startswith("keras.src.ops.") and class_name in OPERATIONS:
        return LAYER_KINDS[OPERATIONS[class_name]].from_options({})
    if module not in (None, "keras.layers", "keras"):
        raise NotOursError(
            f"{title} is defined in {module}.",
            "Expected a layer of Keras.",
            "Write it with Keras' layers, or stay with Keras.",
        )
    if class_name not in LAYERS:
        raise NotOursError(
            f"{title} is a kind that convscope lacks.",
            f"It has {', '.join(LAYERS)}.",
            "Leave it out, or stay with Keras.",
        )
    return LAYERS[class_name].read(title, config)


def expect_last_axis(layer: Layer, config: Config, num_axes: int) -> None:
    """Checks that a layer with an axis works along the channels.

    Args:
        layer: Ours.
        config: Keras' options.
        num_axes: Of what arrives, the batch included.

    Raises:
        NotOursError: It works along another axis.
    """
    axis = config.get("axis", -1)
    if not is_one_of(axis, (-1, (-1,), num_axes - 1, (num_axes - 1,))):
        raise NotOursError(
            f'layer "{config.get("name")}" ({layer.kind}) works along axis {axis}.',
            "Expected the last axis, the channels.",
            "Give axis=-1.",
        )
