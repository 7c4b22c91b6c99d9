"""The one table from layer kind to its neurons' connections."""

from convscope.arithmetic.inspector.connections import LayerConnections
from convscope.arithmetic.inspector.plain_connections import (
    DenseConnections,
    FlattenConnections,
    GlobalAverageConnections,
    NormalizationConnections,
    PointwiseConnections,
    RescalingConnections,
    ZeroPaddingConnections,
)
from convscope.arithmetic.inspector.window_connections import (
    AverageConnections,
    ConvolutionConnections,
    MaximumConnections,
)

CONNECTIONS: dict[str, LayerConnections] = {
    "Rescaling": RescalingConnections(),
    "ZeroPadding2D": ZeroPaddingConnections(),
    "Conv2D": ConvolutionConnections(),
    "MaxPooling2D": MaximumConnections(),
    "AveragePooling2D": AverageConnections(),
    "GlobalAveragePooling2D": GlobalAverageConnections(),
    "BatchNormalization": NormalizationConnections(),
    "Activation": PointwiseConnections(),
    "Flatten": FlattenConnections(),
    "Dropout": PointwiseConnections(),
    "Dense": DenseConnections(),
}
"""Connections by layer kind; `LAYER_KINDS` has the same keys, and a test says so."""
