"""What layers and options were called in earlier versions of Keras, as Keras 3 calls them."""

from typing import Any

CLASSES = {
    "AtrousConvolution2D": "Conv2D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPooling2D": "AveragePooling2D",
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "MaxPool2D": "MaxPooling2D",
    "SeparableConvolution2D": "SeparableConv2D",
    "SyncBatchNormalization": "BatchNormalization",
}
"""Class by an earlier or other name."""

OPTIONS = {
    "atrous_rate": "dilation_rate",
    "bias": "use_bias",
    "border_mode": "padding",
    "concat_axis": "axis",
    "dim_ordering": "data_format",
    "nb_filter": "filters",
    "output_dim": "units",
    "p": "rate",
    "sigma": "stddev",
    "subsample": "strides",
}
"""Option by the name that it had in Keras 1."""

VALUES = {"data_format": {"tf": "channels_last", "th": "channels_first", "default": None}}
"""Values that were written otherwise, by option."""

MERGES = {
    "ave": "Average",
    "concat": "Concatenate",
    "max": "Maximum",
    "mul": "Multiply",
    "sum": "Add",
}
"""Class that does what `Merge` of Keras 1 did, by its `mode`."""

JOINS_OF_NETS = ("Merge",)
"""Classes that join nets which stand in their own options, each with an input of its own."""


def todays(class_name: str, config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Returns class and options of a layer as Keras 3 would write them.

    Args:
        class_name: As the file has it.
        config: Its options.

    Example:
        >>> todays("Convolution2D", {"nb_filter": 8, "nb_row": 3, "nb_col": 5})
        ('Conv2D', {'filters': 8, 'kernel_size': [3, 5]})
    """
    if class_name in JOINS_OF_NETS and "layers" not in config:
        class_name = MERGES.get(str(config.get("mode")), class_name)
        known = ("name", "concat_axis")
        config = {key: value for key, value in config.items() if key in known}
    found: dict[str, Any] = {}
    for key, value in config.items():
        name = OPTIONS.get(key, key)
        found[name] = VALUES.get(name, {}).get(value, value) if isinstance(value, str) else value
    if "nb_row" in found and "nb_col" in found:
        found["kernel_size"] = [found.pop("nb_row"), found.pop("nb_col")]
    return CLASSES.get(class_name, class_name), found
