"""Architectures as torch modules: layers, their rewriting, compiled kernels, weights in and out."""

from convscope.engine.network.network import (
    Network,
    build_network,
    load_weights,
    read_weights,
    weight_tensors,
)

__all__ = ["Network", "build_network", "load_weights", "read_weights", "weight_tensors"]
