"""The one table from layers as Keras describes them to kinds of convscope, and back.

Files of every version, models in memory and what is written follow it. A kind is one entry. Where
options, tensors and settings have the same names on both sides, as most have, the entry says
nothing of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.architecture import LAYER_KINDS, Layer


@dataclass(frozen=True)
class KerasKind:
    """How layers of one class of Keras become layers of convscope.

    Attributes:
        kind: The kind here, a key of `architecture.LAYER_KINDS`.
        fixed: Our options that the class itself settles.
        defaults: Our options where nothing is said, if Keras' default is not ours.
        options: Our names of options that Keras calls otherwise, by Keras' names.
        only: Options of Keras, besides `COMMON`, with the values that we compute; with any other
            the layer is refused.
        fillers: Tensors that Keras leaves out where an option is false: that option, and the value
            that stands for the tensor.
        attributes: Keras' attributes that hold tensors, by our names of these.
        prefixes: How Keras calls tensors in the names of their regularizers and constraints, by our
            names of these.
        prepares: Whether it has nothing to learn and makes pictures fit for a net, so that Keras
            itself may compute it before all of ours.
    """

    kind: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    fillers: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    prepares: bool = False

    @property
    def layer_class(self) -> type[Layer]:
        """The class of our layers."""
        return LAYER_KINDS[self.kind]

    @property
    def tensors(self) -> dict[str, str]:
        """Keras' attributes of all tensors, by our names, in the order in which weights are kept.

        Example:
            >>> KINDS["Normalization"].tensors["mean"]
            'adapt_mean'
        """
        return {name: self.attributes.get(name, name) for name in self.layer_class.tensors}

    @property
    def option_names(self) -> dict[str, str]:
        """Our names of the options that are taken over, by Keras' names of them."""
        same = {name: name for name in self.layer_class.option_names()}
        names = same | dict(self.options)
        return {theirs: ours for theirs, ours in names.items() if ours not in self.fixed}

    @property
    def resizes(self) -> bool:
        """Whether rows and columns become as many as its options `height` and `width` say."""
        return {"height", "width"} <= self.option_names.keys()

    def setting(self, name: str) -> str:
        """Returns Keras' name of one of our settings, such as `"depthwise_regularizer"`."""
        tensor, _, family = name.rpartition("_")
        return f"{self.prefixes.get(tensor, tensor)}_{family}"


def _preparing(kind: str, **only: tuple[Any, ...]) -> KerasKind:
    return KerasKind(kind, only=only, prepares=True)


KINDS: dict[str, KerasKind] = {
    "Activation": KerasKind("Activation"),
    "Add": KerasKind("Add"),
    "Average": KerasKind("Average"),
    "AveragePooling2D": KerasKind("AveragePooling2D"),
    "BatchNormalization": KerasKind(
        "BatchNormalization", fillers={"gamma": ("scale", 1.0), "beta": ("center", 0.0)}
    ),
    "CenterCrop": _preparing("CenterCrop"),
    "Concatenate": KerasKind("Concatenate"),
    "Conv2D": KerasKind("Conv2D"),
    "Cropping2D": KerasKind("Cropping2D"),
    "Dense": KerasKind("Dense"),
    "DepthwiseConv2D": KerasKind("DepthwiseConv2D", prefixes={"kernel": "depthwise"}),
    "Dropout": KerasKind("Dropout"),
    "Flatten": KerasKind("Flatten"),
    "GaussianNoise": KerasKind("GaussianNoise"),
    "GlobalAveragePooling2D": KerasKind("GlobalAveragePooling2D"),
    "GlobalMaxPooling2D": KerasKind("GlobalMaxPooling2D"),
    "LayerNormalization": KerasKind("LayerNormalization", only={"rms_scaling": (False,)}),
    "LeakyReLU": KerasKind(
        "ReLU", defaults={"negative_slope": 0.3}, options={"alpha": "negative_slope"}
    ),
    "MaxPooling2D": KerasKind("MaxPooling2D"),
    "Maximum": KerasKind("Maximum"),
    "Multiply": KerasKind("Multiply"),
    "Normalization": KerasKind(
        "Normalization",
        attributes={"mean": "adapt_mean", "variance": "adapt_variance"},
        prepares=True,
    ),
    "PReLU": KerasKind("PReLU"),
    "RandomBrightness": _preparing("RandomBrightness"),
    "RandomContrast": _preparing("RandomContrast"),
    "RandomCrop": _preparing("RandomCrop"),
    "RandomFlip": _preparing("RandomFlip"),
    "RandomRotation": _preparing("RandomRotation"),
    "RandomTranslation": _preparing("RandomTranslation"),
    "RandomZoom": _preparing("RandomZoom"),
    "ReLU": KerasKind("ReLU"),
    "Rescaling": KerasKind("Rescaling"),
    "Reshape": KerasKind("Reshape"),
    "Resizing": _preparing("Resizing", fill_mode=("constant",), antialias=(False,)),
    "SeparableConv2D": KerasKind(
        "SeparableConv2D",
        prefixes={"depthwise_kernel": "depthwise", "pointwise_kernel": "pointwise"},
    ),
    "Softmax": KerasKind("Activation", fixed={"activation": "softmax"}),
    "SpatialDropout2D": KerasKind("SpatialDropout2D"),
    "Subtract": KerasKind("Subtract"),
    "ZeroPadding2D": KerasKind("ZeroPadding2D"),
}
"""Kind by the class name of Keras 3; `keras_files.old_names` knows what earlier ones were called.
Where a class and a kind have the same name, layers of that kind are written as that class."""

OPERATIONS = {"Add": "Add", "Maximum": "Maximum", "Multiply": "Multiply", "Subtract": "Subtract"}
"""Our kind by the name of an operation between two tensors, such as `a + b`."""

COMMON: Mapping[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", None),
    "dilation_rate": (1, (1, 1)),
    "groups": (1,),
    "interpolation": ("nearest",),
    "keepdims": (False,),
    "mode": (0,),
    "renorm": (False,),
    "stateful": (False,),
    "time_major": (False,),
}
"""Options that any layer may have and a kind of ours has not, with the values that change nothing."""

UNIMPORTANT = (
    "autocast",
    "dtype",
    "fused",
    "name",
    "renorm_momentum",
    "seed",
    "supports_masking",
    "synchronized",
    "trainable",
)
"""Options that change nothing of what a layer that has its weights computes, or are heeded where
the net is read."""

ACT_IN_TRAINING = ("ActivityRegularization", "AlphaDropout", "GaussianDropout")
"""Classes that pass on what they take in, but in training: no kinds here, and left out of files."""

COMPUTED_OTHERWISE = ("hard_sigmoid",)
"""Activation functions that were others before Keras 3."""

LACKING = ("step",)
"""Our activation functions that Keras lacks."""
