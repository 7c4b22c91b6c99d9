"""The one table from layer kind to its neurons' connections."""

from convscope.arithmetic.inspector.connections import LayerConnections
from convscope.arithmetic.inspector.plain_connections import (
    CroppingConnections,
    DenseConnections,
    GivenNormalizationConnections,
    GlobalAverageConnections,
    GlobalMaximumConnections,
    LearnedRampConnections,
    NormalizationConnections,
    PlaceNormalizationConnections,
    PointwiseConnections,
    RampConnections,
    RecountedConnections,
    RescalingConnections,
    ZeroPaddingConnections,
)
from convscope.arithmetic.inspector.window_connections import (
    AverageConnections,
    ConvolutionConnections,
    MaximumConnections,
    ResamplingConnections,
)

CONNECTIONS: dict[str, LayerConnections] = {
    "Rescaling": RescalingConnections(),
    "Normalization": GivenNormalizationConnections(),
    "Resizing": ResamplingConnections(),
    "CenterCrop": ResamplingConnections(),
    "RandomCrop": ResamplingConnections(),
    "RandomFlip": PointwiseConnections(),
    "RandomRotation": PointwiseConnections(),
    "RandomZoom": PointwiseConnections(),
    "RandomTranslation": PointwiseConnections(),
    "RandomContrast": PointwiseConnections(),
    "RandomBrightness": PointwiseConnections(),
    "ZeroPadding2D": ZeroPaddingConnections(),
    "Cropping2D": CroppingConnections(),
    "Conv2D": ConvolutionConnections(),
    "DepthwiseConv2D": ConvolutionConnections(),
    "SeparableConv2D": ConvolutionConnections(),
    "MaxPooling2D": MaximumConnections(),
    "AveragePooling2D": AverageConnections(),
    "GlobalAveragePooling2D": GlobalAverageConnections(),
    "GlobalMaxPooling2D": GlobalMaximumConnections(),
    "BatchNormalization": NormalizationConnections(),
    "LayerNormalization": PlaceNormalizationConnections(),
    "Activation": PointwiseConnections(),
    "ReLU": RampConnections(),
    "PReLU": LearnedRampConnections(),
    "Flatten": RecountedConnections(),
    "Reshape": RecountedConnections(),
    "Dropout": PointwiseConnections(),
    "SpatialDropout2D": PointwiseConnections(),
    "GaussianNoise": PointwiseConnections(),
    "Dense": DenseConnections(),
}
"""Connections by layer kind; `LAYER_KINDS` has the same keys, and a test says so."""
