"""The one table from layers as Keras describes them to kinds of convscope, and back.

Files of every version, models in memory and what is written follow it. A kind is one entry. Where
options, tensors and settings have the same names on both sides, as most have, the entry says
nothing of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.architecture import LAYER_KINDS, Layer, Shape

_SIDES = ("height", "width")


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
        growth: The option of Keras that says how many times as many rows and columns leave, where
            ours says how many.
        on_maps: What it is where a picture arrives, and our kind takes vectors alone: the kernel
            gets two axes of 1 before those that it has.
        noise: The option of Keras that says the shape of random numbers which act in training
            alone: where it has 1, they are shared.
        prepares: Whether it has nothing to learn and makes pictures fit for a net, so that Keras
            itself may compute it before all of ours.
        leaves_size: Whether a version of Keras leaves the size of pictures as it is outside of a
            training, where ours brings the largest part in the middle to its own.
    """

    kind: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    fillers: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    growth: str = ""
    on_maps: "KerasKind | None" = None
    noise: str = ""
    prepares: bool = False
    leaves_size: bool = False

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
        return {*_SIDES} <= self.option_names.keys() and not self.growth

    def sides(self, size: Any, input_shape: Shape) -> dict[str, int]:
        """Returns our `height` and `width` of a layer with `growth`.

        Args:
            size: What `growth` has: a whole number, or two of them.
            input_shape: What arrives; a vector has no sides.

        Example:
            >>> KINDS["UpSampling2D"].sides((2, 3), (5, 7, 1))
            {'height': 10, 'width': 21}
        """
        factors = size if isinstance(size, list | tuple) else (size, size)
        if len(input_shape) != 3 or len(factors) != 2:
            return {}
        if not all(type(factor) is int and factor > 0 for factor in factors):
            return {}
        sides = zip(_SIDES, input_shape, factors, strict=False)
        return {side: length * factor for side, length, factor in sides}

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
    "Conv2DTranspose": KerasKind("Conv2DTranspose"),
    "Cropping2D": KerasKind("Cropping2D"),
    "Dense": KerasKind(
        "Dense",
        on_maps=KerasKind("Conv2D", fixed={"kernel_size": (1, 1)}, options={"units": "filters"}),
    ),
    "DepthwiseConv2D": KerasKind("DepthwiseConv2D", prefixes={"kernel": "depthwise"}),
    "Dropout": KerasKind("Dropout", noise="noise_shape"),
    "ELU": KerasKind("Activation", fixed={"activation": "elu"}, only={"alpha": (1.0,)}),
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
    "RandomCrop": KerasKind("RandomCrop", prepares=True, leaves_size=True),  # 3.15
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
    "ThresholdedReLU": KerasKind(
        "ReLU", defaults={"threshold": 1.0}, options={"theta": "threshold"}
    ),
    "UpSampling2D": KerasKind("Resizing", defaults={"interpolation": "nearest"}, growth="size"),
    "ZeroPadding2D": KerasKind("ZeroPadding2D"),
}
"""Kind by the class name of Keras 3; `keras_files.old_names` knows what earlier ones were called.
Where a class and a kind have the same name, layers of that kind are written as that class."""

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
"""Options that any layer may have and ours have not, with the values that change nothing."""

UNIMPORTANT = (
    "autocast",
    "dtype",
    "fused",
    "name",
    "renorm_momentum",
    "rng_type",
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
