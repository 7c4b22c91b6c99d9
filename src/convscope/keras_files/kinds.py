"""The one table from layers as Keras describes them to kinds of convscope, and back.

A kind is one entry. Where options have the same names on both sides, as most have, the entry says
nothing of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class KerasKind:
    """How layers of one class of Keras become layers of convscope.

    Attributes:
        kind: The kind here, a key of `architecture.LAYER_KINDS`.
        options: Keras' name of an option by ours, where they differ.
        fixed: Our options that the class itself settles.
        defaults: Our options where a file says nothing, if Keras' default is not ours.
        only: Options of Keras with the values that we compute; without them the layer is refused.
        fillers: Tensors that Keras leaves out where an option is false: that option, and the value
            that stands for the tensor.
    """

    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    fillers: Mapping[str, tuple[str, float]] = field(default_factory=dict)


KINDS: dict[str, KerasKind] = {
    "Activation": KerasKind("Activation"),
    "Add": KerasKind("Add"),
    "Average": KerasKind("Average"),
    "AveragePooling2D": KerasKind("AveragePooling2D"),
    "CenterCrop": KerasKind("CenterCrop"),
    "Concatenate": KerasKind("Concatenate"),
    "Conv2D": KerasKind("Conv2D"),
    "Cropping2D": KerasKind("Cropping2D"),
    "Dense": KerasKind("Dense"),
    "DepthwiseConv2D": KerasKind("DepthwiseConv2D"),
    "Dropout": KerasKind("Dropout"),
    "Flatten": KerasKind("Flatten"),
    "GaussianNoise": KerasKind("GaussianNoise"),
    "GlobalAveragePooling2D": KerasKind("GlobalAveragePooling2D"),
    "GlobalMaxPooling2D": KerasKind("GlobalMaxPooling2D"),
    "LayerNormalization": KerasKind("LayerNormalization", only={"rms_scaling": (False,)}),
    "MaxPooling2D": KerasKind("MaxPooling2D"),
    "Maximum": KerasKind("Maximum"),
    "Multiply": KerasKind("Multiply"),
    "Normalization": KerasKind("Normalization"),
    "PReLU": KerasKind("PReLU"),
    "RandomBrightness": KerasKind("RandomBrightness"),
    "RandomContrast": KerasKind("RandomContrast"),
    "RandomCrop": KerasKind("RandomCrop"),
    "RandomFlip": KerasKind("RandomFlip"),
    "RandomRotation": KerasKind("RandomRotation"),
    "RandomTranslation": KerasKind("RandomTranslation"),
    "RandomZoom": KerasKind("RandomZoom"),
    "ReLU": KerasKind("ReLU"),
    "Rescaling": KerasKind("Rescaling"),
    "Reshape": KerasKind("Reshape"),
    "Resizing": KerasKind("Resizing", only={"fill_mode": ("constant",), "antialias": (False,)}),
    "SeparableConv2D": KerasKind("SeparableConv2D"),
    "SpatialDropout2D": KerasKind("SpatialDropout2D"),
    "Subtract": KerasKind("Subtract"),
    "ZeroPadding2D": KerasKind("ZeroPadding2D"),
    "BatchNormalization": KerasKind(
        "BatchNormalization", fillers={"gamma": ("scale", 1.0), "beta": ("center", 0.0)}
    ),
    "Softmax": KerasKind("Activation", fixed={"activation": "softmax"}),
    "LeakyReLU": KerasKind("ReLU", defaults={"negative_slope": 0.3}),
}
"""Kind by the class name of Keras 3; `old_names` knows what earlier ones were called."""

ONLY: Mapping[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", None),
    "dilation_rate": (1, [1, 1]),
    "groups": (1,),
    "keepdims": (False,),
    "mode": (0,),
    "stateful": (False,),
    "time_major": (False,),
}
"""Options that any layer may have, with the values that change nothing here."""

HARMLESS = (
    "activity_regularizer", "alpha_constraint", "alpha_initializer", "alpha_regularizer",
    "batch_input_shape", "batch_size", "beta_constraint",
    "beta_initializer", "beta_regularizer", "bias_constraint", "bias_initializer",
    "bias_regularizer", "center", "dtype", "gamma_constraint", "gamma_initializer",
    "gamma_regularizer", "init", "input_dim", "input_dtype", "input_shape", "kernel_constraint",
    "kernel_initializer", "kernel_regularizer", "moving_mean_initializer",
    "moving_variance_initializer", "name", "noise_shape", "quantization_config", "ragged",
    "renorm_momentum", "scale", "seed", "sparse", "supports_masking", "synchronized", "trainable",
    "autocast", "build_config", "depthwise_constraint", "depthwise_initializer",
    "depthwise_regularizer", "pointwise_constraint", "pointwise_initializer",
    "pointwise_regularizer", "fused", "W_constraint", "W_regularizer", "b_constraint",
    "b_regularizer", "gamma_init", "beta_init", "weights",
)  # fmt: skip
"""Options that say how weights begin and are trained, or what is told elsewhere: they change no
answer of a trained net."""

ACT_IN_TRAINING = (
    "ActivityRegularization",
    "AlphaDropout",
    "GaussianDropout",
)
"""Classes that pass on what they take in, but in training: left out where they are no kind here."""

COMPUTED_OTHERWISE = ("hard_sigmoid",)
"""Activation functions that were others before Keras 3. What says of no layer which module it is
from, as files of earlier versions and all HDF5 files do not, may mean either."""

NOT_WRITTEN = ("step",)
"""Activation functions that Keras lacks."""
